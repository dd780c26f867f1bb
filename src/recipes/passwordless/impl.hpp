// The passwordless recipe of one `Auth`: what its rooms share. Immutable after it was built.
#pragma once

#include "abuse/budgets.hpp"
#include "mfa/delivery.hpp"
#include "mfa/recipes/passwordless.hpp"
#include "services.hpp"

namespace mfa {

struct Passwordless::Impl {
  Impl(const RecipeSetup& setup, Passwordless::Config chosen);

  /// Makes an unbound context one of this `Auth`.
  void bind(const UserContext& userContext) const { userContext.bind(auth); }

  [[nodiscard]] Time now() const { return services.clock->now(); }

  /// What carries messages to that contact.
  [[nodiscard]] abuse::Carrier carrierTo(const Contact& contact) const;

  const Auth& auth;
  const Services& services;
  Passwordless::Config config;
  SmsFunctions sms;
  EmailFunctions email;

  Passwordless::Functions functions{};  ///< the final tables: everything calls through them
  Passwordless::Apis apis{};
};

}  // namespace mfa
