/// @file
/// Budgets: taking from one and from several, refusals and their waits, clocks that go back.
#pragma once

#include "mfa/testing/storage_conformance/backend.hpp"

namespace mfa::testing::conformance {

inline Budget bucket(const std::string& key, int limit, milliseconds period) {
  return {.key = key, .kind = Budget::Kind::Bucket, .limit = limit, .period = period};
}

inline Budget window(const std::string& key, int limit, milliseconds period) {
  return {.key = key, .kind = Budget::Kind::Window, .limit = limit, .period = period};
}

inline std::optional<BudgetRefusal> take(Storage& storage, const std::vector<Budget>& budgets, Time now) {
  return storage.transact([&](Transaction& tx) { return tx.budgets().take(budgets, now); });
}

/// How many of `attempts` takes at one time succeed.
inline int takeMany(Storage& storage, const Budget& budget, int attempts, Time now) {
  int taken = 0;
  for (int i = 0; i < attempts; ++i)
    if (!take(storage, {budget}, now)) ++taken;
  return taken;
}

TEST_CASE("a bucket holds its limit and gets one back every period", "[storage][budgets]") {
  const auto storage = openEmptyStorage();
  const auto budget = bucket("b", 3, seconds{200});
  CHECK(takeMany(*storage, budget, 5, kNow) == 3);

  const auto refusal = take(*storage, {budget}, kNow + seconds{50});
  REQUIRE(refusal);
  CHECK(refusal->key == "b");
  CHECK(refusal->retryAfter == seconds{150});
  CHECK(take(*storage, {budget}, kNow + seconds{200} - milliseconds{1}));
  CHECK(takeMany(*storage, budget, 2, kNow + seconds{200}) == 1);
  CHECK(takeMany(*storage, budget, 5, kNow + seconds{600}) == 2);
  CHECK(takeMany(*storage, budget, 5, kNow + hours{24}) == 3);
}

TEST_CASE("a refused take costs nothing", "[storage][budgets]") {
  const auto storage = openEmptyStorage();
  const auto budget = bucket("b", 1, seconds{10});
  CHECK_FALSE(take(*storage, {budget}, kNow));
  for (int i = 1; i < 10; ++i) CHECK(take(*storage, {budget}, kNow + seconds{i}));
  CHECK_FALSE(take(*storage, {budget}, kNow + seconds{10}));
}

TEST_CASE("budgets are taken all together or not at all", "[storage][budgets]") {
  const auto storage = openEmptyStorage();
  const auto roomy = bucket("roomy", 10, seconds{1});
  const auto tight = bucket("tight", 1, seconds{60});
  const auto tighter = window("tighter", 1, hours{24});
  CHECK_FALSE(take(*storage, {roomy, tight, tighter}, kNow));
  for (int i = 0; i < 20; ++i) {
    const auto refusal = take(*storage, {roomy, tight, tighter}, kNow);
    REQUIRE(refusal);
    CHECK(refusal->key == "tighter");
    CHECK(refusal->retryAfter >= hours{24});
  }
  CHECK(takeMany(*storage, roomy, 20, kNow) == 9);
  CHECK_FALSE(take(*storage, {}, kNow));
}

TEST_CASE("budgets of different keys and kinds do not touch each other", "[storage][budgets]") {
  const auto storage = openEmptyStorage();
  CHECK(takeMany(*storage, bucket("a", 2, seconds{60}), 5, kNow) == 2);
  CHECK(takeMany(*storage, bucket("A", 2, seconds{60}), 5, kNow) == 2);
  CHECK(takeMany(*storage, window("a", 2, seconds{60}), 5, kNow) == 2);
}

TEST_CASE("one budget named twice is taken from twice", "[storage][budgets]") {
  const auto storage = openEmptyStorage();
  const auto budget = bucket("b", 3, seconds{60});
  CHECK_FALSE(take(*storage, {budget, budget}, kNow));
  CHECK(take(*storage, {budget, budget}, kNow));
  CHECK_FALSE(take(*storage, {budget}, kNow));
  CHECK(take(*storage, {budget}, kNow));
}

TEST_CASE("a reset fills budgets up again", "[storage][budgets]") {
  const auto storage = openEmptyStorage();
  const auto a = bucket("a", 1, hours{1});
  const auto b = window("b", 1, hours{1});
  CHECK_FALSE(take(*storage, {a, b}, kNow));
  CHECK(take(*storage, {a}, kNow));
  CHECK(take(*storage, {b}, kNow));
  storage->transact([](Transaction& tx) { tx.budgets().reset({"a", "b", "unknown"}); });
  CHECK_FALSE(take(*storage, {a, b}, kNow));
}

TEST_CASE("a clock set back gives nothing back and takes nothing away", "[storage][budgets]") {
  for (const auto kind : {Budget::Kind::Bucket, Budget::Kind::Window}) {
    const auto storage = openEmptyStorage();
    const Budget budget{.key = "b", .kind = kind, .limit = 3, .period = hours{1}};
    CHECK(takeMany(*storage, budget, 2, kNow) == 2);
    const Time lastYear = kNow - hours{24 * 365};
    CHECK(takeMany(*storage, budget, 5, lastYear) == 1);
    const auto refusal = take(*storage, {budget}, lastYear + hours{2});
    REQUIRE(refusal);
    CHECK(refusal->retryAfter >= kNow - (lastYear + hours{2}));
    CHECK(take(*storage, {budget}, kNow));
    CHECK(takeMany(*storage, budget, 9, kNow + hours{24}) == 3);
  }
}

TEST_CASE("a budget that allows nothing refuses", "[storage][budgets]") {
  const auto storage = openEmptyStorage();
  for (const auto kind : {Budget::Kind::Bucket, Budget::Kind::Window}) {
    const auto refusal = take(*storage, {{.key = "b", .kind = kind, .limit = 0, .period = hours{1}}}, kNow);
    REQUIRE(refusal);
    CHECK(refusal->retryAfter > milliseconds{0});
  }
}

TEST_CASE("a lowered limit holds from the next take on", "[storage][budgets]") {
  const auto storage = openEmptyStorage();
  CHECK(takeMany(*storage, bucket("b", 5, minutes{1}), 4, kNow) == 4);
  const auto lowered = take(*storage, {bucket("b", 2, minutes{1})}, kNow);
  REQUIRE(lowered);
  CHECK(lowered->retryAfter <= minutes{3});
  CHECK(takeMany(*storage, window("w", 5, minutes{1}), 4, kNow) == 4);
  CHECK(take(*storage, {window("w", 2, minutes{1})}, kNow));
}

TEST_CASE("budgets that are full again are removed in steps", "[storage][budgets]") {
  const auto storage = openEmptyStorage();
  for (int i = 0; i < 5; ++i) {
    const auto key = std::to_string(i);
    CHECK_FALSE(take(*storage, {bucket(key, 3, minutes{1}), window(key, 3, minutes{1})}, kNow));
  }
  CHECK_FALSE(take(*storage, {bucket("long", 1, hours{24})}, kNow));
  const auto removeAt = [&](Time now) {
    return storage->transact([&](Transaction& tx) { return tx.budgets().removeExpired(now, 7); });
  };
  CHECK(removeAt(kNow + seconds{59}) == 0);
  CHECK(removeAt(kNow + minutes{2}) == 7);
  CHECK(removeAt(kNow + minutes{2}) == 3);
  CHECK(removeAt(kNow + minutes{2}) == 0);
  CHECK(take(*storage, {bucket("long", 1, hours{24})}, kNow + minutes{2}));
}

}  // namespace mfa::testing::conformance
