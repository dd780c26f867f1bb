// The session recipe of one `Auth`: what its rooms share. Immutable after `start`, but for what guards
// itself.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "crypto/hash.hpp"
#include "mfa/recipes/session.hpp"
#include "mfa/time.hpp"
#include "recipes/session/session_marks.hpp"
#include "recipes/session/verified_tokens.hpp"
#include "services.hpp"
#include "tokens/refresh_token.hpp"
#include "tokens/signing_keys.hpp"

namespace mfa {

struct Session::Impl {
  Impl(const RecipeSetup& setup, Session::Config chosen);

  /// Prepares keys. Touches the storage.
  void start();

  /// The key that this configuration signs sessions with.
  [[nodiscard]] tokens::KeyKind keyKind() const noexcept {
    return config.useDynamicAccessTokenSigningKey ? tokens::KeyKind::Dynamic : tokens::KeyKind::Static;
  }

  /// Makes an unbound context one of this `Auth`.
  const UserContext& bound(const UserContext& userContext, const Request* req = nullptr) const {
    userContext.bind(auth, req);
    return userContext;
  }

  [[nodiscard]] Time now() const { return services.clock->now(); }

  const Auth& auth;
  const Services& services;
  Session::Config config;
  std::optional<SameSite> sameSite{};  ///< of cookies, unless it hangs on the request; from `start` on
  tokens::SigningKeys signingKeys;
  std::optional<tokens::RefreshTokens> refreshTokens{};  ///< from `start` on
  Time startedAt{};  ///< what was signed earlier may be of a session that an earlier run revoked

  crypto::KeyedHash hash;
  mutable session::SessionMarks marks;
  mutable session::VerifiedTokens verifiedTokens;

  Session::Functions functions{};  ///< the final tables: everything calls through them
  Session::Apis apis{};
};

}  // namespace mfa
