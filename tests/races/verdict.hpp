// What the rounds of a race came to.
#pragma once

#include <string>
#include <utility>

#include "mfa/testing/storage_conformance/race.hpp"
#include "support/seed.hpp"

namespace mfa::test {

using testing::conformance::race;

/// How many rounds a race has.
struct Rounds {
  int quick = 0;
  int nightly = 0;

  [[nodiscard]] int count() const { return isNightly() ? nightly : quick; }
};

struct Verdict {
  int rounds = 0;
  int broken = 0;       ///< in so many of them the rule did not hold
  std::string first{};  ///< what the first of these looked like

  void note(bool holds, const std::string& seen) {
    ++rounds;
    if (holds) return;
    if (++broken == 1) first = "round " + std::to_string(rounds) + ": " + seen;
  }
};

/// Plays rounds until the rule breaks, and tells how many it took; nothing breaks it: `most` and one.
template <class Race>
int roundsUntilBroken(Race& contest, int most) {
  for (int round = 1; round <= most; ++round)
    if (contest.play(1).broken > 0) return round;
  return most + 1;
}

}  // namespace mfa::test
