#include <utility>

#include "mfa/errors.hpp"
#include "recipes/session/functions.hpp"
#include "recipes/session/issue.hpp"
#include "recipes/session/verify.hpp"

namespace mfa::session {
namespace {

/// What turns `before` into `after` when it is merged. Merged, not written: what others changed in the
/// meantime stays, and a claim that was taken away does not come back with an old token.
json::object difference(const json::object& before, const json::object& after) {
  json::object update;
  for (const auto& [name, value] : before)
    if (!after.contains(name)) update[name] = nullptr;
  for (const auto& [name, value] : after) {
    const auto* const old = before.if_contains(name);
    if (old == nullptr || *old != value) update[name] = value;
  }
  return update;
}

/// What to write into the row. What the caller named is written though the old token says the same already:
/// the row may have changed since, and a claim taken away under an old token would stay.
json::object updateOf(const json::object& before, const RegenerateAccessToken::Input& input) {
  if (!input.newAccessTokenPayload) return {};
  const auto after = tokens::customClaims(*input.newAccessTokenPayload);
  auto update = difference(before, after);
  for (const auto& [name, ignored] : tokens::customClaims(input.accessTokenPayloadUpdate)) {
    const auto* const value = after.if_contains(name);
    update[name] = value == nullptr ? json::value{} : *value;
  }
  return update;
}

/// Merges into the row; nothing if there is none.
/// @throws Error if what comes of it fits no access token any more; then nothing was written
std::optional<SessionRow> mergeIntoRow(const Session::Impl& impl, Transaction& transaction,
                                       const std::string& sessionHandle, const json::object& update) {
  const auto now = impl.now();
  auto row = transaction.sessions().find(sessionHandle, now);
  if (!row) return std::nullopt;
  auto merged = update.empty() ? std::optional{row->accessTokenPayload}
                               : transaction.sessions().mergePayload(sessionHandle, update, now);
  if (!merged) return std::nullopt;
  row->accessTokenPayload = *std::move(merged);
  if (!update.empty() && !fitsAccessToken(impl, *row, row->accessTokenPayload))
    throw Error{"the access token would be longer than 4,000 bytes"};
  return row;
}

RegenerateAccessToken::AccessToken signAgain(const Session::Impl& impl,
                                             const tokens::AccessTokenClaims& claims,
                                             const json::object& appPayload) {
  const auto payload = tokens::buildAccessTokenPayload(claims, withIssuer(impl, appPayload));
  return {.token = tokens::signAccessToken(impl.signingKeys.current(impl.keyKind()), payload),
          .expiry = claims.expiresAt,
          .createdTime = claims.issuedAt};
}

}  // namespace

bool mergeIntoAccessTokenPayload(const Session::Impl& impl, const MergeIntoAccessTokenPayload::Input& input) {
  const auto update = tokens::customClaims(input.accessTokenPayloadUpdate);
  const auto row = impl.services.storage->transact(
      [&](Transaction& transaction) { return mergeIntoRow(impl, transaction, input.sessionHandle, update); });
  return row.has_value();
}

RegenerateAccessToken::Result regenerateAccessToken(const Session::Impl& impl,
                                                    const RegenerateAccessToken::Input& input) {
  const auto state = verifySignature(impl, input.accessToken);
  if (state == nullptr || state->mark->isRevoked()) return std::nullopt;
  const auto& claims = state->claims;
  const auto update = updateOf(tokens::customClaims(state->payload), input);
  const auto row = impl.services.storage->transact([&](Transaction& transaction) {
    return mergeIntoRow(impl, transaction, claims.sessionHandle, update);
  });
  if (!row) return std::nullopt;

  RegenerateAccessToken::Regenerated regenerated{
      .session = {.handle = row->sessionHandle,
                  .userId = claims.userId,
                  .recipeUserId = claims.recipeUserId,
                  .userDataInJWT = withIssuer(impl, row->accessTokenPayload),
                  .tenantId = claims.tenantId}};
  if (claims.expiresAt > impl.now())
    regenerated.accessToken = signAgain(impl, claims, row->accessTokenPayload);
  return regenerated;
}

}  // namespace mfa::session
