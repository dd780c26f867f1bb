#include "observe/keeping.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <string_view>

namespace mfa::observe {
namespace {

/// Rows that one new event clears away.
constexpr int kExpiredEventsPerNewEvent = 2;
constexpr std::chrono::minutes kRepetition{1};
constexpr const char* kLatestOfNobody = "latest_sign_in_of_nobody";

bool isRefusal(EventType type) {
  return type == EventType::SignInRefused || type == EventType::CodeNotSent ||
         type == EventType::CodeRefused || type == EventType::BudgetExhausted;
}

// What was judged was counted before, so that there can only be as many of them as the budget holds.
bool isCounted(std::string_view reason) {
  constexpr std::array<std::string_view, 5> kReasons{"wrong_password", "wrong_code", "expired_code",
                                                     "sender_refused", "sender_failed"};
  return std::ranges::find(kReasons, reason) != kReasons.end();
}

void removeOld(Transaction& tx, const Services& services, Time now) {
  (void)tx.events().removeEarlierThan(tooOld(services, now), kExpiredEventsPerNewEvent);
}

}  // namespace

bool isKept(const Services& services, const Event& event) {
  return services.auditLog.has_value() && event.userId.has_value();
}

void append(Transaction& tx, const Services& services, const Event& event) {
  removeOld(tx, services, event.time);
  tx.events().append(event);
}

void keepAlone(const Services& services, const Event& event) {
  services.storage->transact([&](Transaction& tx) {
    if (!isRefusal(event.type) || isCounted(event.reason)) return append(tx, services, event);
    removeOld(tx, services, event.time);
    (void)tx.events().appendUnlessRepeated(event, event.time - kRepetition);
  });
}

bool mustCostAlike(const Services& services, const Event& event) {
  return services.auditLog.has_value() && !event.userId && event.type == EventType::SignInRefused;
}

void writeForNobody(const Services& services, const Event& event) {
  services.storage->transact([&](Transaction& tx) {
    removeOld(tx, services, event.time);
    tx.settings().raise(kLatestOfNobody, toUnixMillis(event.time));
  });
}

Time tooOld(const Services& services, Time now) {
  return now - services.auditLog.value_or(AuditLog{}).retention;
}

}  // namespace mfa::observe
