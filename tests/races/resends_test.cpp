// Resends, all at once: each message costs money, and annoys somebody. Source: OWASP ASVS 5.0 6.6.3, 2.4.1.
#include <atomic>
#include <catch2/catch.hpp>
#include <set>

#include "races/backends.hpp"
#include "races/broken_storage.hpp"
#include "races/code_race.hpp"
#include "races/verdict.hpp"
#include "support/seeded_pauses.hpp"

namespace mfa::test {
namespace {

constexpr int kResends = 50;
constexpr int kBucket = 3;  // Limits::sends

/// Fifty resends of one device. The first code has taken one of the three messages of the bucket.
class ResendRace {
 public:
  explicit ResendRace(std::shared_ptr<Storage> storage) : server_{codeServer(std::move(storage), nullptr)} {}

  Verdict play(int rounds) {
    Verdict verdict;
    race(
        kResends, rounds, [&](int) { prepare(); }, [&](int, int) { resend(); }, [&](int) { check(verdict); });
    return verdict;
  }

 private:
  void prepare() {
    asked_ = askForCode(server_, numberOf(number_++));
    done_ = 0;
  }

  void resend() {
    auto browser = server_.browser();
    if (browser.resendCode(asked_.device).outcome() == "OK") ++done_;
  }

  void check(Verdict& verdict) {
    int messages = 0;
    std::set<std::string> codes;
    for (const auto& message : server_.outbox().messages()) {
      if (message.to != asked_.number) continue;
      ++messages;
      codes.insert(message.userInputCode.value());
    }
    // No message without its answer, none twice, and none beyond the bucket.
    const bool holds = messages == kBucket && done_ == kBucket - 1 && codes.size() == kBucket;
    verdict.note(holds, std::to_string(messages) + " messages, " + std::to_string(done_) +
                            " answered with OK, " + std::to_string(codes.size()) + " codes");
  }

  GuideServer server_;
  int number_ = 0;
  AskedCode asked_{};
  std::atomic<int> done_ = 0;
};

}  // namespace

TEST_CASE("fifty resends at once send what the bucket holds and nothing twice", "[races][passwordless]") {
  const auto backend = GENERATE(from_range(backends()));
  const auto seed = testSeed();
  ResendRace contest{paused(backend.open(), seed)};
  const auto verdict = contest.play(Rounds{40, 1'000}.count());
  INFO(backend << ", MFA_SEED=" << seed << ", " << verdict.first);
  CHECK(verdict.broken == 0);
}

TEST_CASE("a storage that looks whether a message is left and then takes it is found to send more",
          "[races][passwordless]") {
  const auto backend = GENERATE(from_range(backends()));
  ResendRace contest{brokenStorage(backend.open(), Broken::TakeBudget)};
  CHECK(roundsUntilBroken(contest, 100) <= 100);
}

}  // namespace mfa::test
