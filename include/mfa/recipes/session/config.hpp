/// @file
/// How the session recipe behaves, but for its overrides.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>

#include "mfa/errors.hpp"
#include "mfa/http.hpp"
#include "mfa/recipes/session/container.hpp"
#include "mfa/user_context.hpp"

namespace mfa::session {

/// How a request proves that it comes from the front end and not from a page elsewhere.
enum class AntiCsrf {
  None,             ///< the cookies' SameSite does it
  ViaCustomHeader,  ///< by a `rid` header, which a foreign page cannot add without CORS
  ViaToken,         ///< by the `anti-csrf` header: a token that is bound to the session
};

/// The SameSite attribute of the cookies.
using SameSite = mfa::SameSite;

/// Which token.
enum class TokenType { Access, Refresh };

/// What access tokens are signed with. Stock front ends do not care; other verifiers know RS256 best.
enum class SigningAlgorithm { RS256, ES256, EdDSA };

/// What `Config::getTokenTransferMethod` is asked about.
struct TokenTransferMethodInput {
  const Request& req;
  bool forCreateNewSession = false;
  UserContext userContext{};
};

/// Replacements for the answers to session errors. When one runs, tokens were cleared from the response if
/// the error asks for it, and status and body are the handler's to set.
struct ErrorHandlers {
  template <class Failure>
  using Handler =
      std::function<void(const Failure& error, const ApiOptions& options, const UserContext& userContext)>;

  Handler<UnauthorisedError> onUnauthorised{};
  Handler<TryRefreshTokenError> onTryRefreshToken{};
  Handler<TokenTheftDetectedError> onTokenTheftDetected{};
  Handler<InvalidClaimsError> onInvalidClaim{};
  Handler<ClearDuplicateSessionCookiesError> onClearDuplicateSessionCookies{};
};

}  // namespace mfa::session
