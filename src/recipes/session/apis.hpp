// The routes of the session recipe: what its table begins with, and how results look on the wire.
#pragma once

#include <vector>

#include "recipes/session/impl.hpp"

namespace mfa::session {

[[nodiscard]] Session::Apis defaultApis(const Session::Impl& impl);

[[nodiscard]] std::vector<Route> routesOf(const Session::Impl& impl);

}  // namespace mfa::session
