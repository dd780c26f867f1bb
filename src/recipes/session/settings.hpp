// What a configuration comes to: defaults that hang on domains and requests, and its mistakes.
#pragma once

#include <string>

#include "mfa/recipe.hpp"
#include "recipes/session/impl.hpp"

namespace mfa::session {

[[nodiscard]] bool cookieSecure(const Session::Impl& impl);
[[nodiscard]] SameSite cookieSameSite(const Session::Impl& impl, const UserContext& userContext);
[[nodiscard]] AntiCsrf antiCsrf(const Session::Impl& impl, const UserContext& userContext);

[[nodiscard]] std::string cookieName(const Session::Impl& impl, const Request& req, TokenType type,
                                     const UserContext& userContext);
[[nodiscard]] std::string responseHeaderName(const Session::Impl& impl, const Request& req, TokenType type,
                                             const UserContext& userContext);

/// Where the refresh token's cookie goes, and nowhere else.
[[nodiscard]] std::string refreshPath(const Session::Impl& impl);

/// Cookies of API and website both on localhost or addresses: browsers take them without Secure.
[[nodiscard]] bool isLocal(const Session::Impl& impl, const UserContext& userContext);

/// Notes every mistake of the configuration.
void check(const Session::Impl& impl, ConfigProblems& problems);

}  // namespace mfa::session
