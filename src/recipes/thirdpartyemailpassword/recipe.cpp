#include "mfa/recipes/thirdpartyemailpassword.hpp"

#include <iterator>

#include "recipes/emailpassword/impl.hpp"
#include "recipes/thirdparty/impl.hpp"
#include "recipes/thirdpartyemailpassword/tables.hpp"

namespace mfa {
namespace {

constexpr const char* kRecipeId = "thirdpartyemailpassword";

EmailPassword::Config passwordConfig(const ThirdPartyEmailPassword::Config& config) {
  return {.signUpFeature = config.signUpFeature,
          .passwordHashing = config.passwordHashing,
          .acceptPasswordChallenge = config.acceptPasswordChallenge,
          .sendPasswordResetEmail = config.sendPasswordResetEmail};
}

ThirdParty::Config thirdPartyConfig(const ThirdPartyEmailPassword::Config& config) {
  return {.signInAndUpFeature = {.providers = config.providers}};
}

}  // namespace

struct ThirdPartyEmailPassword::Impl {
  // The inner recipes are built without overrides; then they are given the outer tables, so that whatever
  // calls them, a route or a sibling, calls what the host put there.
  Impl(const RecipeSetup& setup, const Config& config)
      : passwords{setup, passwordConfig(config), kRecipeId},
        thirdParty{setup, thirdPartyConfig(config), std::string{kRecipeId} + ".providers"} {
    namespace tables = thirdpartyemailpassword;
    functions = config.override.functions.over(
        tables::outerFunctions(passwords.workings.functions, thirdParty.workings.functions));
    tables::requireHooks(functions, setup.problems);
    passwords.workings.functions = tables::passwordFunctions(functions);
    thirdParty.workings.functions = tables::thirdPartyFunctions(functions);

    const auto apis =
        config.override.apis.over(tables::outerApis(passwords.workings.apis, thirdParty.workings.apis));
    passwords.workings.apis = tables::passwordApis(apis);
    thirdParty.workings.apis = tables::thirdPartyApis(apis);
  }

  template <class Operation>
  typename Operation::Result call(const Hook<Operation>& hook, typename Operation::Input input) const {
    return passwords.call<Operation>(hook, std::move(input));
  }

  EmailPassword::Impl passwords;
  ThirdParty::Impl thirdParty;
  Functions functions{};  ///< the final table
};

ThirdPartyEmailPassword::ThirdPartyEmailPassword(std::unique_ptr<Impl> impl) : impl_{std::move(impl)} {}

ThirdPartyEmailPassword::~ThirdPartyEmailPassword() = default;

Recipe ThirdPartyEmailPassword::init() { return init(Config{}); }

Recipe ThirdPartyEmailPassword::init(Config config) {
  return Recipe{kRecipeId, [config = std::move(config)](const RecipeSetup& setup) {
                  return std::make_unique<ThirdPartyEmailPassword>(std::make_unique<Impl>(setup, config));
                }};
}

std::string ThirdPartyEmailPassword::recipeId() const { return kRecipeId; }

std::vector<Route> ThirdPartyEmailPassword::routes() const {
  auto routes = emailpassword::routes(impl_->passwords.workings);
  auto others = thirdparty::routes(impl_->thirdParty.workings);
  std::move(others.begin(), others.end(), std::back_inserter(routes));
  return routes;
}

void ThirdPartyEmailPassword::start() { emailpassword::learnHashKinds(impl_->passwords.workings); }

ThirdPartyEmailPassword::EmailPasswordSignUp::Result ThirdPartyEmailPassword::emailPasswordSignUp(
    EmailPasswordSignUp::Input input) const {
  return impl_->call<EmailPasswordSignUp>(impl_->functions.emailPasswordSignUp, std::move(input));
}

ThirdPartyEmailPassword::EmailPasswordSignIn::Result ThirdPartyEmailPassword::emailPasswordSignIn(
    EmailPasswordSignIn::Input input) const {
  return impl_->call<EmailPasswordSignIn>(impl_->functions.emailPasswordSignIn, std::move(input));
}

ThirdPartyEmailPassword::EmailPasswordVerifyCredentials::Result
ThirdPartyEmailPassword::emailPasswordVerifyCredentials(EmailPasswordVerifyCredentials::Input input) const {
  return impl_->call<EmailPasswordVerifyCredentials>(impl_->functions.emailPasswordVerifyCredentials,
                                                     std::move(input));
}

ThirdPartyEmailPassword::CreateNewEmailPasswordRecipeUser::Result
ThirdPartyEmailPassword::createNewEmailPasswordRecipeUser(
    CreateNewEmailPasswordRecipeUser::Input input) const {
  return impl_->call<CreateNewEmailPasswordRecipeUser>(impl_->functions.createNewEmailPasswordRecipeUser,
                                                       std::move(input));
}

ThirdPartyEmailPassword::CreateUserWithPasswordHash::Result
ThirdPartyEmailPassword::createUserWithPasswordHash(CreateUserWithPasswordHash::Input input) const {
  return impl_->call<CreateUserWithPasswordHash>(impl_->functions.createUserWithPasswordHash,
                                                 std::move(input));
}

ThirdPartyEmailPassword::UpdateEmailOrPassword::Result ThirdPartyEmailPassword::updateEmailOrPassword(
    UpdateEmailOrPassword::Input input) const {
  return impl_->call<UpdateEmailOrPassword>(impl_->functions.updateEmailOrPassword, std::move(input));
}

ThirdPartyEmailPassword::ChangePassword::Result ThirdPartyEmailPassword::changePassword(
    ChangePassword::Input input) const {
  return impl_->call<ChangePassword>(impl_->functions.changePassword, std::move(input));
}

ThirdPartyEmailPassword::CreateResetPasswordToken::Result ThirdPartyEmailPassword::createResetPasswordToken(
    CreateResetPasswordToken::Input input) const {
  return impl_->call<CreateResetPasswordToken>(impl_->functions.createResetPasswordToken, std::move(input));
}

ThirdPartyEmailPassword::ConsumePasswordResetToken::Result ThirdPartyEmailPassword::consumePasswordResetToken(
    ConsumePasswordResetToken::Input input) const {
  return impl_->call<ConsumePasswordResetToken>(impl_->functions.consumePasswordResetToken, std::move(input));
}

std::optional<thirdparty::Provider> ThirdPartyEmailPassword::thirdPartyGetProvider(
    ThirdPartyGetProvider::Input input) const {
  return impl_->call<ThirdPartyGetProvider>(impl_->functions.thirdPartyGetProvider, std::move(input));
}

ThirdPartyEmailPassword::ThirdPartySignInUp::Result ThirdPartyEmailPassword::thirdPartySignInUp(
    ThirdPartySignInUp::Input input) const {
  return impl_->call<ThirdPartySignInUp>(impl_->functions.thirdPartySignInUp, std::move(input));
}

ThirdPartyEmailPassword::ThirdPartyManuallyCreateOrUpdateUser::Result
ThirdPartyEmailPassword::thirdPartyManuallyCreateOrUpdateUser(
    ThirdPartyManuallyCreateOrUpdateUser::Input input) const {
  return impl_->call<ThirdPartyManuallyCreateOrUpdateUser>(
      impl_->functions.thirdPartyManuallyCreateOrUpdateUser, std::move(input));
}

}  // namespace mfa
