#include <algorithm>
#include <typeinfo>

#include "auth_impl.hpp"
#include "mfa/errors.hpp"
#include "mfa/recipes/emailpassword.hpp"
#include "mfa/recipes/passwordless.hpp"
#include "mfa/recipes/session.hpp"
#include "mfa/recipes/thirdpartyemailpassword.hpp"
#include "mfa/recipes/usermetadata.hpp"

namespace mfa {
namespace {

/// A recipe that cannot even be built has a mistake like any other. What else it throws counts only if
/// nothing is known to be wrong: it may well be a consequence.
std::unique_ptr<RecipeObject> build(const Recipe& recipe, const RecipeSetup& setup) {
  try {
    auto object = recipe.build(setup);
    if (!object) setup.problems.add("recipeList", "has \"" + recipe.recipeId() + "\", which builds nothing");
    return object;
  } catch (const ConfigError& error) {
    for (const auto& problem : error.problems()) setup.problems.add(problem.field, problem.mend);
  } catch (...) {
    if (setup.problems.all().empty()) throw;
  }
  return nullptr;
}

template <class Object>
const Object& require(const RecipeObject* recipe, const char* name) {
  if (recipe == nullptr) throw Error{std::string{name} + "::init() is not in recipeList"};
  return static_cast<const Object&>(*recipe);
}

}  // namespace

void Auth::Impl::buildRecipes(const Auth& auth, std::vector<Recipe> recipeList, ConfigProblems& problems) {
  // Overrides of other recipes keep things there, whether the host has listed it or not.
  if (std::ranges::none_of(recipeList,
                           [](const Recipe& recipe) { return recipe.recipeId() == "usermetadata"; }))
    recipeList.push_back(UserMetadata::init());
  for (const auto& recipe : recipeList)
    if (auto object = build(recipe, {auth, problems})) recipes.push_back(std::move(object));
}

void Auth::Impl::connectRecipes() {
  std::vector<http::RecipeRoute> routes;
  for (const auto& recipe : recipes) {
    for (auto& route : recipe->routes()) routes.push_back({recipe->recipeId(), std::move(route)});
    for (auto& claim : recipe->sessionClaims()) services.sessionClaims.push_back(std::move(claim));
    for (auto& validator : recipe->sessionClaimValidators())
      services.sessionClaimValidators.push_back(std::move(validator));
  }
  router = http::Router{services.basePath, std::move(routes)};
  services.session = dynamic_cast<const Session*>(find(typeid(Session)));
  services.passwordless = dynamic_cast<const Passwordless*>(find(typeid(Passwordless)));
}

const RecipeObject* Auth::Impl::find(const std::type_info& type) const {
  const auto found =
      std::ranges::find_if(recipes, [&type](const auto& recipe) { return typeid(*recipe.get()) == type; });
  return found == recipes.end() ? nullptr : found->get();
}

const Session& Auth::session() const { return require<Session>(impl_->services.session, "Session"); }

const Passwordless& Auth::passwordless() const {
  return require<Passwordless>(impl_->services.passwordless, "Passwordless");
}

const EmailPassword& Auth::emailPassword() const {
  return require<EmailPassword>(impl_->find(typeid(EmailPassword)), "EmailPassword");
}

const ThirdPartyEmailPassword& Auth::thirdPartyEmailPassword() const {
  return require<ThirdPartyEmailPassword>(impl_->find(typeid(ThirdPartyEmailPassword)),
                                          "ThirdPartyEmailPassword");
}

const UserMetadata& Auth::userMetadata() const {
  return require<UserMetadata>(impl_->find(typeid(UserMetadata)), "UserMetadata");
}

}  // namespace mfa
