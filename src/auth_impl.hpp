// What an `Auth` holds.
#pragma once

#include <memory>
#include <vector>

#include "auth_clock.hpp"
#include "http/router.hpp"
#include "mfa/auth.hpp"
#include "services.hpp"

namespace mfa {

struct Auth::Impl {
  std::shared_ptr<SteadyClock> clock{};
  Services services{};
  MessageGovernor messageGovernor{services};
  std::vector<std::unique_ptr<RecipeObject>> recipes{};
  http::Router router{};
  std::unique_ptr<const Factors> factors{};

  /// Builds every recipe of the list, and those that are always there. Notes their mistakes.
  void buildRecipes(const Auth& auth, std::vector<Recipe> recipeList, ConfigProblems& problems);
  /// Asks the recipes for routes and claims.
  void connectRecipes();
  /// The recipe of that type, or null.
  [[nodiscard]] const RecipeObject* find(const std::type_info& type) const;
  /// Keeps the time in the database, if it was not for a while. Never throws: a later call tries again.
  void keepTime() const;
  /// Keeps the time in the database, if it went on since. Never throws.
  void rememberTime() const;
};

}  // namespace mfa
