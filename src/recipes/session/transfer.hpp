// How tokens travel: out of requests, into responses, away from clients. Source: FDI, session transport.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "mfa/http.hpp"
#include "recipes/session/access_token_state.hpp"
#include "recipes/session/impl.hpp"

namespace mfa::session {

/// One request and its answer, with what deciding about tokens needs.
struct Exchange {
  const Session::Impl& impl;
  const Request& req;
  Response& res;
  const UserContext& userContext;
};

/// A token that a request carries. A view into the request unless it had to be decoded.
struct FoundToken {
  std::string text{};
  int count = 1;  ///< of the cookies with its name
};

/// The methods by which a client may bring or get tokens, as the configuration says.
[[nodiscard]] TokenTransferMethod allowedMethod(const Exchange& exchange);

/// Cookie or Header: how the tokens of a new session travel.
[[nodiscard]] TokenTransferMethod methodForNewSession(const Exchange& exchange);

/// The token of the cookie, if there is such a cookie; of `Authorization: Bearer`, if there is one.
[[nodiscard]] std::optional<FoundToken> cookieToken(const Exchange& exchange, TokenType type);
[[nodiscard]] std::optional<std::string> bearerToken(const Request& req);

/// Whether the request carries two cookies of one of our names.
[[nodiscard]] bool hasDuplicateCookies(const Exchange& exchange);

/// Whether the request carries the id cookie of front ends from before FDI 1.15.
[[nodiscard]] bool hasLegacyIdCookie(const Request& req);
void clearLegacyIdCookie(const Exchange& exchange);

/// What goes out with a response.
struct OutgoingTokens {
  const AccessTokenState& accessToken;
  std::optional<std::string> refreshToken{};
  std::optional<std::string> antiCsrfToken{};  ///< cookie mode, of a session created or refreshed
  Time refreshTokenExpiresAt{};
};

/// Sets front-token and tokens by `method`, which is Cookie or Header.
void sendTokens(const Exchange& exchange, TokenTransferMethod method, const OutgoingTokens& tokens);

/// Takes the tokens of one method away from the client.
void clearTokens(const Exchange& exchange, TokenTransferMethod method);
/// Of both methods, and whatever else of ours the request brought: the id cookie of older front ends, and
/// duplicates that may have been set for the host alone.
void clearAllTokens(const Exchange& exchange);

/// Clears both cookies as they were set for another domain (nothing: for the host alone).
void clearCookiesOfDomain(const Exchange& exchange, const std::optional<std::string>& domain);

}  // namespace mfa::session
