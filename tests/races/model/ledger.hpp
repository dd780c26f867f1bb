// The reference model: what was sent to whom and for which session, and what may follow from it. It is
// written down a second time here, without a database, and knows nothing of how the library decides.
#pragma once

#include <chrono>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include "mfa/time.hpp"
#include "support/browser.hpp"

namespace mfa::test::model {

/// A rule did not hold.
class Violation final : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Whoever a request comes from, as its access token says; nothing: no token.
struct Requester {
  std::string sessionHandle{};
  std::string userId{};
};

/// A device that a front end was told of.
struct AskedDevice {
  Device device{};
  std::string contact{};
  std::optional<Requester> requester{};
};

/// A message that went out.
struct SentCode {
  std::string preAuthSessionId{};
  std::string code{};
  std::string to{};
  Time at{};
};

/// A code that a request brings, and what was known when it began.
struct BroughtCode {
  Device device{};
  std::string code{};
  std::optional<Requester> requester{};
  Time at{};
  bool isSessionDead = false;
  std::optional<std::string> enrolled{};  ///< contact of the requester's user
};

/// How often something may happen to one subject: the limits of the library, counted anew.
class Allowance {
 public:
  Allowance(int inARow, std::chrono::milliseconds oneBackEvery, int perDay)
      : inARow_{inARow}, oneBackEvery_{oneBackEvery}, perDay_{perDay} {}

  /// @throws Violation if it happened too often
  void use(const std::string& subject, Time now, const std::string& what);
  void forget(const std::string& subject) { used_.erase(subject); }

 private:
  int inARow_;
  std::chrono::milliseconds oneBackEvery_;
  int perDay_;
  struct Used {
    std::vector<Time> times{};
    std::chrono::milliseconds missing{};  ///< until the bucket is full again
    Time seenAt{};
  };
  std::map<std::string, Used> used_{};
};

class Ledger {
 public:
  void asked(const AskedDevice& device) { devices_.push_back(device); }
  void sent(const SentCode& code) { sent_.push_back(code); }
  [[nodiscard]] const std::deque<AskedDevice>& devices() const { return devices_; }
  [[nodiscard]] const std::deque<SentCode>& sent() const { return sent_; }
  [[nodiscard]] const AskedDevice* find(const std::string& preAuthSessionId) const;

  /// The request's own session was raised.
  /// @param enrolled the contact of the user's factor, as the database has it now
  /// @throws Violation
  void raised(const BroughtCode& brought, const std::optional<std::string>& enrolled);

  /// The code opened a session.
  /// @throws Violation
  void signedIn(const BroughtCode& brought, const Requester& opened);

  /// That session is over: nothing may come of it any more.
  void ended(const std::string& sessionHandle) { dead_.insert(sessionHandle); }
  [[nodiscard]] bool isDead(const std::string& sessionHandle) const { return dead_.contains(sessionHandle); }
  [[nodiscard]] const std::set<std::string>& dead() const { return dead_; }
  [[nodiscard]] bool isRaised(const std::string& sessionHandle) const {
    return raised_.contains(sessionHandle);
  }

  void userDeleted(const std::string& userId) { deleted_.insert(userId); }
  [[nodiscard]] const std::set<std::string>& deletedUsers() const { return deleted_; }

  /// The number of wrong codes of a device, as the database has it now.
  /// @throws Violation if it went back
  void failedAttempts(const std::string& preAuthSessionId, int count);

  /// The contact of a user's factor, as the database has it now.
  /// @throws Violation if it is not the one that was enrolled, or nobody proved it
  void enrolled(const std::string& userId, const std::string& contact);

  /// A code of the database completed a session.
  /// @throws Violation if it completed another one
  void evidence(const std::string& sessionHandle, const std::string& codeId);

 private:
  /// What holds of every code that is good for anything. Returns its device.
  const AskedDevice& spent(const BroughtCode& brought);

  // Deques: a request that is under way keeps its device while others add theirs.
  std::deque<AskedDevice> devices_{};
  std::deque<SentCode> sent_{};
  std::set<std::pair<std::string, std::string>> spent_{};  ///< device and code
  std::set<std::string> raised_{};
  std::set<std::string> dead_{};
  std::set<std::string> deleted_{};
  std::map<std::string, std::string> openedBy_{};  ///< session handle, contact
  std::map<std::string, std::string> enrolled_{};  ///< user id, contact
  std::map<std::string, int> failedAttempts_{};
  std::map<std::string, std::string> evidence_{};  ///< code id, session handle
};

}  // namespace mfa::test::model
