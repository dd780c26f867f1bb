// One request's way through `Auth`: the guards in front of a route, the route, and what it throws.
#pragma once

#include "mfa/auth.hpp"
#include "mfa/recipe.hpp"

namespace mfa {

/// Answers a request that is for `route`. Every exception of the library is answered; others come through,
/// and the answer carries no token then.
void serve(const Auth& auth, const Route& route, const RouteCall& call);

}  // namespace mfa
