#include <chrono>
#include <utility>

#include "observe/report.hpp"
#include "recipes/session/functions.hpp"
#include "recipes/session/user_sessions.hpp"

namespace mfa::session {
namespace {

/// Nodes' clocks differ a little, and with them what a token's end is.
constexpr std::chrono::seconds kClockSkew{60};

/// Revokes one session and tells whose it was. An expired one is nobody's any more.
bool revokeOne(const std::string& handle, Transaction& transaction, observe::Report& report, Time now) {
  auto row = transaction.sessions().find(handle, now);
  if (transaction.sessions().revoke(handle) == Update::Missing) return false;
  Event event{.type = EventType::SessionRevoked, .sessionHandle = handle};
  if (row) event.userId = std::move(row->userId);
  report.add(std::move(event));
  return true;
}

std::vector<std::string> revokeEach(const std::vector<std::string>& sessionHandles, Transaction& transaction,
                                    observe::Report& report, Time now) {
  std::vector<std::string> revoked;
  for (const auto& handle : sessionHandles)
    if (revokeOne(handle, transaction, report, now)) revoked.push_back(handle);
  return revoked;
}

std::vector<std::string> revokeAll(const UserSessions& whose, Transaction& transaction,
                                   observe::Report& report) {
  auto revoked = transaction.sessions().revokeAllForUser(whose.userId, whose.tenantId, std::nullopt);
  for (const auto& handle : revoked)
    report.add({.type = EventType::SessionRevoked, .userId = whose.userId, .sessionHandle = handle});
  return revoked;
}

}  // namespace

std::vector<std::string> revokeAllSessionsForUser(const Session::Impl& impl,
                                                  const RevokeAllSessionsForUser::Input& input) {
  UserSessions whose{.userId = primaryUserId(impl, input.userId, input.userContext),
                     .tenantId = input.tenantId};
  if (!input.revokeSessionsForLinkedAccounts) whose.recipeUserId = input.userId;
  const auto revoked =
      observe::transact(impl.services, input.userContext,
                        [&whose, now = impl.now()](Transaction& transaction, observe::Report& report) {
                          if (whose.recipeUserId)
                            return revokeEach(handlesOf(whose, transaction, now), transaction, report, now);
                          return revokeAll(whose, transaction, report);
                        });
  refuseFromNowOn(impl, revoked);
  return revoked;
}

bool revokeSession(const Session::Impl& impl, const RevokeSession::Input& input) {
  const auto revoked =
      observe::transact(impl.services, input.userContext,
                        [&input, now = impl.now()](Transaction& transaction, observe::Report& report) {
                          return revokeOne(input.sessionHandle, transaction, report, now);
                        });
  // Also where there was none: another node was first, and now this one knows.
  refuseFromNowOn(impl, {input.sessionHandle});
  return revoked;
}

std::vector<std::string> revokeMultipleSessions(const Session::Impl& impl,
                                                const RevokeMultipleSessions::Input& input) {
  const auto revoked =
      observe::transact(impl.services, input.userContext,
                        [&input, now = impl.now()](Transaction& transaction, observe::Report& report) {
                          return revokeEach(input.sessionHandles, transaction, report, now);
                        });
  refuseFromNowOn(impl, input.sessionHandles);
  return revoked;
}

void refuseFromNowOn(const Session::Impl& impl, const std::vector<std::string>& sessionHandles) {
  const auto now = impl.now();
  for (const auto& handle : sessionHandles)
    impl.marks.revoke(handle, now, now + impl.config.accessTokenValidity + kClockSkew);
}

}  // namespace mfa::session
