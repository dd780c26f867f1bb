#include "recipes/session/verify.hpp"

#include <utility>

#include "mfa/errors.hpp"
#include "recipes/session/functions.hpp"
#include "tokens/jwt.hpp"

namespace mfa::session {
namespace {

AccessTokenStatePtr known(const Session::Impl& impl, std::string_view token) {
  auto state = impl.verifiedTokens.find(token);
  // A key that was taken out of use takes its tokens with it.
  if (state == nullptr || state->keyRemovals != impl.signingKeys.removals()) return nullptr;
  return state;
}

/// Whether the key that the token names is known by now, and was not in `used`: another node has published
/// it.
bool learnedKeyOf(const Session::Impl& impl, std::string_view token, const tokens::KeySet& used) {
  const auto jwt = tokens::readUnverifiedJwt(token);
  return jwt && used.find(jwt->header.keyId) == nullptr && impl.signingKeys.discover(jwt->header.keyId);
}

/// Which sessions an earlier run of this process revoked, it took with it: a token from before the start is
/// looked up once. While the database is away it counts, as it did before the restart, and is looked up
/// again.
enum class Trust { Remembered, Once };
Trust lookUpFromBefore(const Session::Impl& impl, const tokens::AccessTokenClaims& claims) {
  if (claims.issuedAt >= impl.startedAt) return Trust::Remembered;
  try {
    const auto now = impl.now();
    const bool lives = impl.services.storage->read([&claims, now](Transaction& transaction) {
      return transaction.sessions().find(claims.sessionHandle, now).has_value();
    });
    if (!lives) refuseFromNowOn(impl, {claims.sessionHandle});
    return Trust::Remembered;
  } catch (const StorageError&) {
    return Trust::Once;
  }
}

AccessTokenStatePtr remember(const Session::Impl& impl, std::string_view token, std::uint64_t keyRemovals,
                             tokens::VerifiedAccessToken verified) {
  auto state = std::make_shared<AccessTokenState>();
  state->token = token;
  state->claims = verified.claims();
  state->payload = std::move(verified).payload();
  state->mark = impl.marks.of(state->claims.sessionHandle);
  state->keyRemovals = keyRemovals;
  const auto trust = lookUpFromBefore(impl, state->claims);
  if (trust == Trust::Remembered && !state->mark->isRevoked()) impl.verifiedTokens.insert(state);
  return state;
}

}  // namespace

Verdict verify(const Session::Impl& impl, std::string_view token) {
  const auto now = impl.now();
  if (auto state = known(impl, token)) {
    if (state->claims.expiresAt <= now) return tokens::RefreshNeeded{};
    return state;
  }
  const auto keyRemovals = impl.signingKeys.removals();
  const auto keys = impl.signingKeys.keySet();
  auto result = tokens::verifyAccessToken(token, *keys, impl.keyKind(), now);
  if (std::holds_alternative<tokens::RefreshNeeded>(result) && learnedKeyOf(impl, token, *keys))
    result = tokens::verifyAccessToken(token, *impl.signingKeys.keySet(), impl.keyKind(), now);
  if (std::holds_alternative<tokens::NotASessionToken>(result)) return tokens::NotASessionToken{};
  if (std::holds_alternative<tokens::RefreshNeeded>(result)) return tokens::RefreshNeeded{};
  return remember(impl, token, keyRemovals, std::get<tokens::VerifiedAccessToken>(std::move(result)));
}

AccessTokenStatePtr verifySignature(const Session::Impl& impl, std::string_view token) {
  if (auto state = known(impl, token)) return state;
  const auto keyRemovals = impl.signingKeys.removals();
  auto result = tokens::verifyJwt(token, *impl.signingKeys.keySet());
  auto* const jwt = std::get_if<tokens::VerifiedJwt>(&result);
  if (jwt == nullptr) return nullptr;
  const auto claims = tokens::readAccessTokenClaims(jwt->payload(), jwt->header().version);
  if (!claims) return nullptr;
  return std::make_shared<const AccessTokenState>(
      AccessTokenState{.token = std::string{token},
                       .claims = *claims,
                       .payload = std::move(*jwt).payload(),
                       .mark = impl.marks.of(claims->sessionHandle),
                       .keyRemovals = keyRemovals});
}

bool isSessionToken(const Session::Impl& impl, std::string_view token) {
  if (known(impl, token) != nullptr) return true;
  const auto jwt = tokens::readUnverifiedJwt(token);
  return jwt && tokens::readAccessTokenClaims(jwt->payload, jwt->header.version);
}

}  // namespace mfa::session
