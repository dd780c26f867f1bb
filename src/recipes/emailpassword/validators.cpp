#include <algorithm>

#include "identity/email_address.hpp"
#include "mfa/recipes/emailpassword/operations.hpp"

namespace mfa::emailpassword {
namespace {

constexpr std::ptrdiff_t kMinCharacters = 8;
constexpr std::ptrdiff_t kMaxCharacters = 99;

constexpr bool isLetter(char c) noexcept { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
constexpr bool isDigit(char c) noexcept { return c >= '0' && c <= '9'; }

// Code points, not octets: a user counts what he typed. Source: NIST SP 800-63B section 5.1.1.2.
std::ptrdiff_t characters(std::string_view text) {
  return std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; });
}

}  // namespace

const json::value* valueOf(const std::vector<FormField>& formFields, std::string_view id) noexcept {
  const auto found = std::ranges::find(formFields, id, &FormField::id);
  return found == formFields.end() ? nullptr : &found->value;
}

std::optional<std::string> defaultPasswordValidator(const FormFieldInput& input) {
  const auto* password = input.value.if_string();
  if (password == nullptr) return "Development bug: Please make sure the password field yields a string";
  const auto length = characters(*password);
  if (length < kMinCharacters) return "Password must contain at least 8 characters, including a number";
  if (length > kMaxCharacters) return "Password's length must be lesser than 100 characters";
  if (std::ranges::none_of(*password, isLetter)) return "Password must contain at least one alphabet";
  if (std::ranges::none_of(*password, isDigit)) return "Password must contain at least one number";
  return std::nullopt;
}

std::optional<std::string> defaultEmailValidator(const FormFieldInput& input) {
  const auto* email = input.value.if_string();
  if (email == nullptr) return "Development bug: Please make sure the email field yields a string";
  if (!identity::EmailAddress::parse(*email)) return "Email is invalid";
  return std::nullopt;
}

}  // namespace mfa::emailpassword
