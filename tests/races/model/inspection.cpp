// What holds between requests, whatever came before.
#include "races/model/world.hpp"

namespace mfa::test::model {
namespace {

void require(bool holds, const std::string& otherwise) {
  if (!holds) throw Violation{otherwise};
}

bool saysCompleted(const SessionRow& row) {
  const auto* claim = row.accessTokenPayload.if_contains("2fa-completed");
  return claim != nullptr && claim->at("v") == true;
}

}  // namespace

void World::inspect() {
  require(senderSaw_.empty(), senderSaw_);
  server_.storage().read([this](Transaction& tx) {
    for (const auto& user : tx.users().list({.tenantId = kPublicTenant})) {
      const auto factors = tx.factors().list(user.id);
      require(factors.size() <= 1, "a user has two first factors");
      for (const auto& factor : factors) ledger_.enrolled(user.id, factor.contact.value);
      inspectSessions(tx, user.id);
    }
    inspectDevices(tx);
    inspectDeleted(tx);
  });
}

void World::inspectSessions(Transaction& tx, const std::string& userId) {
  for (const auto& handle : tx.sessions().handlesForUser(userId, std::nullopt, latest_)) {
    const auto row = tx.sessions().find(handle, latest_).value();
    require(!ledger_.isDead(handle), "a session that was over is there again");
    require(!saysCompleted(row) || ledger_.isRaised(handle),
            "a session says completed that was never raised");
    require(!saysCompleted(row) || row.completedFactor, "a session says completed without evidence");
    if (row.completedFactor) ledger_.evidence(handle, row.completedFactor->codeId);
    const auto opened = openedWith_.find(handle);
    require(opened == openedWith_.end() || opened->second == passwords_[emails_[userId]],
            "a session that an older password opened outlived its change");
  }
}

void World::inspectDevices(Transaction& tx) {
  for (const auto& asked : ledger_.devices()) {
    const auto found = tx.codes().findDevice(asked.device.preAuthSessionId);
    if (!found) continue;
    require(found->codes.size() <= 2, "more than two codes of a device are live");
    ledger_.failedAttempts(asked.device.preAuthSessionId, found->device.failedAttempts);
  }
}

void World::inspectDeleted(Transaction& tx) {
  for (const auto& userId : ledger_.deletedUsers()) {
    require(!tx.users().find(userId), "a deleted user is there again");
    require(tx.sessions().handlesForUser(userId, std::nullopt, latest_).empty(),
            "a deleted user has a session");
    require(tx.factors().list(userId).empty(), "a deleted user has a factor");
  }
  for (const auto& asked : ledger_.devices()) {
    if (!asked.requester || !ledger_.deletedUsers().contains(asked.requester->userId)) continue;
    require(!tx.codes().findDevice(asked.device.preAuthSessionId), "a deleted user has a code");
  }
}

}  // namespace mfa::test::model
