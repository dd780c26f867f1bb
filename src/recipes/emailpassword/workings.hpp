// What the recipe's defaults work with, and which of them is where.
#pragma once

#include "abuse/password_budgets.hpp"
#include "crypto/password_hasher.hpp"
#include "mfa/recipes/emailpassword.hpp"
#include "recipes/emailpassword/form.hpp"
#include "services.hpp"

namespace mfa::emailpassword {

/// Lives as long as the recipe and never moves: hooks keep references to it.
struct Workings {
  const Auth& auth;
  const Services& services;
  Forms forms;
  crypto::PasswordHasher hasher;
  abuse::PasswordBudgets budgets;
  std::function<bool(const PasswordChallenge&)> acceptChallenge{};  ///< may be empty
  EmailPassword::Functions functions{};  ///< the final table: routes and siblings call through it
  EmailPassword::Apis apis{};            ///< the final table
};

/// The tables that overrides are put over.
[[nodiscard]] EmailPassword::Functions defaultFunctions(Workings& workings);
[[nodiscard]] EmailPassword::Apis defaultApis(const Workings& workings);

/// The routes, for the final tables.
[[nodiscard]] std::vector<Route> routes(const Workings& workings);

/// Teaches the hasher which kinds of hashes the storage holds.
void learnHashKinds(Workings& workings);

}  // namespace mfa::emailpassword
