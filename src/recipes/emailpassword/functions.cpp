#include "recipes/emailpassword/changes.hpp"
#include "recipes/emailpassword/credentials.hpp"
#include "recipes/emailpassword/sign_up.hpp"
#include "recipes/emailpassword/workings.hpp"

namespace mfa::emailpassword {
namespace {

GeneralError noPasswordReset() { return {"Resetting a password is not available on this server"}; }

}  // namespace

EmailPassword::Functions defaultFunctions(Workings& workings) {
  auto& with = workings;
  return {
      .signUp = [&with](SignUp::Input input) { return signUp(with, input); },
      .createNewRecipeUser =
          [&with](CreateNewRecipeUser::Input input) { return createNewRecipeUser(with, input); },
      .createUserWithPasswordHash =
          [&with](CreateUserWithPasswordHash::Input input) {
            return createUserWithPasswordHash(with, input);
          },
      .signIn = [&with](SignIn::Input input) { return signIn(with, input); },
      .verifyCredentials = [&with](VerifyCredentials::Input input) { return verifyCredentials(with, input); },
      .updateEmailOrPassword =
          [&with](UpdateEmailOrPassword::Input input) { return updateEmailOrPassword(with, input); },
      .changePassword = [&with](ChangePassword::Input input) { return changePassword(with, input); },
      .createResetPasswordToken = [](CreateResetPasswordToken::Input) { return noPasswordReset(); },
      .consumePasswordResetToken = [](ConsumePasswordResetToken::Input) { return noPasswordReset(); },
  };
}

void learnHashKinds(Workings& workings) {
  const auto kinds =
      workings.services.storage->read([](Transaction& tx) { return tx.users().passwordHashKinds(); });
  for (const auto& kind : kinds) workings.hasher.expect(kind);
}

}  // namespace mfa::emailpassword
