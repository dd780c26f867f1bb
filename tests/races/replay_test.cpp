// Refresh tokens that come back: histories of one session, played against the rules of rotation, written down
// a second time and without a database. Source: RFC 9700 section 4.14.
#include <algorithm>
#include <array>
#include <catch2/catch.hpp>

#include "races/backends.hpp"
#include "races/broken_storage.hpp"
#include "races/refresh_world.hpp"
#include "races/verdict.hpp"
#include "support/seeded_pauses.hpp"

namespace mfa::test {
namespace {

using namespace std::chrono_literals;
using How = Refreshed::How;

constexpr auto kGrace = 30s;  // Session::Config::refreshTokenGracePeriod

/// What is known of one session.
class Family {
 public:
  explicit Family(std::string token) : current_{std::move(token)} {}

  /// Whether a refresh with `token` may come to that.
  bool agrees(const std::string& token, Time now, const Refreshed& refreshed) {
    if (revoked_) return refreshed.how == How::Refused;
    const bool isInWindow = rotatedAt_ && now <= *rotatedAt_ + kGrace;
    if (token == current_ && !isInWindow) {
      if (refreshed.how != How::Answered || refreshed.token == current_) return false;
      previous_ = std::exchange(current_, refreshed.token);
      rotatedAt_ = now;
      return true;
    }
    if (isInWindow && (token == current_ || token == previous_))
      return refreshed.how == How::Answered && refreshed.token == current_;
    revoked_ = true;
    return refreshed.how == How::Theft;
  }

  [[nodiscard]] const std::string& current() const { return current_; }
  [[nodiscard]] bool isRevoked() const { return revoked_; }

 private:
  std::string current_;
  std::string previous_{};
  std::optional<Time> rotatedAt_{};
  bool revoked_ = false;
};

/// One session from its first token to its end.
class History {
 public:
  History(SessionWorld& world, std::uint64_t seed) : world_{world}, lots_{seed} {
    Client client{world};
    client.start();
    handle_ = client.handle();
    seen_.push_back(client.refreshToken());
    family_.emplace(seen_.front());
  }

  /// False: library and model do not agree, or something outlives the theft.
  bool play() {
    for (int step = 0; step < 12; ++step) {
      pass(std::chrono::seconds{lots_.below(45)});
      // Mostly the live one, as a browser would; now and then any that was ever seen.
      if (!try_(lots_.onceIn(3) ? lots_.oneOf(seen_) : seen_.back())) return false;
    }
    return end();
  }

  [[nodiscard]] bool hadTheft() const { return hadTheft_; }
  [[nodiscard]] const std::string& told() const { return told_; }

 private:
  void pass(std::chrono::seconds time) {
    world_.clock->advance(time);
    told_ += "+" + std::to_string(time.count()) + "s ";
  }

  bool try_(const std::string& token) {
    const auto refreshed = present(world_, token);
    constexpr std::array kNames{"answered", "refused", "theft"};
    told_ += "#" + std::to_string(std::ranges::find(seen_, token) - seen_.begin()) + " " +
             kNames.at(static_cast<std::size_t>(refreshed.how)) + ", ";
    const bool agrees = family_->agrees(token, world_.clock->now(), refreshed);
    if (refreshed.how == How::Answered && std::ranges::find(seen_, refreshed.token) == seen_.end())
      seen_.push_back(refreshed.token);
    return agrees && isLive() != family_->isRevoked();
  }

  /// Two generations on, the first token comes back; then nothing that was ever seen is worth anything.
  bool end() {
    hadTheft_ = family_->isRevoked();
    for (int generation = 0; generation < 2 && !family_->isRevoked(); ++generation) {
      pass(60s);
      if (!try_(family_->current())) return false;
    }
    if (!try_(seen_.front())) return false;
    const auto all = seen_;
    return std::ranges::all_of(
        all, [this](const std::string& token) { return present(world_, token).how == How::Refused; });
  }

  bool isLive() const { return world_.auth->session().getSessionInformation(handle_).has_value(); }

  SessionWorld& world_;
  Lots lots_;
  std::string handle_{};
  std::vector<std::string> seen_{};
  std::optional<Family> family_{};
  std::string told_{};
  bool hadTheft_ = false;
};

class Histories {
 public:
  Histories(std::shared_ptr<Storage> storage, std::uint64_t seed)
      : world_{refreshWorld(std::move(storage))}, seed_{seed} {}

  Verdict play(int rounds) {
    Verdict verdict;
    for (int round = 0; round < rounds; ++round) {
      History history{world_, mixed(seed_ + played_++)};
      const bool holds = history.play();
      verdict.note(holds, history.told());
      thefts_ += history.hadTheft() ? 1 : 0;
    }
    return verdict;
  }

  /// Histories in which the thief came before the end.
  [[nodiscard]] int thefts() const { return thefts_; }
  [[nodiscard]] int reported() const { return world_.count(EventType::TokenTheftDetected); }

 private:
  SessionWorld world_;
  std::uint64_t seed_;
  std::uint64_t played_ = 0;
  int thefts_ = 0;
};

/// A browser refreshes at the moment at which a thief presents the token of two generations ago.
class ReplayRace {
 public:
  explicit ReplayRace(std::shared_ptr<Storage> storage) : world_{refreshWorld(std::move(storage))} {}

  Verdict play(int rounds) {
    Verdict verdict;
    race(
        2, rounds, [&](int) { prepare(); },
        [&](int, int thread) {
          const auto index = static_cast<std::size_t>(thread);
          refreshed_.at(index) = present(world_, index == 0 ? seen_.front() : seen_.back());
        },
        [&](int) { check(verdict); });
    return verdict;
  }

 private:
  void prepare() {
    Client client{world_};
    client.start();
    seen_ = {client.refreshToken()};
    for (int generation = 0; generation < 2; ++generation) {
      world_.clock->advance(60s);
      seen_.push_back(present(world_, seen_.back()).token);
    }
    world_.clock->advance(60s);
  }

  void check(Verdict& verdict) {
    const auto& [thief, browser] = refreshed_;
    auto all = seen_;
    if (browser.how == How::Answered) all.push_back(browser.token);
    const bool isOver = std::ranges::all_of(
        all, [this](const std::string& token) { return present(world_, token).how == How::Refused; });
    verdict.note(thief.how == How::Theft && browser.how != How::Theft && isOver,
                 isOver ? "the theft was not reported once" : "a token outlived the theft");
  }

  SessionWorld world_;
  std::vector<std::string> seen_{};
  std::array<Refreshed, 2> refreshed_{};
};

}  // namespace

TEST_CASE("no history of refreshes leaves two live leaves", "[races][session]") {
  const auto backend = GENERATE(from_range(backends()));
  const auto seed = testSeed();
  Histories contest{backend.open(), seed};
  const auto verdict = contest.play(Rounds{50, 10'000}.count());
  INFO(backend << ", MFA_SEED=" << seed << ", " << verdict.first);
  CHECK(verdict.broken == 0);
  // Each history ends in a theft, and each theft is reported once.
  CHECK(contest.reported() == verdict.rounds);
  CHECK(contest.thefts() > verdict.rounds / 10);
}

TEST_CASE("a refresh that races the replay of an old token keeps nothing alive", "[races][session]") {
  const auto backend = GENERATE(from_range(backends()));
  const auto seed = testSeed();
  ReplayRace contest{paused(backend.open(), seed)};
  const auto verdict = contest.play(Rounds{50, 5'000}.count());
  INFO(backend << ", MFA_SEED=" << seed << ", " << verdict.first);
  CHECK(verdict.broken == 0);
}

TEST_CASE("a storage that revokes nothing or whose grace never ends is found by the histories",
          "[races][session]") {
  const auto backend = GENERATE(from_range(backends()));
  const auto broken = GENERATE(Broken::Revoke, Broken::GraceWindow);
  Histories contest{brokenStorage(backend.open(), broken), testSeed()};
  CHECK(roundsUntilBroken(contest, 100) <= 100);
}

TEST_CASE("a storage that compares the refresh token and then writes is found to outlive a theft",
          "[races][session]") {
  const auto backend = GENERATE(from_range(backends()));
  ReplayRace contest{brokenStorage(backend.open(), Broken::Rotate)};
  CHECK(roundsUntilBroken(contest, 1'000) <= 1'000);
}

}  // namespace mfa::test
