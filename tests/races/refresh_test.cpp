// Tabs that refresh at once. Source: RFC 9700 section 4.14; FDI, session refresh.
#include <algorithm>
#include <catch2/catch.hpp>
#include <set>

#include "races/backends.hpp"
#include "races/broken_storage.hpp"
#include "races/refresh_world.hpp"
#include "races/verdict.hpp"
#include "support/seeded_pauses.hpp"

namespace mfa::test {
namespace {

using namespace std::chrono_literals;

constexpr int kTabs = 50;

/// Fifty tabs of one browser refresh with one token, on two nodes; their answers reach the browser in any
/// order, and each takes the place of the one before.
class RefreshRace {
 public:
  RefreshRace(const std::shared_ptr<Storage>& storage, std::uint64_t seed)
      : here_{refreshWorld(storage)},
        there_{refreshWorld(storage, here_.clock)},
        lots_{seed},
        replies_(kTabs) {}

  Verdict play(int rounds) {
    Verdict verdict;
    race(
        kTabs, rounds, [&](int) { prepare(); }, [&](int, int tab) { refresh(tab); },
        [&](int) { check(verdict); });
    return verdict;
  }

 private:
  /// Three generations of each session: sign in again, or go on.
  void prepare() {
    if (generation_++ % 3 == 0) browser_.start();
    here_.clock->advance(1h);
    request_ = browser_.request("POST", "/auth/session/refresh");
  }

  void refresh(int tab) {
    const auto& node = tab % 2 == 0 ? here_ : there_;
    FakeResponse res;
    node.auth->handle(request_, res);
    replies_[static_cast<std::size_t>(tab)] = std::move(res);
  }

  void check(Verdict& verdict) {
    int refused = 0;
    std::set<std::string> children;
    for (std::size_t left = replies_.size(); left > 0; --left) {
      std::swap(replies_[lots_.below(left)], replies_[left - 1]);
      const auto& reply = replies_[left - 1];
      if (reply.status != 200) ++refused;
      browser_.take(reply);
      children.insert(browser_.refreshToken());
    }
    const bool stays = browser_.enter({.checkDatabase = true}).res.status == 200;
    const int thefts =
        here_.count(EventType::TokenTheftDetected) + there_.count(EventType::TokenTheftDetected);
    verdict.note(refused == 0 && stays && thefts == 0 && children.size() == 1,
                 std::to_string(refused) + " refused, " + (stays ? "signed in, " : "signed out, ") +
                     std::to_string(thefts) + " thefts, " + std::to_string(children.size()) + " children");
    if (!stays) generation_ = 0;
  }

  SessionWorld here_;
  SessionWorld there_;
  Client browser_{here_};
  Lots lots_;
  int generation_ = 0;
  FakeRequest request_{};
  std::vector<FakeResponse> replies_;
};

}  // namespace

TEST_CASE("fifty tabs that refresh at once get one child and stay signed in whatever answer comes last",
          "[races][session]") {
  const auto backend = GENERATE(from_range(backends()));
  const auto seed = testSeed();
  RefreshRace contest{paused(backend.open(), seed), seed};
  const auto verdict = contest.play(Rounds{30, 3'000}.count());
  INFO(backend << ", MFA_SEED=" << seed << ", " << verdict.first);
  CHECK(verdict.broken == 0);
}

TEST_CASE("a storage that compares the refresh token and then writes is found to log tabs out",
          "[races][session]") {
  const auto backend = GENERATE(from_range(backends()));
  RefreshRace contest{brokenStorage(backend.open(), Broken::Rotate), testSeed()};
  CHECK(roundsUntilBroken(contest, 100) <= 100);
}

TEST_CASE("tabs that refresh again with any answer of the window stay signed in", "[races][session]") {
  const auto backend = GENERATE(from_range(backends()));
  const auto seed = testSeed();
  INFO(backend << ", MFA_SEED=" << seed);
  auto world = refreshWorld(paused(backend.open(), seed));
  Lots lots{seed};
  for (int round = 0; round < Rounds{10, 1'000}.count(); ++round) {
    Client browser{world};
    browser.start();
    world.clock->advance(1h);
    // Within one window each tab holds the parent or the child, and answers overtake each other.
    std::vector<Client> tabs(6, browser);
    for (int step = 0; step < 24; ++step) {
      auto& tab = lots.oneOf(tabs);
      REQUIRE(tab.refresh().res.status == 200);
      lots.oneOf(tabs).jar = tab.jar;
      world.clock->advance(1s);
    }
    std::set<std::string> leaves;
    for (auto& tab : tabs) {
      REQUIRE(tab.refresh().res.status == 200);
      leaves.insert(tab.refreshToken());
    }
    REQUIRE(leaves.size() == 1);
  }
  CHECK(world.count(EventType::TokenTheftDetected) == 0);
}

}  // namespace mfa::test
