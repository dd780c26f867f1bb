#include "recipes/thirdpartyemailpassword/tables.hpp"

namespace mfa::thirdpartyemailpassword {

ThirdPartyEmailPassword::Functions outerFunctions(const EmailPassword::Functions& passwords,
                                                  const ThirdParty::Functions& thirdParty) {
  return {
      .emailPasswordSignUp = passwords.signUp,
      .emailPasswordSignIn = passwords.signIn,
      .emailPasswordVerifyCredentials = passwords.verifyCredentials,
      .createNewEmailPasswordRecipeUser = passwords.createNewRecipeUser,
      .createUserWithPasswordHash = passwords.createUserWithPasswordHash,
      .updateEmailOrPassword = passwords.updateEmailOrPassword,
      .changePassword = passwords.changePassword,
      .createResetPasswordToken = passwords.createResetPasswordToken,
      .consumePasswordResetToken = passwords.consumePasswordResetToken,
      .thirdPartyGetProvider = thirdParty.getProvider,
      .thirdPartySignInUp = thirdParty.signInUp,
      .thirdPartyManuallyCreateOrUpdateUser = thirdParty.manuallyCreateOrUpdateUser,
  };
}

ThirdPartyEmailPassword::Apis outerApis(const EmailPassword::Apis& passwords,
                                        const ThirdParty::Apis& thirdParty) {
  return {
      .emailPasswordEmailExistsGET = passwords.emailExistsGET,
      .generatePasswordResetTokenPOST = passwords.generatePasswordResetTokenPOST,
      .passwordResetPOST = passwords.passwordResetPOST,
      .emailPasswordSignInPOST = passwords.signInPOST,
      .emailPasswordSignUpPOST = passwords.signUpPOST,
      .authorisationUrlGET = thirdParty.authorisationUrlGET,
      .thirdPartySignInUpPOST = thirdParty.signInUpPOST,
      .appleRedirectHandlerPOST = thirdParty.appleRedirectHandlerPOST,
  };
}

EmailPassword::Functions passwordFunctions(const ThirdPartyEmailPassword::Functions& outer) {
  return {
      .signUp = outer.emailPasswordSignUp,
      .createNewRecipeUser = outer.createNewEmailPasswordRecipeUser,
      .createUserWithPasswordHash = outer.createUserWithPasswordHash,
      .signIn = outer.emailPasswordSignIn,
      .verifyCredentials = outer.emailPasswordVerifyCredentials,
      .updateEmailOrPassword = outer.updateEmailOrPassword,
      .changePassword = outer.changePassword,
      .createResetPasswordToken = outer.createResetPasswordToken,
      .consumePasswordResetToken = outer.consumePasswordResetToken,
  };
}

ThirdParty::Functions thirdPartyFunctions(const ThirdPartyEmailPassword::Functions& outer) {
  return {
      .getProvider = outer.thirdPartyGetProvider,
      .signInUp = outer.thirdPartySignInUp,
      .manuallyCreateOrUpdateUser = outer.thirdPartyManuallyCreateOrUpdateUser,
  };
}

EmailPassword::Apis passwordApis(const ThirdPartyEmailPassword::Apis& outer) {
  return {
      .signUpPOST = outer.emailPasswordSignUpPOST,
      .signInPOST = outer.emailPasswordSignInPOST,
      .emailExistsGET = outer.emailPasswordEmailExistsGET,
      .generatePasswordResetTokenPOST = outer.generatePasswordResetTokenPOST,
      .passwordResetPOST = outer.passwordResetPOST,
  };
}

ThirdParty::Apis thirdPartyApis(const ThirdPartyEmailPassword::Apis& outer) {
  return {
      .authorisationUrlGET = outer.authorisationUrlGET,
      .signInUpPOST = outer.thirdPartySignInUpPOST,
      .appleRedirectHandlerPOST = outer.appleRedirectHandlerPOST,
  };
}

void requireHooks(const ThirdPartyEmailPassword::Functions& outer, ConfigProblems& problems) {
  const auto require = [&problems](const auto& hook, const std::string& name) {
    requireHook(hook, "thirdpartyemailpassword." + name, problems);
  };
  require(outer.emailPasswordSignUp, "emailPasswordSignUp");
  require(outer.emailPasswordSignIn, "emailPasswordSignIn");
  require(outer.emailPasswordVerifyCredentials, "emailPasswordVerifyCredentials");
  require(outer.createNewEmailPasswordRecipeUser, "createNewEmailPasswordRecipeUser");
  require(outer.createUserWithPasswordHash, "createUserWithPasswordHash");
  require(outer.updateEmailOrPassword, "updateEmailOrPassword");
  require(outer.changePassword, "changePassword");
  require(outer.createResetPasswordToken, "createResetPasswordToken");
  require(outer.consumePasswordResetToken, "consumePasswordResetToken");
  require(outer.thirdPartyGetProvider, "thirdPartyGetProvider");
  require(outer.thirdPartySignInUp, "thirdPartySignInUp");
  require(outer.thirdPartyManuallyCreateOrUpdateUser, "thirdPartyManuallyCreateOrUpdateUser");
}

}  // namespace mfa::thirdpartyemailpassword
