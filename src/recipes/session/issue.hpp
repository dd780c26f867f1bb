// Making access tokens, and the state that goes with one.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "mfa/storage/sessions.hpp"
#include "recipes/session/access_token_state.hpp"
#include "recipes/session/container.hpp"
#include "recipes/session/impl.hpp"
#include "tokens/refresh_token.hpp"

namespace mfa::session {

/// The anti-CSRF token that goes with a refresh token. Derived from it, so that each token of a family in its
/// grace window has its own, and none is kept. UUID form, as front ends know it.
[[nodiscard]] std::string antiCsrfTokenOf(const tokens::RefreshToken& refreshToken);

/// A session and one of its refresh tokens, for which an access token is due.
struct Due {
  const SessionRow& row;
  const tokens::RefreshToken& refreshToken;
  std::optional<std::string> antiCsrfToken{};
};

/// Signs an access token, and makes the session object that holds all its tokens.
/// @throws Error if it would be longer than 4,000 bytes
[[nodiscard]] std::shared_ptr<Container> issue(const Session::Impl& impl, const Due& due);

/// When the refresh token of a session expires that is created or refreshed at `now`.
[[nodiscard]] Time refreshTokenExpiry(const Session::Impl& impl, Time createdAt, Time now);

/// The state of an access token that was signed here just now.
/// @throws Error if it is no session token, as an override might have made it
[[nodiscard]] AccessTokenStatePtr stateOf(const std::string& accessToken,
                                          std::shared_ptr<const SessionMark> mark);

/// Whether an access token of the session with this app payload would be at most 4,000 bytes long, whatever
/// key signs it.
[[nodiscard]] bool fitsAccessToken(const Session::Impl& impl, const SessionRow& row,
                                   const json::object& appPayload);

/// What every app payload says beside what the app put in.
[[nodiscard]] json::object withIssuer(const Session::Impl& impl, json::object appPayload);

}  // namespace mfa::session
