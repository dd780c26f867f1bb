// Trying a password.
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "identity/email_address.hpp"
#include "recipes/emailpassword/workings.hpp"

namespace mfa::emailpassword {

inline constexpr const char* kRecipeId = "emailpassword";

/// Who has an address, and what a password is compared with.
struct Account {
  User user{};
  std::string recipeUserId{};
  std::optional<std::string> passwordHash{};
};

/// A password that somebody brings for an address.
struct Attempt {
  std::string tenantId{};
  std::optional<identity::EmailAddress> email{};  ///< nothing: for what can be nobody's address
  const std::string& password;
  SessionPtr session{};  ///< of the request; may be null
  const UserContext& userContext;
};

/// The password was right.
struct Match {
  Account account{};
  bool needsRehash = false;
};

/// Counts the attempt, then compares, at the same cost whatever comes of it; tells the host of a refusal.
/// Fills no budget up and stores nothing. Blocks.
[[nodiscard]] std::variant<Match, WrongCredentialsError, GeneralError> tryPassword(Workings& workings,
                                                                                   const Attempt& attempt);

[[nodiscard]] std::optional<Account> findAccount(const Workings& workings, const std::string& tenantId,
                                                 const identity::EmailAddress& email);

[[nodiscard]] Contact contactOf(const identity::EmailAddress& email);

[[nodiscard]] VerifyCredentials::Result verifyCredentials(Workings& workings,
                                                          const VerifyCredentials::Input& input);
[[nodiscard]] SignIn::Result signIn(const Workings& workings, const SignIn::Input& input);

}  // namespace mfa::emailpassword
