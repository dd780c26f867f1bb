// Wrong codes, all at once. Source: OWASP ASVS 5.0 6.6.3; CVE-2024-4629 (parallel guesses outrun the
// counter).
#include <atomic>
#include <catch2/catch.hpp>

#include "races/backends.hpp"
#include "races/broken_storage.hpp"
#include "races/code_race.hpp"
#include "races/verdict.hpp"
#include "support/relayed_storage.hpp"
#include "support/seeded_pauses.hpp"

namespace mfa::test {
namespace {

constexpr int kGuesses = 64;
constexpr int kMostJudged = 5;  // Passwordless::Config::maximumCodeInputAttempts

/// Sixty-four wrong codes at one device. Judged is what reaches the verb that compares and spends.
class GuessRace {
 public:
  explicit GuessRace(std::shared_ptr<Storage> storage)
      : server_{codeServer(watched(std::move(storage), [this](StorageStep, std::string_view verb) {
          if (verb == "codes.consumeOnce") ++judged_;
        }))} {}

  Verdict play(int rounds) {
    Verdict verdict;
    race(
        kGuesses, rounds, [&](int) { prepare(); }, [&](int, int) { guess(); }, [&](int) { check(verdict); });
    return verdict;
  }

 private:
  void prepare() {
    asked_ = askForCode(server_, numberOf(number_++));
    judged_ = told_ = signedIn_ = 0;
  }

  void guess() {
    auto browser = server_.browser();
    const auto outcome = browser.consumeCode(asked_.device, wrongCodeFor(asked_.code)).outcome();
    if (outcome == "INCORRECT_USER_INPUT_CODE_ERROR") ++told_;
    if (outcome == "OK") ++signedIn_;
  }

  void check(Verdict& verdict) {
    const int judged = judged_;
    auto browser = server_.browser();
    const auto late = browser.consumeCode(asked_.device, asked_.code).outcome();
    // The last attempt of a device ends it, and is not told how many are left.
    verdict.note(
        judged <= kMostJudged && told_ < kMostJudged && signedIn_ == 0 && late == "RESTART_FLOW_ERROR",
        std::to_string(judged) + " judged, " + std::to_string(told_) + " told, the right code: " + late);
  }

  std::atomic<int> judged_ = 0;
  std::atomic<int> told_ = 0;
  std::atomic<int> signedIn_ = 0;
  int number_ = 0;
  AskedCode asked_{};
  GuideServer server_;
};

}  // namespace

TEST_CASE("of sixty-four guesses at once five are judged and then the right code comes too late",
          "[races][passwordless]") {
  const auto backend = GENERATE(from_range(backends()));
  const auto seed = testSeed();
  GuessRace contest{paused(backend.open(), seed)};
  const auto verdict = contest.play(Rounds{40, 2'000}.count());
  INFO(backend << ", MFA_SEED=" << seed << ", " << verdict.first);
  CHECK(verdict.broken == 0);
}

TEST_CASE("a storage that counts what it read before is found to judge a sixth guess",
          "[races][passwordless]") {
  const auto backend = GENERATE(from_range(backends()));
  GuessRace contest{brokenStorage(backend.open(), Broken::CountAttempt)};
  CHECK(roundsUntilBroken(contest, 100) <= 100);
}

}  // namespace mfa::test
