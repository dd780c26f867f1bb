// What the recipe's defaults work with.
#pragma once

#include <vector>

#include "mfa/recipes/thirdparty.hpp"
#include "services.hpp"

namespace mfa::thirdparty {

/// Lives as long as the recipe and never moves: hooks keep references to it.
struct Workings {
  const Auth& auth;
  const Services& services;
  std::vector<ProviderConfig> providers{};
  ThirdParty::Functions functions{};  ///< the final table: routes and siblings call through it
  ThirdParty::Apis apis{};            ///< the final table
};

/// The tables that overrides are put over.
[[nodiscard]] ThirdParty::Functions defaultFunctions(const Workings& workings);
[[nodiscard]] ThirdParty::Apis defaultApis();

/// The routes, for the final tables.
[[nodiscard]] std::vector<Route> routes(const Workings& workings);

}  // namespace mfa::thirdparty
