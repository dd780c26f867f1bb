#include <utility>

#include "crypto/hash.hpp"
#include "mfa/errors.hpp"
#include "recipes/session/container.hpp"
#include "recipes/session/functions.hpp"
#include "recipes/session/settings.hpp"
#include "recipes/session/verify.hpp"
#include "testing/defences.hpp"

namespace mfa::session {
namespace {

SessionPtr noSession(const VerifySessionOptions& options) {
  if (options.sessionRequired) throw UnauthorisedError{UnauthorisedError::Tokens::Keep};
  return nullptr;
}

/// Only a token that is bound to one is compared, unless the caller insists.
void checkAntiCsrfToken(const Session::Impl& impl, const GetSession::Input& input,
                        const tokens::AccessTokenClaims& claims) {
  const bool due = input.options.antiCsrfCheck.value_or(claims.antiCsrfToken.has_value());
  if (!due || antiCsrf(impl, input.userContext) != AntiCsrf::ViaToken) return;
  const bool matches = claims.antiCsrfToken && input.antiCsrfToken &&
                       crypto::equalInConstantTime(*input.antiCsrfToken, *claims.antiCsrfToken);
  if (!matches) throw TryRefreshTokenError{};
}

/// The row must live, and know the refresh token that the access token was made with: those of a family that
/// was rotated away since do not count.
void checkRow(const Session::Impl& impl, const tokens::AccessTokenClaims& claims) {
  const auto row = impl.services.storage->read([&claims, now = impl.now()](Transaction& transaction) {
    return transaction.sessions().find(claims.sessionHandle, now);
  });
  const auto hash2 = tokens::refreshTokenHash2(claims.refreshTokenHash1);
  if (!row || (row->refreshTokenHash2 != hash2 && row->prevRefreshTokenHash2 != hash2))
    throw UnauthorisedError{UnauthorisedError::Tokens::Clear};
}

}  // namespace

SessionPtr getSession(const Session::Impl& impl, GetSession::Input input) {
  if (!input.accessToken) return noSession(input.options);
  auto verdict = verify(impl, *input.accessToken);
  if (std::holds_alternative<tokens::NotASessionToken>(verdict)) return noSession(input.options);
  if (std::holds_alternative<tokens::RefreshNeeded>(verdict)) throw TryRefreshTokenError{};
  auto& state = std::get<AccessTokenStatePtr>(verdict);
  checkAntiCsrfToken(impl, input, state->claims);
  if (stands(Defence::RevocationIsSeenAtOnce) && state->mark->isRevoked())
    throw UnauthorisedError{UnauthorisedError::Tokens::Clear};
  if (input.options.checkDatabase) checkRow(impl, state->claims);
  return std::make_shared<Container>(impl, std::move(state), std::nullopt);
}

}  // namespace mfa::session
