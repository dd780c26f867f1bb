#include "races/model/ledger.hpp"

#include <algorithm>

namespace mfa::test::model {
namespace {

using namespace std::chrono_literals;

constexpr auto kCodeLifetime = 5min;
constexpr auto kDay = 24h;

void require(bool holds, const std::string& otherwise) {
  if (!holds) throw Violation{otherwise};
}

}  // namespace

void Allowance::use(const std::string& subject, Time now, const std::string& what) {
  auto& used = used_[subject];
  std::erase_if(used.times, [now](Time time) { return time + kDay <= now; });
  used.times.push_back(now);
  require(static_cast<int>(used.times.size()) <= perDay_,
          what + " more often in a day than " + subject + " may");
  if (inARow_ == 0) return;
  used.missing = std::max(0ms, used.missing - (now - used.seenAt)) + oneBackEvery_;
  used.seenAt = now;
  require(used.missing <= inARow_ * oneBackEvery_, what + " more often in a row than " + subject + " may");
}

const AskedDevice* Ledger::find(const std::string& preAuthSessionId) const {
  const auto found = std::ranges::find_if(devices_, [&preAuthSessionId](const AskedDevice& asked) {
    return asked.device.preAuthSessionId == preAuthSessionId;
  });
  return found == devices_.end() ? nullptr : &*found;
}

const AskedDevice& Ledger::spent(const BroughtCode& brought) {
  const auto* asked = find(brought.device.preAuthSessionId);
  require(asked != nullptr && asked->device.deviceId == brought.device.deviceId,
          "a device was used that nobody asked for");
  const auto sent = std::ranges::find_if(sent_, [&](const SentCode& code) {
    return code.preAuthSessionId == brought.device.preAuthSessionId && code.code == brought.code;
  });
  require(sent != sent_.end(), "a code was taken that was never sent");
  require(sent->to == asked->contact, "a code was sent to somebody else than asked for");
  require(brought.at < sent->at + kCodeLifetime, "a code was taken after its time");
  require(spent_.emplace(brought.device.preAuthSessionId, brought.code).second, "a code was spent twice");
  return *asked;
}

void Ledger::raised(const BroughtCode& brought, const std::optional<std::string>& enrolled) {
  const auto& asked = spent(brought);
  const auto& session = brought.requester->sessionHandle;
  require(!brought.isSessionDead, "a session was raised that was over");
  require(asked.requester && asked.requester->sessionHandle == session,
          "a session was raised by a code that was not made under it");
  require(asked.requester->userId == brought.requester->userId,
          "a session was raised by a code of another user");
  require(enrolled == asked.contact, "a session was raised by a code to a contact that is not enrolled");
  require(!brought.enrolled || brought.enrolled == asked.contact, "an enrolled contact was replaced");
  const auto opened = openedBy_.find(session);
  require(opened == openedBy_.end() || opened->second != asked.contact,
          "a session was raised by a second code to the contact that opened it");
  raised_.insert(session);
}

void Ledger::signedIn(const BroughtCode& brought, const Requester& opened) {
  const auto& asked = spent(brought);
  require(!asked.requester, "a code that was made under a session signed somebody in");
  require(!raised_.contains(opened.sessionHandle) && !dead_.contains(opened.sessionHandle),
          "a sign-in was given a session that was there before");
  require(openedBy_.emplace(opened.sessionHandle, asked.contact).second, "two sign-ins share a session");
}

void Ledger::failedAttempts(const std::string& preAuthSessionId, int count) {
  auto& known = failedAttempts_[preAuthSessionId];
  require(count >= known, "the count of wrong codes of a device went back");
  known = count;
}

void Ledger::enrolled(const std::string& userId, const std::string& contact) {
  const auto [known, isNew] = enrolled_.emplace(userId, contact);
  require(known->second == contact, "the enrolled contact of a user changed");
  if (!isNew) return;
  require(std::ranges::any_of(devices_,
                              [&](const AskedDevice& asked) {
                                return asked.contact == contact && asked.requester &&
                                       asked.requester->userId == userId;
                              }),
          "a contact was enrolled that its user never asked a code for");
}

void Ledger::evidence(const std::string& sessionHandle, const std::string& codeId) {
  const auto [known, isNew] = evidence_.emplace(codeId, sessionHandle);
  require(known->second == sessionHandle, "one code completed two sessions");
}

}  // namespace mfa::test::model
