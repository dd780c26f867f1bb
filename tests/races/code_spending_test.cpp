// One code, many requests. Source: CWE-367; NIST SP 800-63B section 5.1.3.2 (a code is used once).
#include <atomic>
#include <catch2/catch.hpp>

#include "races/backends.hpp"
#include "races/broken_storage.hpp"
#include "races/code_race.hpp"
#include "races/verdict.hpp"
#include "support/seeded_pauses.hpp"

namespace mfa::test {
namespace {

constexpr int kRequests = 16;

/// Sixteen requests bring the code of one new device.
class SpendingRace {
 public:
  explicit SpendingRace(std::shared_ptr<Storage> storage) : server_{codeServer(std::move(storage))} {}

  Verdict play(int rounds) {
    Verdict verdict;
    race(
        kRequests, rounds, [&](int) { prepare(); }, [&](int, int) { spend(); },
        [&](int round) { check(round, verdict); });
    return verdict;
  }

 private:
  void prepare() {
    signedIn_ = restarted_ = 0;
    asked_ = askForCode(server_, numberOf(number_++));
  }

  void spend() {
    auto browser = server_.browser();
    const auto outcome = browser.consumeCode(asked_.device, asked_.code).outcome();
    if (outcome == "OK") ++signedIn_;
    if (outcome == "RESTART_FLOW_ERROR") ++restarted_;
  }

  void check(int round, Verdict& verdict) {
    const auto& auth = server_.auth();
    const auto users = auth.listUsersByAccountInfo(kPublicTenant, {.phoneNumber = asked_.number});
    std::size_t sessions = 0;
    for (const auto& user : users) sessions += auth.session().getAllSessionHandlesForUser(user.id).size();
    verdict.note(signedIn_ == 1 && restarted_ == kRequests - 1 && users.size() == 1 && sessions == 1,
                 std::to_string(signedIn_) + " signed in, " + std::to_string(restarted_) + " refused, " +
                     std::to_string(users.size()) + " users, " + std::to_string(sessions) + " sessions");
    // Every other round begins with a user that is there.
    for (const auto& user : users) {
      if (round % 2 == 0)
        auth.session().revokeAllSessionsForUser(user.id);
      else
        auth.deleteUser(user.id);
    }
    if (round % 2 == 0) --number_;
  }

  GuideServer server_;
  int number_ = 0;
  AskedCode asked_{};
  std::atomic<int> signedIn_ = 0;
  std::atomic<int> restarted_ = 0;
};

}  // namespace

TEST_CASE("a code that sixteen requests bring at once signs in one of them on every storage",
          "[races][passwordless]") {
  const auto backend = GENERATE(from_range(backends()));
  const auto seed = testSeed();
  SpendingRace contest{paused(backend.open(), seed)};
  const auto verdict = contest.play(Rounds{200, 10'000}.count());
  INFO(backend << ", MFA_SEED=" << seed << ", " << verdict.first);
  CHECK(verdict.broken == 0);
}

TEST_CASE("the verb that spends a code guards it without a transaction around", "[races][passwordless]") {
  const auto backend = GENERATE(from_range(backends()));
  SpendingRace contest{brokenStorage(backend.open(), Broken::Nothing)};
  const auto verdict = contest.play(Rounds{50, 1'000}.count());
  INFO(backend << ", " << verdict.first);
  CHECK(verdict.broken == 0);
}

TEST_CASE("a storage that looks for a code and then removes it is found to spend it twice",
          "[races][passwordless]") {
  const auto backend = GENERATE(from_range(backends()));
  SpendingRace contest{brokenStorage(backend.open(), Broken::ConsumeOnce)};
  CHECK(roundsUntilBroken(contest, 100) <= 100);
}

}  // namespace mfa::test
