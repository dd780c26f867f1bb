// The recipe's object from within: the combined recipe has one too.
#pragma once

#include <string>
#include <utility>

#include "mfa/recipes/thirdparty.hpp"
#include "recipes/thirdparty/workings.hpp"

namespace mfa {

struct ThirdParty::Impl {
  /// Builds the tables, and notes mistakes of `config` under the name `field`.
  Impl(const RecipeSetup& setup, const Config& config, const std::string& field);

  /// Calls an entry of the final table.
  template <class Operation>
  typename Operation::Result call(const Hook<Operation>& hook, typename Operation::Input input) const {
    input.userContext.bind(workings.auth);
    return hook(std::move(input));
  }

  thirdparty::Workings workings;
};

}  // namespace mfa
