/// @file
/// ThirdPartyEmailPassword: sign-in with a password or with an account elsewhere, as one recipe.
///
/// It is `EmailPassword` and `ThirdParty` under one configuration and one pair of tables, whose entries carry
/// the inner recipe's name where it is needed to tell them apart. An inner route calls the outer, overridden
/// API, and that the outer, overridden function: nothing goes past a host's override. Operations have the
/// types of the inner recipes, so what is written for those fits here.
///
/// This object is the way to its functions: `auth.thirdPartyEmailPassword()`. `auth.emailPassword()` is there
/// only where `EmailPassword` itself is configured. Users signed up here have login methods of the recipes
/// "emailpassword" and "thirdparty", so that a host may change from one recipe to the other.
///
/// Source: FDI, thirdpartyemailpassword.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "mfa/export.hpp"
#include "mfa/recipe.hpp"
#include "mfa/recipes/emailpassword.hpp"
#include "mfa/recipes/thirdparty.hpp"

namespace mfa {

/// The recipe: its types, its configuration, its object.
class MFA_EXPORT ThirdPartyEmailPassword final : public RecipeObject {
 public:
  using FormField = emailpassword::FormField;
  using EmailPasswordSignUp = emailpassword::SignUp;
  using EmailPasswordSignIn = emailpassword::SignIn;
  using EmailPasswordVerifyCredentials = emailpassword::VerifyCredentials;
  using CreateNewEmailPasswordRecipeUser = emailpassword::CreateNewRecipeUser;
  using CreateUserWithPasswordHash = emailpassword::CreateUserWithPasswordHash;
  using UpdateEmailOrPassword = emailpassword::UpdateEmailOrPassword;
  using ChangePassword = emailpassword::ChangePassword;
  using CreateResetPasswordToken = emailpassword::CreateResetPasswordToken;
  using ConsumePasswordResetToken = emailpassword::ConsumePasswordResetToken;
  using ThirdPartyGetProvider = thirdparty::GetProvider;
  using ThirdPartySignInUp = thirdparty::SignInUp;
  using ThirdPartyManuallyCreateOrUpdateUser = thirdparty::ManuallyCreateOrUpdateUser;
  using EmailPasswordEmailExistsGET = emailpassword::EmailExistsGET;
  using GeneratePasswordResetTokenPOST = emailpassword::GeneratePasswordResetTokenPOST;
  using PasswordResetPOST = emailpassword::PasswordResetPOST;
  using EmailPasswordSignInPOST = emailpassword::SignInPOST;
  using EmailPasswordSignUpPOST = emailpassword::SignUpPOST;
  using AuthorisationUrlGET = thirdparty::AuthorisationUrlGET;
  using ThirdPartySignInUpPOST = thirdparty::SignInUpPOST;
  using AppleRedirectHandlerPOST = thirdparty::AppleRedirectHandlerPOST;

  /// What the recipe does; see `EmailPassword::Functions` and `ThirdParty::Functions`.
  struct Functions {
    Hook<EmailPasswordSignUp> emailPasswordSignUp{};
    Hook<EmailPasswordSignIn> emailPasswordSignIn{};
    Hook<EmailPasswordVerifyCredentials> emailPasswordVerifyCredentials{};
    Hook<CreateNewEmailPasswordRecipeUser> createNewEmailPasswordRecipeUser{};
    Hook<CreateUserWithPasswordHash> createUserWithPasswordHash{};
    Hook<UpdateEmailOrPassword> updateEmailOrPassword{};
    Hook<ChangePassword> changePassword{};
    Hook<CreateResetPasswordToken> createResetPasswordToken{};    ///< default: GENERAL_ERROR
    Hook<ConsumePasswordResetToken> consumePasswordResetToken{};  ///< default: GENERAL_ERROR
    Hook<ThirdPartyGetProvider> thirdPartyGetProvider{};
    Hook<ThirdPartySignInUp> thirdPartySignInUp{};
    Hook<ThirdPartyManuallyCreateOrUpdateUser> thirdPartyManuallyCreateOrUpdateUser{};
  };

  /// The routes; see `EmailPassword::Apis` and `ThirdParty::Apis` for what they read and answer.
  struct Apis {
    Hook<EmailPasswordEmailExistsGET> emailPasswordEmailExistsGET{};  ///< GET /emailpassword/email/exists
    Hook<GeneratePasswordResetTokenPOST>
        generatePasswordResetTokenPOST{};                       ///< POST /user/password/reset/token
    Hook<PasswordResetPOST> passwordResetPOST{};                ///< POST /user/password/reset
    Hook<EmailPasswordSignInPOST> emailPasswordSignInPOST{};    ///< POST /signin
    Hook<EmailPasswordSignUpPOST> emailPasswordSignUpPOST{};    ///< POST /signup
    Hook<AuthorisationUrlGET> authorisationUrlGET{};            ///< GET /authorisationurl
    Hook<ThirdPartySignInUpPOST> thirdPartySignInUpPOST{};      ///< POST /signinup
    Hook<AppleRedirectHandlerPOST> appleRedirectHandlerPOST{};  ///< POST /callback/apple
  };

  /// How the recipe behaves. Every field has a default; Auth's constructor checks them.
  struct Config {
    EmailPassword::SignUpFeature signUpFeature{};
    std::vector<thirdparty::ProviderConfig> providers{};
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

  /// An entry of `Config::recipeList`.
  [[nodiscard]] static Recipe init();
  [[nodiscard]] static Recipe init(Config config);

  // Each call goes through the final table. An empty context is bound to this recipe's `Auth`.
  EmailPasswordSignUp::Result emailPasswordSignUp(EmailPasswordSignUp::Input input) const;
  [[nodiscard]] EmailPasswordSignIn::Result emailPasswordSignIn(EmailPasswordSignIn::Input input) const;
  [[nodiscard]] EmailPasswordVerifyCredentials::Result emailPasswordVerifyCredentials(
      EmailPasswordVerifyCredentials::Input input) const;
  CreateNewEmailPasswordRecipeUser::Result createNewEmailPasswordRecipeUser(
      CreateNewEmailPasswordRecipeUser::Input input) const;
  CreateUserWithPasswordHash::Result createUserWithPasswordHash(
      CreateUserWithPasswordHash::Input input) const;
  [[nodiscard]] UpdateEmailOrPassword::Result updateEmailOrPassword(UpdateEmailOrPassword::Input input) const;
  [[nodiscard]] ChangePassword::Result changePassword(ChangePassword::Input input) const;
  [[nodiscard]] CreateResetPasswordToken::Result createResetPasswordToken(
      CreateResetPasswordToken::Input input) const;
  [[nodiscard]] ConsumePasswordResetToken::Result consumePasswordResetToken(
      ConsumePasswordResetToken::Input input) const;
  [[nodiscard]] std::optional<thirdparty::Provider> thirdPartyGetProvider(
      ThirdPartyGetProvider::Input input) const;
  ThirdPartySignInUp::Result thirdPartySignInUp(ThirdPartySignInUp::Input input) const;
  ThirdPartyManuallyCreateOrUpdateUser::Result thirdPartyManuallyCreateOrUpdateUser(
      ThirdPartyManuallyCreateOrUpdateUser::Input input) const;

  [[nodiscard]] std::string recipeId() const override;
  [[nodiscard]] std::vector<Route> routes() const override;
  void start() override;

  struct Impl;
  explicit ThirdPartyEmailPassword(std::unique_ptr<Impl> impl);
  ~ThirdPartyEmailPassword() override;

 private:
  std::unique_ptr<Impl> impl_;
};

}  // namespace mfa
