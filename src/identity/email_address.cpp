#include "identity/email_address.hpp"

#include <algorithm>
#include <utility>

#include "identity/ascii.hpp"
#include "identity/domain_name.hpp"

namespace mfa::identity {
namespace {

constexpr std::size_t kMaxLocalBytes = 64;

constexpr bool isSpace(char c) noexcept { return c == ' ' || (c >= '\t' && c <= '\r'); }

// atext of RFC 5322, in lower case.
constexpr bool isLocalCharacter(char c) noexcept {
  return isLower(c) || isDigit(c) ||
         std::string_view{"!#$%&'*+-/=?^_`{|}~"}.find(c) != std::string_view::npos;
}

bool isLocalPart(std::string_view local) {
  return local.size() <= kMaxLocalBytes && everyPart(local, [](std::string_view atom) {
           return !atom.empty() && std::all_of(atom.begin(), atom.end(), isLocalCharacter);
         });
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
  const auto at = bare.find('@');
  if (at == std::string_view::npos) return std::nullopt;
  std::string local{bare.substr(0, at)};
  std::ranges::transform(local, local.begin(), lower);
  const auto domain = canonicalDomain(bare.substr(at + 1));
  if (!isLocalPart(local) || !domain) return std::nullopt;
  auto text = std::move(local) + '@' + *domain;
  if (text.size() > kMaxEmailBytes) return std::nullopt;
  return EmailAddress{std::move(text)};
}

std::string_view EmailAddress::domain() const noexcept {
  return std::string_view{text_}.substr(text_.find('@') + 1);
}

}  // namespace mfa::identity
