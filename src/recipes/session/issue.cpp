#include "recipes/session/issue.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <utility>

#include "crypto/encoding.hpp"
#include "crypto/hash.hpp"
#include "mfa/errors.hpp"
#include "tokens/jwt.hpp"

namespace mfa::session {
namespace {

using std::chrono::floor;
using std::chrono::seconds;

/// The validity, less a random part of it.
std::chrono::milliseconds validityOf(const Session::Impl& impl) {
  const std::chrono::milliseconds validity = impl.config.accessTokenValidity;
  std::array<std::byte, 1> drawn{};
  impl.services.random->fill(drawn);
  return validity -
         validity * impl.config.accessTokenJitterPercent * std::to_integer<int>(drawn[0]) / (100 * 255);
}

tokens::AccessTokenClaims claimsOf(const Session::Impl& impl, const Due& due) {
  const auto now = impl.now();
  // No access token outlives its session.
  const auto expiry = std::min<Time>(now + validityOf(impl), due.row.expiresAt);
  return {.userId = due.row.userId,
          .recipeUserId = due.row.recipeUserId,
          .tenantId = due.row.tenantId,
          .sessionHandle = due.row.sessionHandle,
          .refreshTokenHash1 = due.refreshToken.hash1(),
          .antiCsrfToken = due.antiCsrfToken,
          .issuedAt = floor<seconds>(now),
          .expiresAt = floor<seconds>(expiry)};
}

}  // namespace

std::string antiCsrfTokenOf(const tokens::RefreshToken& refreshToken) {
  auto digest = refreshToken.derive("mfa anti-csrf token");
  digest[6] = (digest[6] & std::byte{0x0F}) | std::byte{0x40};  // version 4
  digest[8] = (digest[8] & std::byte{0x3F}) | std::byte{0x80};  // variant of RFC 9562
  auto text = crypto::hex(digest).substr(0, 32);
  for (const std::size_t hyphen : {8U, 13U, 18U, 23U}) text.insert(hyphen, 1, '-');
  return text;
}

std::shared_ptr<Container> issue(const Session::Impl& impl, const Due& due) {
  auto state = std::make_shared<AccessTokenState>();
  state->claims = claimsOf(impl, due);
  state->payload =
      tokens::buildAccessTokenPayload(state->claims, withIssuer(impl, due.row.accessTokenPayload));
  state->keyRemovals = impl.signingKeys.removals();
  state->token = tokens::signAccessToken(impl.signingKeys.current(impl.keyKind()), state->payload);
  state->mark = impl.marks.of(due.row.sessionHandle);
  IssuedTokens issued{.refreshToken = std::string{due.refreshToken.text()},
                      .antiCsrfToken = due.antiCsrfToken,
                      .refreshTokenExpiresAt = due.row.expiresAt};
  return std::make_shared<Container>(impl, std::move(state), std::move(issued));
}

Time refreshTokenExpiry(const Session::Impl& impl, Time createdAt, Time now) {
  const Time sliding = now + impl.config.refreshTokenValidity;
  if (!impl.config.maximumSessionLifetime) return sliding;
  return std::min<Time>(sliding, createdAt + *impl.config.maximumSessionLifetime);
}

AccessTokenStatePtr stateOf(const std::string& accessToken, std::shared_ptr<const SessionMark> mark) {
  auto jwt = tokens::readUnverifiedJwt(accessToken);
  auto claims = jwt ? tokens::readAccessTokenClaims(jwt->payload, jwt->header.version) : std::nullopt;
  if (!claims) throw Error{"an override of regenerateAccessToken answered with no access token"};
  return std::make_shared<const AccessTokenState>(AccessTokenState{.token = accessToken,
                                                                   .claims = *std::move(claims),
                                                                   .payload = std::move(jwt->payload),
                                                                   .mark = std::move(mark)});
}

bool fitsAccessToken(const Session::Impl& impl, const SessionRow& row, const json::object& appPayload) {
  constexpr std::size_t kHexDigest = 64;
  constexpr std::size_t kUuid = 36;
  constexpr std::size_t kLongestHeader = 120;     // base64url, with the id of a static key
  constexpr std::size_t kLongestSignature = 342;  // base64url, RS256
  const auto now = floor<seconds>(impl.now());
  const tokens::AccessTokenClaims claims{.userId = row.userId,
                                         .recipeUserId = row.recipeUserId,
                                         .tenantId = row.tenantId,
                                         .sessionHandle = row.sessionHandle,
                                         .refreshTokenHash1 = std::string(kHexDigest, '0'),
                                         .antiCsrfToken = std::string(kUuid, '0'),
                                         .issuedAt = now,
                                         .expiresAt = now};
  const auto payload = json::serialize(tokens::buildAccessTokenPayload(claims, withIssuer(impl, appPayload)));
  const auto encoded = (payload.size() * 4 + 2) / 3;
  return kLongestHeader + 1 + encoded + 1 + kLongestSignature <= tokens::kMaxTokenBytes;
}

json::object withIssuer(const Session::Impl& impl, json::object appPayload) {
  appPayload["iss"] = impl.services.issuer;
  return appPayload;
}

}  // namespace mfa::session
