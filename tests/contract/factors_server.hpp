// The guide's server, and a user on it who has an enrolled phone.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "support/guide_server.hpp"

namespace mfa::test {

inline constexpr const char* kAda = "ada@example.com";
inline constexpr const char* kNewPhone = "+12015550188";
inline constexpr const char* kMallorysPhone = "+12015550199";

/// A server that a whole test may ask for codes as often as it likes.
inline GuideChanges withoutSendLimits() {
  return {.config = [](Config& config) {
    config.limits.sends = {};
    config.limits.sendsPerDay = {};
  }};
}

struct FactorsServer : GuideServer {
  FactorsServer() : GuideServer{withoutSendLimits()} {}
  explicit FactorsServer(const GuideChanges& changes) : GuideServer{changes} {}

  [[nodiscard]] const Factors& factors() const { return auth().factors(); }

  [[nodiscard]] Factors::StartContactChange::Result start(Browser& page, const std::string& phoneNumber) {
    return factors().startContactChange({.session = page.session(), .phoneNumber = phoneNumber});
  }

  /// Asks for a code to that number and answers what it was made with.
  [[nodiscard]] Device started(Browser& page, const std::string& phoneNumber = kNewPhone) {
    const auto result = start(page, phoneNumber);
    const auto* done = ok(result);
    if (done == nullptr) throw std::runtime_error{"no code was sent"};
    return {done->deviceId, done->preAuthSessionId};
  }

  [[nodiscard]] Factors::FinishContactChange::Result finish(const SessionPtr& session, const Device& device,
                                                            const std::string& code) {
    return factors().finishContactChange({.session = session,
                                          .preAuthSessionId = device.preAuthSessionId,
                                          .deviceId = device.deviceId,
                                          .userInputCode = code});
  }

  [[nodiscard]] std::vector<EnrolledFactor> rowsOf(const std::string& userId) {
    return storage().read([&](Transaction& tx) { return tx.factors().list(userId); });
  }

  /// The number that the user has enrolled, or "".
  [[nodiscard]] std::string phoneOf(Browser& page) {
    const auto listed = factors().list(page.session()->getUserId());
    return listed.empty() ? "" : listed.front().phoneNumber.value_or("");
  }

  [[nodiscard]] int count(EventType type, const std::string& reason = {}) const {
    int counted = 0;
    for (const auto& event : events())
      if (event.type == type && event.reason == reason) ++counted;
    return counted;
  }

  /// How many notices of that type went there.
  [[nodiscard]] int notices(const std::string& type, const std::string& to) {
    int counted = 0;
    for (const auto& message : outbox().messages())
      if (message.type == type && message.to == to) ++counted;
    return counted;
  }
};

/// "OK" or the name of the refusal.
template <class Result>
std::string outcomeOf(const Result& result) {
  struct Name {
    std::string operator()(const GeneralError&) const { return "GENERAL_ERROR"; }
    std::string operator()(const factors::FactorNotCompletedError&) const { return "NOT_COMPLETED"; }
    std::string operator()(const factors::UnknownFactorError&) const { return "UNKNOWN_FACTOR"; }
    std::string operator()(const factors::AlreadyEnrolledError&) const { return "ALREADY_ENROLLED"; }
    std::string operator()(const passwordless::RestartFlowError&) const { return "RESTART_FLOW"; }
    std::string operator()(const passwordless::IncorrectUserInputCodeError&) const { return "INCORRECT"; }
    std::string operator()(const passwordless::ExpiredUserInputCodeError&) const { return "EXPIRED"; }
    std::string operator()(const Factors::StartContactChange::Ok&) const { return "OK"; }
    std::string operator()(const Factors::FinishContactChange::Ok&) const { return "OK"; }
    std::string operator()(const Factors::Remove::Ok&) const { return "OK"; }
  };
  return std::visit(Name{}, result);
}

}  // namespace mfa::test
