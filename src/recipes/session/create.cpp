#include <utility>

#include "crypto/random.hpp"
#include "mfa/errors.hpp"
#include "observe/report.hpp"
#include "recipes/session/created_sessions.hpp"
#include "recipes/session/credential_evidence.hpp"
#include "recipes/session/functions.hpp"
#include "recipes/session/issue.hpp"
#include "recipes/session/settings.hpp"

namespace mfa::session {
namespace {

/// Rows that one new session clears away: an `Auth` that nobody keeps house for does not grow without end.
constexpr int kExpiredRowsPerNewSession = 2;

/// The tenant can be told from the handle. FDI.
std::string newHandle(const Session::Impl& impl, const std::string& tenantId) {
  auto handle = crypto::uuid4(*impl.services.random);
  return tenantId == kPublicTenant ? handle : handle + "_" + tenantId;
}

SessionRow newRow(const Session::Impl& impl, CreateNewSession::Input input) {
  const auto now = impl.now();
  return {.sessionHandle = newHandle(impl, input.tenantId),
          .userId = std::move(input.userId),
          .recipeUserId = std::move(input.recipeUserId),
          .tenantId = std::move(input.tenantId),
          .accessTokenPayload = tokens::customClaims(input.accessTokenPayload),
          .sessionDataInDatabase = std::move(input.sessionDataInDatabase),
          .useStaticKey = impl.keyKind() == tokens::KeyKind::Static,
          .antiCsrfDisabled = input.disableAntiCsrf,
          .createdAt = now,
          .expiresAt = refreshTokenExpiry(impl, now, now)};
}

bool isStillRight(Transaction& transaction, const std::optional<CredentialEvidence>& credential) {
  return !credential || transaction.users().confirmPasswordHash(credential->recipeUserId,
                                                                credential->passwordHash) == Update::Done;
}

void insert(const Session::Impl& impl, const SessionRow& row, const UserContext& userContext) {
  const auto credential = credentialOf(userContext, row.recipeUserId);
  const auto inserted =
      observe::transact(impl.services, userContext, [&](Transaction& transaction, observe::Report& report) {
        if (!isStillRight(transaction, credential)) throw CredentialChanged{};
        (void)transaction.sessions().removeExpired(row.createdAt, kExpiredRowsPerNewSession);
        const auto done = transaction.sessions().insertUnique(row);
        if (done == Insert::Done)
          report.add(
              {.type = EventType::SessionCreated, .userId = row.userId, .sessionHandle = row.sessionHandle});
        return done;
      });
  if (inserted == Insert::Conflict)
    throw Error{"two sessions with one handle: the source of randomness repeats"};
}

}  // namespace

SessionPtr createNewSession(const Session::Impl& impl, CreateNewSession::Input input) {
  const auto userContext = input.userContext;
  const bool withToken = !input.disableAntiCsrf && antiCsrf(impl, userContext) == AntiCsrf::ViaToken;
  auto row = newRow(impl, std::move(input));
  const auto refreshToken = impl.refreshTokens->mint(row.sessionHandle, *impl.services.random);
  row.refreshTokenHash2 = refreshToken.hash2();
  if (withToken) row.antiCsrfToken = antiCsrfTokenOf(refreshToken);
  // Signed first: a payload that is too large leaves no row behind.
  auto session = issue(impl, {.row = row, .refreshToken = refreshToken, .antiCsrfToken = row.antiCsrfToken});
  insert(impl, row, userContext);
  noteCreated(userContext, row.sessionHandle);
  return session;
}

CreateNewSession::Input::operator ClaimInput() const {
  return {.userId = userId,
          .recipeUserId = recipeUserId,
          .tenantId = tenantId,
          .currentPayload = accessTokenPayload,
          .userContext = userContext};
}

}  // namespace mfa::session
