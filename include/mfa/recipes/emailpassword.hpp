/// @file
/// EmailPassword: a user has an e-mail address and a password.
///
/// Passwords are hashed with Argon2id and verified against the parameters of their own hash; bcrypt hashes of
/// imported users are verified too, and replaced at the next sign-in. Hashing takes a core and 19 MiB for
/// about 20 ms, so only so many run at a time (`PasswordHashing`) and the rest wait their turn: call these
/// functions where blocking is fine. A failing sign-in takes as long for an unknown address as for a wrong
/// password. Tries draw from the budgets of `mfa/limits.hpp`, which are counted before anything is compared.
///
/// Addresses are compared in one canonical form: trimmed, lower-case ASCII, at most 254 bytes. What has no
/// such form belongs to nobody.
///
/// Password reset: its types, hooks and configuration are here; its two routes answer GENERAL_ERROR until a
/// host's overrides serve them.
///
/// Source: FDI 4.2, emailpassword; NIST SP 800-63B section 5.1.1; OWASP ASVS 6.2, 11.4.2.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "mfa/export.hpp"
#include "mfa/recipe.hpp"
#include "mfa/recipes/emailpassword/operations.hpp"

namespace mfa {

/// The recipe: its types, its configuration, its object.
class MFA_EXPORT EmailPassword final : public RecipeObject {
 public:
  using FormField = emailpassword::FormField;
  using SignUp = emailpassword::SignUp;
  using CreateNewRecipeUser = emailpassword::CreateNewRecipeUser;
  using CreateUserWithPasswordHash = emailpassword::CreateUserWithPasswordHash;
  using SignIn = emailpassword::SignIn;
  using VerifyCredentials = emailpassword::VerifyCredentials;
  using UpdateEmailOrPassword = emailpassword::UpdateEmailOrPassword;
  using ChangePassword = emailpassword::ChangePassword;
  using CreateResetPasswordToken = emailpassword::CreateResetPasswordToken;
  using ConsumePasswordResetToken = emailpassword::ConsumePasswordResetToken;
  using EmailExistsGET = emailpassword::EmailExistsGET;
  using GeneratePasswordResetTokenPOST = emailpassword::GeneratePasswordResetTokenPOST;
  using PasswordResetPOST = emailpassword::PasswordResetPOST;
  using SignInPOST = emailpassword::SignInPOST;
  using SignUpPOST = emailpassword::SignUpPOST;

  /// What the recipe does. Each hook runs on the caller's thread and may block, on the storage and on the
  /// hashing of passwords. @throws StorageError, OverloadedError
  struct Functions {
    Hook<SignUp> signUp{};
    Hook<CreateNewRecipeUser> createNewRecipeUser{};
    Hook<CreateUserWithPasswordHash> createUserWithPasswordHash{};
    Hook<SignIn> signIn{};
    Hook<VerifyCredentials> verifyCredentials{};
    Hook<UpdateEmailOrPassword> updateEmailOrPassword{};
    Hook<ChangePassword> changePassword{};
    Hook<CreateResetPasswordToken> createResetPasswordToken{};    ///< default: GENERAL_ERROR
    Hook<ConsumePasswordResetToken> consumePasswordResetToken{};  ///< default: GENERAL_ERROR
  };

  /// The routes, one hook each. An emptied hook takes its route off the server. Every result is sent with
  /// 200; a malformed body is answered with 400, and a form whose values do not pass with
  /// `{"status":"FIELD_ERROR","formFields":[{"id":string,"error":string}]}`, before the hook runs; any of
  /// them may answer `{"status":"GENERAL_ERROR","message":string}`.
  struct Apis {
    /// POST /signup
    /// @code
    /// <- {"formFields":[{"id":"email","value":string},{"id":"password","value":string},…]}
    ///                                                            + "shouldTryLinkingWithSessionUser"?: bool
    /// -> {"status":"OK", "user": User}                                                 + session tokens
    ///  | {"status":"FIELD_ERROR", "formFields":[{"id":"email",
    ///       "error":"This email already exists. Please sign in instead."}]}
    ///  | {"status":"SIGN_UP_NOT_ALLOWED", "reason": string}
    /// @endcode
    Hook<SignUpPOST> signUpPOST{};
    /// POST /signin
    /// @code
    /// <- {"formFields":[{"id":"email","value":string},{"id":"password","value":string}]}
    ///                                                            + "shouldTryLinkingWithSessionUser"?: bool
    /// -> {"status":"OK", "user": User}                                                 + session tokens
    ///  | {"status":"WRONG_CREDENTIALS_ERROR"} | {"status":"SIGN_IN_NOT_ALLOWED", "reason": string}
    /// @endcode
    Hook<SignInPOST> signInPOST{};
    /// GET /emailpassword/email/exists?email=…        -> {"status":"OK", "exists": bool}
    /// The path of old, /signup/email/exists, works too.
    Hook<EmailExistsGET> emailExistsGET{};
    /// POST /user/password/reset/token
    /// @code
    /// <- {"formFields":[{"id":"email","value":string}]}
    /// -> {"status":"OK"} | {"status":"PASSWORD_RESET_NOT_ALLOWED", "reason": string}
    /// @endcode
    Hook<GeneratePasswordResetTokenPOST> generatePasswordResetTokenPOST{};  ///< default: GENERAL_ERROR
    /// POST /user/password/reset
    /// @code
    /// <- {"method":"token", "token": string, "formFields":[{"id":"password","value":string}]}
    /// -> {"status":"OK"} | {"status":"RESET_PASSWORD_INVALID_TOKEN_ERROR"}
    /// @endcode
    Hook<PasswordResetPOST> passwordResetPOST{};  ///< default: GENERAL_ERROR
  };

  struct SignUpFeature {
    /// Fields besides, or instead of the defaults of, "email" and "password".
    std::vector<emailpassword::FormFieldConfig> formFields{};
  };

  /// How the recipe behaves. Every field has a default; Auth's constructor checks them.
  struct Config {
    SignUpFeature signUpFeature{};
    emailpassword::PasswordHashing passwordHashing{};
    /// Asked when `Limits::passwordsPerAccount` is used up and the client is not known: whether this request
    /// shows in another way, such as a solved puzzle, that it is no machine's. True lets the password be
    /// compared, within the other limits. Empty: nothing does. Its answer must not depend on whether there is
    /// such a user.
    std::function<bool(const emailpassword::PasswordChallenge&)> acceptPasswordChallenge{};
    /// Sends the link of a password reset, for a host whose overrides serve the reset.
    std::function<void(const emailpassword::PasswordReset&)> sendPasswordResetEmail{};
    Override<Functions, Apis> override{};
  };

  /// An entry of `Config::recipeList`. Where `ThirdPartyEmailPassword` is configured, leave this one out:
  /// that one serves the same routes.
  [[nodiscard]] static Recipe init();
  [[nodiscard]] static Recipe init(Config config);

  // Each call goes through the final table. An empty context is bound to this recipe's `Auth`.
  SignUp::Result signUp(SignUp::Input input) const;
  CreateNewRecipeUser::Result createNewRecipeUser(CreateNewRecipeUser::Input input) const;
  CreateUserWithPasswordHash::Result createUserWithPasswordHash(
      CreateUserWithPasswordHash::Input input) const;
  [[nodiscard]] SignIn::Result signIn(SignIn::Input input) const;
  [[nodiscard]] VerifyCredentials::Result verifyCredentials(VerifyCredentials::Input input) const;
  [[nodiscard]] UpdateEmailOrPassword::Result updateEmailOrPassword(UpdateEmailOrPassword::Input input) const;
  [[nodiscard]] ChangePassword::Result changePassword(ChangePassword::Input input) const;
  [[nodiscard]] CreateResetPasswordToken::Result createResetPasswordToken(
      CreateResetPasswordToken::Input input) const;
  [[nodiscard]] ConsumePasswordResetToken::Result consumePasswordResetToken(
      ConsumePasswordResetToken::Input input) const;

  [[nodiscard]] std::string recipeId() const override;
  [[nodiscard]] std::vector<Route> routes() const override;
  void start() override;

  struct Impl;
  explicit EmailPassword(std::unique_ptr<Impl> impl);
  ~EmailPassword() override;

 private:
  std::unique_ptr<Impl> impl_;
};

}  // namespace mfa
