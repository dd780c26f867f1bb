#include "recipes/emailpassword/impl.hpp"

#include <set>

namespace mfa {
namespace {

crypto::Argon2Scheme schemeOf(const emailpassword::PasswordHashing& hashing) {
  return {.memoryKiB = hashing.memoryKiB, .iterations = hashing.iterations};
}

void check(const emailpassword::PasswordHashing& hashing, const std::string& prefix,
           ConfigProblems& problems) {
  if (!crypto::isUsable(schemeOf(hashing)))
    problems.add(prefix + "passwordHashing", "needs 8 to 262144 KiB of memory and 1 to 10 iterations");
  if (hashing.atOnce < 0) problems.add(prefix + "passwordHashing.atOnce", "must be 0 (one per core) or more");
  if (hashing.waiting < 0) problems.add(prefix + "passwordHashing.waiting", "must be 0 or more");
  if (hashing.patience.count() <= 0) problems.add(prefix + "passwordHashing.patience", "must be over 0 ms");
}

void check(const EmailPassword::SignUpFeature& feature, const std::string& prefix, ConfigProblems& problems) {
  const auto name = prefix + "signUpFeature.formFields";
  std::set<std::string> seen;
  for (const auto& field : feature.formFields) {
    if (field.id.empty()) problems.add(name, "has a field without an id");
    if (!seen.insert(field.id).second) problems.add(name, "has \"" + field.id + "\" twice");
    if (field.optional &&
        (field.id == emailpassword::kEmailField || field.id == emailpassword::kPasswordField))
      problems.add(name, "\"" + field.id + "\" cannot be optional");
  }
}

// With parameters that cannot be used, the defaults: the mistake is noted, and others are looked for.
crypto::PasswordHasher hasherOf(const emailpassword::PasswordHashing& hashing, const Services& services) {
  const auto scheme = schemeOf(hashing);
  return {crypto::isUsable(scheme) ? scheme : crypto::Argon2Scheme{},
          {.running = static_cast<std::size_t>(std::max(hashing.atOnce, 0)),
           .waiting = static_cast<std::size_t>(std::max(hashing.waiting, 0)),
           .patience = hashing.patience},
          services.random};
}

}  // namespace

EmailPassword::Impl::Impl(const RecipeSetup& setup, const Config& config, const std::string& recipeId)
    : id{recipeId},
      workings{.auth = setup.auth,
               .services = services(setup.auth),
               .forms = emailpassword::Forms{config.signUpFeature},
               .hasher = hasherOf(config.passwordHashing, services(setup.auth)),
               .budgets = abuse::PasswordBudgets{services(setup.auth)},
               .acceptChallenge = config.acceptPasswordChallenge} {
  check(config.passwordHashing, recipeId + ".", setup.problems);
  check(config.signUpFeature, recipeId + ".", setup.problems);
  workings.functions = config.override.functions.over(emailpassword::defaultFunctions(workings));
  workings.apis = config.override.apis.over(emailpassword::defaultApis(workings));
}

void EmailPassword::Impl::requireHooks(ConfigProblems& problems) const {
  const auto& table = workings.functions;
  requireHook(table.signUp, "emailpassword.signUp", problems);
  requireHook(table.createNewRecipeUser, "emailpassword.createNewRecipeUser", problems);
  requireHook(table.createUserWithPasswordHash, "emailpassword.createUserWithPasswordHash", problems);
  requireHook(table.signIn, "emailpassword.signIn", problems);
  requireHook(table.verifyCredentials, "emailpassword.verifyCredentials", problems);
  requireHook(table.updateEmailOrPassword, "emailpassword.updateEmailOrPassword", problems);
  requireHook(table.changePassword, "emailpassword.changePassword", problems);
  requireHook(table.createResetPasswordToken, "emailpassword.createResetPasswordToken", problems);
  requireHook(table.consumePasswordResetToken, "emailpassword.consumePasswordResetToken", problems);
}

EmailPassword::EmailPassword(std::unique_ptr<Impl> impl) : impl_{std::move(impl)} {}

EmailPassword::~EmailPassword() = default;

Recipe EmailPassword::init() { return init(Config{}); }

Recipe EmailPassword::init(Config config) {
  return Recipe{"emailpassword", [config = std::move(config)](const RecipeSetup& setup) {
                  auto impl = std::make_unique<Impl>(setup, config, "emailpassword");
                  impl->requireHooks(setup.problems);
                  return std::make_unique<EmailPassword>(std::move(impl));
                }};
}

std::string EmailPassword::recipeId() const { return impl_->id; }

std::vector<Route> EmailPassword::routes() const { return emailpassword::routes(impl_->workings); }

void EmailPassword::start() { emailpassword::learnHashKinds(impl_->workings); }

EmailPassword::SignUp::Result EmailPassword::signUp(SignUp::Input input) const {
  return impl_->call<SignUp>(impl_->workings.functions.signUp, std::move(input));
}

EmailPassword::CreateNewRecipeUser::Result EmailPassword::createNewRecipeUser(
    CreateNewRecipeUser::Input input) const {
  return impl_->call<CreateNewRecipeUser>(impl_->workings.functions.createNewRecipeUser, std::move(input));
}

EmailPassword::CreateUserWithPasswordHash::Result EmailPassword::createUserWithPasswordHash(
    CreateUserWithPasswordHash::Input input) const {
  return impl_->call<CreateUserWithPasswordHash>(impl_->workings.functions.createUserWithPasswordHash,
                                                 std::move(input));
}

EmailPassword::SignIn::Result EmailPassword::signIn(SignIn::Input input) const {
  return impl_->call<SignIn>(impl_->workings.functions.signIn, std::move(input));
}

EmailPassword::VerifyCredentials::Result EmailPassword::verifyCredentials(
    VerifyCredentials::Input input) const {
  return impl_->call<VerifyCredentials>(impl_->workings.functions.verifyCredentials, std::move(input));
}

EmailPassword::UpdateEmailOrPassword::Result EmailPassword::updateEmailOrPassword(
    UpdateEmailOrPassword::Input input) const {
  return impl_->call<UpdateEmailOrPassword>(impl_->workings.functions.updateEmailOrPassword,
                                            std::move(input));
}

EmailPassword::ChangePassword::Result EmailPassword::changePassword(ChangePassword::Input input) const {
  return impl_->call<ChangePassword>(impl_->workings.functions.changePassword, std::move(input));
}

EmailPassword::CreateResetPasswordToken::Result EmailPassword::createResetPasswordToken(
    CreateResetPasswordToken::Input input) const {
  return impl_->call<CreateResetPasswordToken>(impl_->workings.functions.createResetPasswordToken,
                                               std::move(input));
}

EmailPassword::ConsumePasswordResetToken::Result EmailPassword::consumePasswordResetToken(
    ConsumePasswordResetToken::Input input) const {
  return impl_->call<ConsumePasswordResetToken>(impl_->workings.functions.consumePasswordResetToken,
                                                std::move(input));
}

}  // namespace mfa
