// The recipe's object from within: the combined recipe has one too.
#pragma once

#include <string>
#include <utility>

#include "mfa/recipes/emailpassword.hpp"
#include "recipes/emailpassword/workings.hpp"

namespace mfa {

struct EmailPassword::Impl {
  /// Builds the tables, and notes mistakes of `config` as those of the recipe `recipeId`.
  Impl(const RecipeSetup& setup, const Config& config, const std::string& recipeId);

  void requireHooks(ConfigProblems& problems) const;

  /// Calls an entry of the final table.
  template <class Operation>
  typename Operation::Result call(const Hook<Operation>& hook, typename Operation::Input input) const {
    input.userContext.bind(workings.auth);
    return hook(std::move(input));
  }

  std::string id;
  emailpassword::Workings workings;
};

}  // namespace mfa
