/// @file
/// The operations of the EmailPassword recipe: what each of its functions and routes takes and gives, and
/// what its forms are made of.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "mfa/export.hpp"
#include "mfa/json.hpp"
#include "mfa/recipe.hpp"
#include "mfa/recipes/session/container.hpp"
#include "mfa/user.hpp"
#include "mfa/user_context.hpp"

namespace mfa {

namespace emailpassword {

/// One field of a form, as the client sent it. The value of "email" and "password" is a text, "email" is
/// trimmed; that of a host's own field is any JSON.
struct FormField {
  std::string id{};
  json::value value{};
};

/// The value of the field `id`, or null if the form has none.
[[nodiscard]] MFA_EXPORT const json::value* valueOf(const std::vector<FormField>& formFields,
                                                    std::string_view id) noexcept;

/// What a validator is given.
struct FormFieldInput {
  json::value value{};
  std::string tenantId{};
  UserContext userContext{};
};

/// Answers what is wrong with a value, for the user to read, or nothing.
using FormFieldValidator = std::function<std::optional<std::string>(const FormFieldInput&)>;

/// The validator of passwords that is used where none is configured: 8 to 99 characters, among them a letter
/// and a digit.
[[nodiscard]] MFA_EXPORT std::optional<std::string> defaultPasswordValidator(const FormFieldInput& input);

/// The validator of addresses that is used where none is configured: "Email is invalid" for what has no
/// canonical form.
[[nodiscard]] MFA_EXPORT std::optional<std::string> defaultEmailValidator(const FormFieldInput& input);

/// A field of the sign-up form. "email" and "password" are always there; naming them here replaces their
/// validators, in sign-in (email) and when a password is changed or reset (password) too.
struct FormFieldConfig {
  std::string id{};
  FormFieldValidator validate{};  ///< empty: every value passes; for "email" and "password" the defaults
  bool optional = false;          ///< may be left out or empty; not for "email" and "password"
};

/// A login method with that address exists in the tenant.
struct EmailAlreadyExistsError {};

/// No such user, or another password: nobody learns which.
struct WrongCredentialsError {};

/// No login method with a password has that id.
struct UnknownUserIdError {};

/// The password is refused by the validator of "password".
struct PasswordPolicyViolatedError {
  std::string failureReason{};  ///< for the user to read
};

/// The app does not let this address change. Only where account linking is configured.
struct EmailChangeNotAllowedError {
  std::string reason{};
};

/// The login method could not be linked with the session's user. Only where account linking is configured.
struct LinkingToSessionUserFailed {
  std::string reason{};
};

/// The app does not let this user sign up.
struct SignUpNotAllowed {
  std::string reason{};  ///< for the user to read; ends in "(ERR_CODE_NNN)"
};

/// The app does not let this user in.
struct SignInNotAllowed {
  std::string reason{};  ///< for the user to read; ends in "(ERR_CODE_NNN)"
};

/// A user and the login method that the call was about.
struct UserWithLoginMethod {
  User user{};
  std::string recipeUserId{};
};

/// Makes a user; no session. GENERAL_ERROR: too many were made from the client's address
/// (`Limits::passwordsPerAddress`). @throws BadInputError if the address has no canonical form, or the
/// password has more than 1,024 bytes; validators are the API's and are not asked
struct SignUp {
  struct Input {
    std::string email{};
    std::string password{};
    SessionPtr session{};  ///< the verified session of the request, or null
    std::optional<bool> shouldTryLinkingWithSessionUser{};
    std::string tenantId = kPublicTenant;
    UserContext userContext{};
  };
  using Ok = UserWithLoginMethod;
  using Result = std::variant<Ok, EmailAlreadyExistsError, LinkingToSessionUserFailed, GeneralError>;
};

/// Makes a user, for `signUp` and for hosts: who called is not looked at. @throws BadInputError as `signUp`
struct CreateNewRecipeUser {
  struct Input {
    std::string email{};
    std::string password{};
    std::string tenantId = kPublicTenant;
    UserContext userContext{};
  };
  using Ok = UserWithLoginMethod;
  using Result = std::variant<Ok, EmailAlreadyExistsError>;
};

/// Makes a user whose password hash comes from elsewhere, for the import of users. The hash is Argon2id as a
/// PHC string (at most 256 MiB and 10 passes) or bcrypt (`$2a$`, `$2b$`, `$2y$`, cost 4 to 14).
struct CreateUserWithPasswordHash {
  struct Input {
    std::string email{};
    std::string passwordHash{};
    std::string tenantId = kPublicTenant;
    UserContext userContext{};
  };
  using Ok = UserWithLoginMethod;
  /// The hash is malformed or beyond the caps: it would match no password.
  struct UnsupportedPasswordHashError {};
  using Result = std::variant<Ok, EmailAlreadyExistsError, UnsupportedPasswordHashError>;
};

/// Verifies the password of a user; no session. GENERAL_ERROR: the budget is empty, the text says how long.
struct SignIn {
  struct Input {
    std::string email{};
    std::string password{};
    SessionPtr session{};  ///< the verified session of the request, or null
    std::optional<bool> shouldTryLinkingWithSessionUser{};
    std::string tenantId = kPublicTenant;
    UserContext userContext{};
  };
  using Ok = UserWithLoginMethod;
  using Result = std::variant<Ok, WrongCredentialsError, LinkingToSessionUserFailed, GeneralError>;
};

/// The same, for `signIn` and for hosts that ask a user for the password again. Draws from the budgets of the
/// account and of the client address of `userContext`.
struct VerifyCredentials {
  struct Input {
    std::string email{};
    std::string password{};
    SessionPtr session{};  ///< the verified session of the request, or null: its user's devices are known
    std::string tenantId = kPublicTenant;
    UserContext userContext{};
  };
  using Ok = UserWithLoginMethod;
  using Result = std::variant<Ok, WrongCredentialsError, GeneralError>;
};

/// Changes address or password of a login method, as an administrator does: no password is asked for. With a
/// new password all sessions of the user end, and all codes that are on their way for the user are void. For
/// a user who changes their own password there is `changePassword`.
struct UpdateEmailOrPassword {
  struct Input {
    std::string recipeUserId{};
    std::optional<std::string> email{};
    std::optional<std::string> password{};
    std::optional<bool> applyPasswordPolicy{};  ///< nothing: yes
    std::string tenantIdForPasswordPolicy = kPublicTenant;
    UserContext userContext{};
  };
  struct Ok {};
  using Result = std::variant<Ok, UnknownUserIdError, EmailAlreadyExistsError, EmailChangeNotAllowedError,
                              PasswordPolicyViolatedError>;
};

/// Lets a signed-in user change the password. All other sessions of the user end, those that a sign-in with
/// the old password is about to begin among them, and all codes that are on their way for the user are void;
/// the session that asks stays. GENERAL_ERROR: the budget is empty, or the password was changed by somebody
/// else meanwhile.
struct ChangePassword {
  struct Input {
    SessionPtr session{};  ///< verified: who asks, and the session that stays
    std::string currentPassword{};
    std::string newPassword{};
    UserContext userContext{};
  };
  struct Ok {
    std::vector<std::string> revokedSessionHandles{};
  };
  /// UnknownUserIdError: the session's user has no password.
  using Result =
      std::variant<Ok, WrongCredentialsError, PasswordPolicyViolatedError, UnknownUserIdError, GeneralError>;
};

/// Makes a token that lets its bearer choose a new password once.
struct CreateResetPasswordToken {
  struct Input {
    std::string userId{};
    std::string email{};
    std::string tenantId = kPublicTenant;
    UserContext userContext{};
  };
  struct Ok {
    std::string token{};
  };
  using Result = std::variant<Ok, UnknownUserIdError, GeneralError>;
};

/// The reset token is unknown, spent or too old.
struct ResetPasswordInvalidTokenError {};

/// Spends such a token.
struct ConsumePasswordResetToken {
  struct Input {
    std::string token{};
    std::string tenantId = kPublicTenant;
    UserContext userContext{};
  };
  struct Ok {
    std::string email{};
    std::string userId{};
  };
  using Result = std::variant<Ok, ResetPasswordInvalidTokenError, GeneralError>;
};

/// GET /emailpassword/email/exists
struct EmailExistsGET {
  struct Input {
    std::string email{};  ///< canonical where it can be, else as sent
    std::string tenantId = kPublicTenant;
    ApiOptions options;
    UserContext userContext{};
  };
  struct Ok {
    bool exists = false;
  };
  using Result = std::variant<Ok, GeneralError>;
};

/// POST /user/password/reset/token
struct GeneratePasswordResetTokenPOST {
  struct Input {
    std::vector<FormField> formFields{};
    std::string tenantId = kPublicTenant;
    ApiOptions options;
    UserContext userContext{};
  };
  struct Ok {};
  struct PasswordResetNotAllowed {
    std::string reason{};
  };
  using Result = std::variant<Ok, PasswordResetNotAllowed, GeneralError>;
};

/// POST /user/password/reset
struct PasswordResetPOST {
  struct Input {
    std::vector<FormField> formFields{};
    std::string token{};
    std::string tenantId = kPublicTenant;
    ApiOptions options;
    UserContext userContext{};
  };
  /// Neither member is sent.
  struct Ok {
    std::string email{};
    User user{};
  };
  using Result = std::variant<Ok, ResetPasswordInvalidTokenError, PasswordPolicyViolatedError, GeneralError>;
};

/// POST /signin
struct SignInPOST {
  struct Input {
    std::vector<FormField> formFields{};
    std::string tenantId = kPublicTenant;
    SessionPtr session{};  ///< the verified session of the request, or null
    std::optional<bool> shouldTryLinkingWithSessionUser{};
    ApiOptions options;
    UserContext userContext{};
  };
  struct Ok {
    User user{};
    SessionPtr session{};
  };
  using Result = std::variant<Ok, WrongCredentialsError, SignInNotAllowed, GeneralError>;
};

/// POST /signup
struct SignUpPOST {
  struct Input {
    std::vector<FormField> formFields{};
    std::string tenantId = kPublicTenant;
    SessionPtr session{};  ///< the verified session of the request, or null
    std::optional<bool> shouldTryLinkingWithSessionUser{};
    ApiOptions options;
    UserContext userContext{};
  };
  struct Ok {
    User user{};
    SessionPtr session{};
  };
  using Result = std::variant<Ok, EmailAlreadyExistsError, SignUpNotAllowed, GeneralError>;
};

/// How passwords are hashed. Higher parameters apply to a user at the next sign-in.
struct PasswordHashing {
  std::uint32_t memoryKiB = 19'456;  ///< of Argon2id, per hash; at most 262,144
  std::uint32_t iterations = 2;      ///< of Argon2id; at most 10
  int atOnce = 0;                    ///< hashes that run at the same time; 0: one per core
  int waiting = 64;                  ///< that may wait; one more is refused at once, with 503 and Retry-After
  std::chrono::milliseconds patience{2'000};  ///< the longest wait before the same refusal
};

/// A password that is about to be refused: too many were tried for this account from clients it does not
/// know.
struct PasswordChallenge {
  std::string email{};  ///< canonical, whether or not there is such a user
  std::string tenantId{};
  UserContext userContext{};  ///< `request()` has what the client sent: null outside HTTP
};

/// The message of a password reset.
struct PasswordReset {
  std::string to{};
  std::string userId{};
  std::string recipeUserId{};
  std::string passwordResetLink{};
  std::string tenantId{};
  UserContext userContext{};
};

}  // namespace emailpassword

}  // namespace mfa
