#include "identity/email_address.hpp"

#include <algorithm>

namespace mfa::identity {
namespace {

constexpr std::size_t kMaxLocalBytes = 64;
constexpr std::size_t kMaxLabelBytes = 63;

constexpr bool isSpace(char c) noexcept { return c == ' ' || (c >= '\t' && c <= '\r'); }
constexpr bool isDigit(char c) noexcept { return c >= '0' && c <= '9'; }
constexpr bool isLower(char c) noexcept { return c >= 'a' && c <= 'z'; }

constexpr char lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// atext of RFC 5322, in lower case.
constexpr bool isLocalCharacter(char c) noexcept {
  return isLower(c) || isDigit(c) ||
         std::string_view{"!#$%&'*+-/=?^_`{|}~"}.find(c) != std::string_view::npos;
}

// Calls `holds` with each part between the dots; false as soon as one does not hold.
template <class Predicate>
bool everyPart(std::string_view text, Predicate holds) {
  for (;;) {
    const auto dot = text.find('.');
    if (!holds(text.substr(0, dot))) return false;
    if (dot == std::string_view::npos) return true;
    text.remove_prefix(dot + 1);
  }
}

bool isLocalPart(std::string_view local) {
  return local.size() <= kMaxLocalBytes && everyPart(local, [](std::string_view atom) {
           return !atom.empty() && std::all_of(atom.begin(), atom.end(), isLocalCharacter);
         });
}

bool isLabel(std::string_view label) {
  return !label.empty() && label.size() <= kMaxLabelBytes && label.front() != '-' && label.back() != '-' &&
         std::all_of(label.begin(), label.end(), [](char c) { return isLower(c) || isDigit(c) || c == '-'; });
}

// The last label begins with a letter, or "a@127.0.0.1" would be a host name.
bool isDomain(std::string_view domain) {
  const auto lastDot = domain.rfind('.');
  if (lastDot == std::string_view::npos) return false;
  const auto top = domain.substr(lastDot + 1);
  return top.size() >= 2 && isLower(top.front()) && everyPart(domain, isLabel);
}

}  // namespace

std::string_view trimmed(std::string_view text) noexcept {
  while (!text.empty() && isSpace(text.front())) text.remove_prefix(1);
  while (!text.empty() && isSpace(text.back())) text.remove_suffix(1);
  return text;
}

std::optional<EmailAddress> EmailAddress::parse(std::string_view typed) {
  const auto bare = trimmed(typed);
  if (bare.size() > kMaxEmailBytes) return std::nullopt;
  std::string text{bare};
  std::transform(text.begin(), text.end(), text.begin(), lower);

  const std::string_view address{text};
  const auto at = address.find('@');
  if (at == std::string_view::npos) return std::nullopt;
  if (!isLocalPart(address.substr(0, at)) || !isDomain(address.substr(at + 1))) return std::nullopt;
  return EmailAddress{std::move(text)};
}

std::string_view EmailAddress::domain() const noexcept {
  return std::string_view{text_}.substr(text_.find('@') + 1);
}

}  // namespace mfa::identity
