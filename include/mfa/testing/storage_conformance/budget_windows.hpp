/// @file
/// Windows: no span of one period ever holds more than the limit, whenever it begins and whatever the clock
/// does.
#pragma once

#include <algorithm>
#include <deque>
#include <random>

#include "mfa/testing/storage_conformance/budgets.hpp"

namespace mfa::testing::conformance {

TEST_CASE("a window gives back what it gave within a thirteenth twelfth of its period",
          "[storage][budgets]") {
  const auto storage = openEmptyStorage();
  const auto budget = window("w", 4, minutes{12});
  CHECK(takeMany(*storage, budget, 9, kNow) == 4);
  CHECK(takeMany(*storage, budget, 9, kNow + minutes{12} - milliseconds{1}) == 0);
  const auto refusal = take(*storage, {budget}, kNow + minutes{6});
  REQUIRE(refusal);
  CHECK(refusal->retryAfter >= minutes{6});
  CHECK(refusal->retryAfter <= minutes{7});
  CHECK(takeMany(*storage, budget, 9, kNow + minutes{6} + refusal->retryAfter) == 4);
}

TEST_CASE("a window gives back step by step", "[storage][budgets]") {
  const auto storage = openEmptyStorage();
  const auto budget = window("w", 12, minutes{12});
  for (int i = 0; i < 12; ++i) CHECK_FALSE(take(*storage, {budget}, kNow + minutes{i}));
  CHECK(take(*storage, {budget}, kNow + minutes{12} - milliseconds{1}));
  int back = 0;
  for (int i = 0; i < 12; ++i) back += takeMany(*storage, budget, 12, kNow + minutes{13 + i});
  CHECK(back == 12);
}

/// Takes at random times, some of them behind each other, and looks at every span of one period.
inline void checkWindow(unsigned seed) {
  std::mt19937 random{seed};
  const auto any = [&](int from, int to) { return std::uniform_int_distribution{from, to}(random); };
  const auto storage = openEmptyStorage();
  const auto budget = window("w", any(1, 8), milliseconds{any(1, 5'000)});
  Time now = kNow + milliseconds{any(0, 10'000)};
  Time latest = now;
  std::vector<Time> taken;
  for (int i = 0; i < 200; ++i) {
    // A clock that jumps back is as good as one that stands still at the latest time it told.
    now += milliseconds{any(0, static_cast<int>(budget.period.count()) / 3 + 1)};
    if (any(0, 9) == 0) now -= milliseconds{any(0, 4'000)};
    latest = std::max(latest, now);
    if (!take(*storage, {budget}, now)) taken.push_back(latest);
  }
  std::size_t most = 0;
  for (auto first = taken.begin(); first != taken.end(); ++first) {
    const auto end = std::lower_bound(first, taken.end(), *first + budget.period);
    most = std::max(most, static_cast<std::size_t>(end - first));
  }
  CAPTURE(seed, budget.limit, budget.period.count());
  CHECK(most <= static_cast<std::size_t>(budget.limit));
  CHECK_FALSE(taken.empty());
}

TEST_CASE("no span of a window's period holds more than its limit", "[storage][budgets]") {
  const int schedules = trials(20, 1'000);
  for (int seed = 1; seed <= schedules; ++seed) checkWindow(static_cast<unsigned>(seed));
}

TEST_CASE("a window that is asked again after each wait gives its limit in every period",
          "[storage][budgets]") {
  const auto storage = openEmptyStorage();
  const auto budget = window("w", 5, minutes{10});
  Time now = kNow;
  int taken = 0;
  while (now < kNow + hours{10}) {
    if (const auto refusal = take(*storage, {budget}, now)) {
      REQUIRE(refusal->retryAfter > milliseconds{0});
      now += refusal->retryAfter;
    } else {
      ++taken;
    }
  }
  CHECK(taken >= 5 * 60 * 12 / 13);
  CHECK(taken <= 5 * 61);
}

}  // namespace mfa::testing::conformance
