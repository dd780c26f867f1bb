#include <chrono>

#include "observe/emit.hpp"
#include "recipes/session/functions.hpp"
#include "recipes/session/user_sessions.hpp"

namespace mfa::session {
namespace {

/// Nodes' clocks differ a little, and with them what a token's end is.
constexpr std::chrono::seconds kClockSkew{60};

void report(const UserContext& userContext, const std::vector<std::string>& sessionHandles) {
  for (const auto& handle : sessionHandles)
    observe::emit(userContext, {.type = EventType::SessionRevoked, .sessionHandle = handle});
}

std::vector<std::string> revokeEach(const std::vector<std::string>& sessionHandles,
                                    Transaction& transaction) {
  std::vector<std::string> revoked;
  for (const auto& handle : sessionHandles)
    if (transaction.sessions().revoke(handle) == Update::Done) revoked.push_back(handle);
  return revoked;
}

}  // namespace

std::vector<std::string> revokeAllSessionsForUser(const Session::Impl& impl,
                                                  const RevokeAllSessionsForUser::Input& input) {
  UserSessions whose{.userId = primaryUserId(impl, input.userId, input.userContext),
                     .tenantId = input.tenantId};
  if (!input.revokeSessionsForLinkedAccounts) whose.recipeUserId = input.userId;
  const auto revoked = impl.services.storage->transact([&whose, now = impl.now()](Transaction& transaction) {
    if (whose.recipeUserId) return revokeEach(handlesOf(whose, transaction, now), transaction);
    return transaction.sessions().revokeAllForUser(whose.userId, whose.tenantId, std::nullopt);
  });
  refuseFromNowOn(impl, revoked);
  report(input.userContext, revoked);
  return revoked;
}

bool revokeSession(const Session::Impl& impl, const RevokeSession::Input& input) {
  const auto revoked = impl.services.storage->transact(
      [&input](Transaction& transaction) { return transaction.sessions().revoke(input.sessionHandle); });
  // Also where there was none: another node was first, and now this one knows.
  refuseFromNowOn(impl, {input.sessionHandle});
  if (revoked == Update::Missing) return false;
  report(input.userContext, {input.sessionHandle});
  return true;
}

std::vector<std::string> revokeMultipleSessions(const Session::Impl& impl,
                                                const RevokeMultipleSessions::Input& input) {
  const auto revoked = impl.services.storage->transact(
      [&input](Transaction& transaction) { return revokeEach(input.sessionHandles, transaction); });
  refuseFromNowOn(impl, input.sessionHandles);
  report(input.userContext, revoked);
  return revoked;
}

void refuseFromNowOn(const Session::Impl& impl, const std::vector<std::string>& sessionHandles) {
  const auto now = impl.now();
  for (const auto& handle : sessionHandles)
    impl.marks.revoke(handle, now, now + impl.config.accessTokenValidity + kClockSkew);
}

}  // namespace mfa::session
