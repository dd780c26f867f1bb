// A server that knows passwords and sessions, and nothing else: in memory, on a clock that stands still.
#pragma once

#include <algorithm>
#include <functional>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <vector>

#include "mfa/mfa.hpp"
#include "mfa/testing/fake_clock.hpp"
#include "support/browser.hpp"
#include "support/seeded_random.hpp"

namespace mfa::test {

inline constexpr const char* kGoodPassword = "correct horse 1";

/// Hashes that cost nearly nothing.
inline emailpassword::PasswordHashing cheapHashing() { return {.memoryKiB = 64, .iterations = 1}; }

struct PasswordServerChanges {
  std::function<void(EmailPassword::Config&)> passwords{};
  std::function<void(Session::Config&)> sessions{};
  std::function<void(Config&)> config{};
};

class PasswordServer {
 public:
  PasswordServer() : PasswordServer{PasswordServerChanges{}} {}

  explicit PasswordServer(const PasswordServerChanges& changes)
      : changes_{changes}, storage_{sqlite::open(":memory:")}, auth_{std::make_unique<Auth>(config())} {}

  /// Starts anew on the same database.
  void restart() {
    auth_.reset();
    auth_ = std::make_unique<Auth>(config());
  }

  [[nodiscard]] const Auth& auth() const { return *auth_; }
  [[nodiscard]] const EmailPassword& passwords() const { return auth_->emailPassword(); }
  [[nodiscard]] testing::FakeClock& clock() { return *clock_; }
  [[nodiscard]] Storage& storage() { return *storage_; }
  [[nodiscard]] Browser browser() const { return {*auth_, clock_, "https://acme.example", Transfer::Cookie}; }

  /// A browser in which a new user is signed in.
  [[nodiscard]] Browser signedUp(const std::string& email) const {
    auto page = browser();
    if (page.signUp(email, kGoodPassword).outcome() != "OK") throw std::runtime_error{"sign-up failed"};
    return page;
  }

  /// How often that happened for that reason.
  [[nodiscard]] int count(EventType type, const std::string& reason = {}) const {
    const std::lock_guard lock{seen_->mutex};
    return static_cast<int>(
        std::count_if(seen_->events.begin(), seen_->events.end(),
                      [&](const Event& event) { return event.type == type && event.reason == reason; }));
  }

  [[nodiscard]] std::optional<User> userOf(const std::string& email) {
    return storage_->read([&](Transaction& tx) {
      return tx.users().findByContact(kPublicTenant, "emailpassword", {ContactKind::Email, email});
    });
  }

  [[nodiscard]] std::string hashOf(const std::string& email) {
    const auto id = userOf(email).value().id;
    return storage_->read([&](Transaction& tx) { return tx.users().passwordHash(id); }).value_or("");
  }

 private:
  struct Seen {
    std::mutex mutex{};
    std::vector<Event> events{};
  };

  [[nodiscard]] Config config() const {
    EmailPassword::Config passwords{.passwordHashing = cheapHashing()};
    if (changes_.passwords) changes_.passwords(passwords);
    // A key of RSA takes longer to make than most cases to run.
    Session::Config sessions{.signingAlgorithm = Session::SigningAlgorithm::EdDSA};
    if (changes_.sessions) changes_.sessions(sessions);
    Config config{.appInfo = {.appName = "Acme",
                              .apiDomain = "https://api.acme.example",
                              .websiteDomain = "https://acme.example"},
                  .storage = storage_,
                  .recipeList = {EmailPassword::init(passwords), Session::init(sessions)},
                  .tenantIds = {"public", "t1"},
                  .onEvent =
                      [seen = seen_](const Event& event) {
                        const std::lock_guard lock{seen->mutex};
                        seen->events.push_back(event);
                      },
                  .clock = clock_,
                  .random = random_};
    if (changes_.config) changes_.config(config);
    return config;
  }

  PasswordServerChanges changes_;
  std::shared_ptr<testing::FakeClock> clock_ = std::make_shared<testing::FakeClock>();
  std::shared_ptr<SeededRandom> random_ = std::make_shared<SeededRandom>();
  std::shared_ptr<Seen> seen_ = std::make_shared<Seen>();
  std::shared_ptr<Storage> storage_;
  std::unique_ptr<Auth> auth_;
};

}  // namespace mfa::test
