// What the database knows about sessions, as it is.
#include "recipes/session/functions.hpp"
#include "recipes/session/user_sessions.hpp"

namespace mfa::session {
namespace {

SessionInformation informationOf(SessionRow row) {
  return {.sessionHandle = std::move(row.sessionHandle),
          .userId = std::move(row.userId),
          .recipeUserId = std::move(row.recipeUserId),
          .tenantId = std::move(row.tenantId),
          .timeCreated = row.createdAt,
          .expiry = row.expiresAt,
          .sessionDataInDatabase = std::move(row.sessionDataInDatabase),
          .customClaimsInAccessTokenPayload = std::move(row.accessTokenPayload)};
}

}  // namespace

GetSessionInformation::Result getSessionInformation(const Session::Impl& impl,
                                                    const GetSessionInformation::Input& input) {
  auto row = impl.services.storage->read([&input, now = impl.now()](Transaction& transaction) {
    return transaction.sessions().find(input.sessionHandle, now);
  });
  if (!row) return std::nullopt;
  return informationOf(*std::move(row));
}

std::vector<std::string> getAllSessionHandlesForUser(const Session::Impl& impl,
                                                     const GetAllSessionHandlesForUser::Input& input) {
  const UserSessions whose{
      .userId = primaryUserId(impl, input.userId, input.userContext),
      .recipeUserId = input.fetchSessionsForAllLinkedAccounts ? std::nullopt : std::optional{input.userId},
      .tenantId = input.tenantId};
  return impl.services.storage->read(
      [&whose, now = impl.now()](Transaction& transaction) { return handlesOf(whose, transaction, now); });
}

bool updateSessionDataInDatabase(const Session::Impl& impl, const UpdateSessionDataInDatabase::Input& input) {
  const auto updated = impl.services.storage->transact([&input, now = impl.now()](Transaction& transaction) {
    return transaction.sessions().updateSessionData(input.sessionHandle, input.newSessionData, now);
  });
  return updated == Update::Done;
}

}  // namespace mfa::session
