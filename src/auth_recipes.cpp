#include <algorithm>
#include <typeinfo>

#include "auth_impl.hpp"
#include "mfa/errors.hpp"
#include "mfa/recipes/session.hpp"

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

}  // namespace

void Auth::Impl::buildRecipes(const Auth& auth, std::vector<Recipe> recipeList, ConfigProblems& problems) {
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
}

const RecipeObject* Auth::Impl::find(const std::type_info& type) const {
  const auto found =
      std::ranges::find_if(recipes, [&type](const auto& recipe) { return typeid(*recipe.get()) == type; });
  return found == recipes.end() ? nullptr : found->get();
}

const Session& Auth::session() const {
  if (impl_->services.session == nullptr) throw Error{"Session::init() is not in recipeList"};
  return *impl_->services.session;
}

}  // namespace mfa
