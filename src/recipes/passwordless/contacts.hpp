// The contacts of this recipe: what a client typed, in its one form, and the names that hang on it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "mfa/recipes/passwordless/operations.hpp"
#include "mfa/storage/users.hpp"

namespace mfa::passwordless {

inline constexpr const char* kRecipeId = "passwordless";

/// The canonical form of what somebody typed; nothing if it has none.
[[nodiscard]] std::optional<Contact> emailContact(std::string_view typed);
[[nodiscard]] std::optional<Contact> phoneContact(std::string_view typed);

/// The one contact of an input.
/// @throws BadInputError if there are none or two, or it has no canonical form
[[nodiscard]] Contact contactOf(const std::optional<std::string>& email,
                                const std::optional<std::string>& phoneNumber);

/// The value, if it is of that kind.
[[nodiscard]] std::optional<std::string> emailOf(const Contact& contact);
[[nodiscard]] std::optional<std::string> phoneNumberOf(const Contact& contact);

/// Whether codes are sent to that kind of contact.
[[nodiscard]] bool reaches(ContactMethod method, ContactKind kind);

/// "otp-phone" or "otp-email": what a typed code to that contact completes.
[[nodiscard]] std::string factorIdOf(const Contact& contact);

/// "phone:+12015550123": how a session row names the contact that opened it.
[[nodiscard]] std::string nameOf(const Contact& contact);

}  // namespace mfa::passwordless
