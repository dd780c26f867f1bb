// The second-factor guide, running: the overrides of its compiled page, SQLite in memory, a clock that
// stands still, randomness from a seed, messages kept in memory.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "mfa/mfa.hpp"
#include "mfa/testing/fake_clock.hpp"
#include "support/browser.hpp"
#include "support/seeded_random.hpp"

namespace mfa::test {

inline constexpr const char* kPassword = "correct horse 1";
inline constexpr const char* kPhoneNumber = "+12015550123";
inline constexpr const char* kWebsite = "https://acme.example";

/// What a test changes about the guide. Each is handed the guide's own.
struct GuideChanges {
  std::function<void(Config&)> config{};
  std::function<void(Session::Config&)> session{};
  std::function<void(Passwordless::Config&)> passwordless{};
  std::function<void(ThirdPartyEmailPassword::Config&)> thirdPartyEmailPassword{};
  std::shared_ptr<Storage> storage{};  ///< null: SQLite in memory
};

class GuideServer {
 public:
  GuideServer() : GuideServer{GuideChanges{}} {}
  explicit GuideServer(const GuideChanges& changes);

  [[nodiscard]] const Auth& auth() const { return *auth_; }
  [[nodiscard]] testing::FakeClock& clock() { return *clock_; }
  [[nodiscard]] MemoryOutbox& outbox() { return *outbox_; }
  [[nodiscard]] Storage& storage() { return *storage_; }
  [[nodiscard]] std::vector<Event> events() const;

  /// Starts anew on the same database, as after a restart.
  void restart();

  /// A browser on a page of the website.
  [[nodiscard]] Browser browser(Transfer transfer = Transfer::Cookie) const;
  /// A browser in which that user, made if need be, is signed in with the password alone.
  /// @throws std::runtime_error if the server says anything but OK
  [[nodiscard]] Browser signedIn(const std::string& email, Transfer transfer = Transfer::Cookie) const;
  /// The same with the second factor done.
  [[nodiscard]] Browser completed(const std::string& email, const std::string& phoneNumber = kPhoneNumber);

  /// The newest code that was sent there.
  /// @throws std::runtime_error if none was
  [[nodiscard]] std::string lastCode(const std::string& to = kPhoneNumber) const;

 private:
  [[nodiscard]] Config config() const;

  GuideChanges changes_;
  std::shared_ptr<testing::FakeClock> clock_ = std::make_shared<testing::FakeClock>();
  std::shared_ptr<SeededRandom> random_ = std::make_shared<SeededRandom>();
  std::shared_ptr<MemoryOutbox> outbox_ = std::make_shared<MemoryOutbox>();
  std::shared_ptr<Storage> storage_;
  struct Seen {
    std::mutex mutex{};
    std::vector<Event> events{};
  };
  std::shared_ptr<Seen> seen_ = std::make_shared<Seen>();
  std::unique_ptr<Auth> auth_;
};

}  // namespace mfa::test
