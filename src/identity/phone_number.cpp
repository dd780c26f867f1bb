#include "identity/phone_number.hpp"

#include <algorithm>
#include <utility>

#ifdef MFA_HAVE_PHONENUMBER
#include <phonenumbers/phonenumberutil.h>
#endif

#include "http/text.hpp"

namespace mfa::identity {

namespace {

constexpr std::size_t kMaxDigits = 15;  // ITU-T E.164

bool isDigit(char c) { return c >= '0' && c <= '9'; }

bool isSeparator(char c) { return std::string_view{" -.()/"}.find(c) != std::string_view::npos; }

// libphonenumber would also read letters, full-width digits, extensions and tel: URLs; none of them is needed
// to write a number down, and each is one more spelling to be abused.
bool isWrittenNumber(std::string_view text) {
  return text.starts_with('+') && text.size() <= PhoneNumber::kMaxTextBytes &&
         std::ranges::all_of(text.substr(1), [](char c) { return isDigit(c) || isSeparator(c); });
}

bool isE164(std::string_view text) {
  const auto digits = text.substr(std::min<std::size_t>(1, text.size()));
  return text.starts_with('+') && !digits.empty() && digits.size() <= kMaxDigits && digits.front() != '0' &&
         std::ranges::all_of(digits, isDigit);
}

#ifdef MFA_HAVE_PHONENUMBER

using i18n::phonenumbers::PhoneNumberUtil;
using ParsedNumber = i18n::phonenumbers::PhoneNumber;

constexpr const char* kNoRegion = "ZZ";

std::optional<ParsedNumber> parsed(std::string_view text) {
  ParsedNumber number;
  const auto error = PhoneNumberUtil::GetInstance()->Parse(std::string{text}, kNoRegion, &number);
  if (error != PhoneNumberUtil::NO_PARSING_ERROR) return std::nullopt;
  return number;
}

std::string formatted(std::string_view text) {
  const auto number = parsed(text);
  if (!number) return {};
  std::string e164;
  PhoneNumberUtil::GetInstance()->Format(*number, PhoneNumberUtil::E164, &e164);
  return e164;
}

#else

constexpr std::size_t kMinDigits = 7;

std::string formatted(std::string_view text) {
  std::string e164;
  std::ranges::copy_if(text, std::back_inserter(e164), [](char c) { return !isSeparator(c); });
  return e164.size() > kMinDigits ? e164 : std::string{};
}

#endif

}  // namespace

std::optional<PhoneNumber> PhoneNumber::parse(std::string_view text) {
  const auto written = http::trimmed(text);
  if (!isWrittenNumber(written)) return std::nullopt;
  auto e164 = formatted(written);
  if (!isE164(e164)) return std::nullopt;
  return PhoneNumber{std::move(e164)};
}

#ifdef MFA_HAVE_PHONENUMBER

std::string_view PhoneNumber::normaliser() noexcept { return "libphonenumber"; }

bool PhoneNumber::isAssignable() const {
  const auto number = parsed(e164_);
  return number && PhoneNumberUtil::GetInstance()->IsValidNumber(*number);
}

#else

std::string_view PhoneNumber::normaliser() noexcept { return "digits"; }

bool PhoneNumber::isAssignable() const { return true; }

#endif

}  // namespace mfa::identity
