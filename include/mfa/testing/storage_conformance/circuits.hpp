/// @file
/// Circuits: opening, trials, closing, and how many of a crowd pass.
#pragma once

#include <atomic>

#include "mfa/testing/storage_conformance/backend.hpp"
#include "mfa/testing/storage_conformance/race.hpp"

namespace mfa::testing::conformance {

inline constexpr CircuitPolicy kPolicy{.minimum = 10, .share = 0.2, .pause = hours{1}, .trials = 5};

inline CircuitPassage attempt(Storage& storage, Time now = kNow, const std::string& name = "c") {
  return storage.transact([&](Transaction& tx) { return tx.circuits().attempt(name, kPolicy, now); });
}

/// How many of `attempts` at one time pass.
inline int passing(Storage& storage, int attempts, Time now = kNow) {
  int passed = 0;
  for (int i = 0; i < attempts; ++i) passed += attempt(storage, now).passes ? 1 : 0;
  return passed;
}

/// Whether one of so many successes closed it.
inline bool succeed(Storage& storage, int times = 1) {
  bool closed = false;
  for (int i = 0; i < times; ++i)
    closed |= storage.transact([](Transaction& tx) { return tx.circuits().succeed("c", kPolicy); });
  return closed;
}

inline std::optional<Circuit> circuit(Storage& storage, const std::string& name = "c") {
  const auto all = storage.read([](Transaction& tx) { return tx.circuits().list(); });
  for (const auto& one : all)
    if (one.name == name) return one;
  return std::nullopt;
}

TEST_CASE("a circuit opens when too few of the least number of attempts succeed", "[storage][circuits]") {
  const auto storage = openEmptyStorage();
  CHECK(passing(*storage, 10) == 10);
  CHECK_FALSE(succeed(*storage));
  const auto first = attempt(*storage);
  CHECK_FALSE(first.passes);
  CHECK(first.opened);
  CHECK(first.retryAfter == hours{1});
  const auto next = attempt(*storage, kNow + minutes{20});
  CHECK_FALSE(next.passes);
  CHECK_FALSE(next.opened);
  CHECK(next.retryAfter == minutes{40});
  const auto row = circuit(*storage);
  REQUIRE(row);
  CHECK(row->openedAt == kNow);
  CHECK(row->resumesAt == kNow + hours{1});
  CHECK(row->attempts == 10);
  CHECK(row->successes == 1);
}

TEST_CASE("a circuit stays closed while the share of successes holds", "[storage][circuits]") {
  const auto storage = openEmptyStorage();
  for (int round = 0; round < 30; ++round) {
    REQUIRE(passing(*storage, 5) == 5);
    CHECK_FALSE(succeed(*storage, 2));
  }
  CHECK_FALSE(circuit(*storage)->openedAt);
}

TEST_CASE("a good past hides a bad present for no longer than the latest attempts", "[storage][circuits]") {
  const auto storage = openEmptyStorage();
  for (int i = 0; i < 1'000; ++i) {
    REQUIRE(passing(*storage, 1) == 1);
    (void)succeed(*storage);
  }
  const int hidden = passing(*storage, 1'000);
  CHECK(hidden >= 10);
  CHECK(hidden <= 60);
}

TEST_CASE("there are never more successes than attempts", "[storage][circuits]") {
  const auto storage = openEmptyStorage();
  CHECK_FALSE(succeed(*storage));
  CHECK_FALSE(circuit(*storage));
  CHECK(passing(*storage, 2) == 2);
  CHECK_FALSE(succeed(*storage, 50));
  CHECK(circuit(*storage)->successes == 2);
  CHECK(passing(*storage, 100) < 30);
}

TEST_CASE("after a pause a circuit lets its trials through and closes when enough of them succeed",
          "[storage][circuits]") {
  const auto storage = openEmptyStorage();
  CHECK(passing(*storage, 20) == 10);
  CHECK(passing(*storage, 20, kNow + hours{1} - milliseconds{1}) == 0);
  CHECK(passing(*storage, 20, kNow + hours{1}) == 5);
  CHECK(succeed(*storage));
  CHECK_FALSE(circuit(*storage)->openedAt);
  CHECK(passing(*storage, 4, kNow + hours{1}) == 4);
}

TEST_CASE("a trial that fails is tried again after another pause", "[storage][circuits]") {
  const auto storage = openEmptyStorage();
  CHECK(passing(*storage, 20) == 10);
  for (int pause = 1; pause <= 10; ++pause) {
    const Time then = kNow + hours{pause};
    CHECK(passing(*storage, 20, then) == 5);
    CHECK(attempt(*storage, then + minutes{1}).retryAfter == minutes{59});
  }
}

TEST_CASE("successes that come late close a circuit that opened too early", "[storage][circuits]") {
  const auto storage = openEmptyStorage();
  CHECK(passing(*storage, 20) == 10);
  CHECK_FALSE(succeed(*storage));
  CHECK(succeed(*storage));
  CHECK(passing(*storage, 1) == 1);
}

TEST_CASE("an attempt that was not made does not count", "[storage][circuits]") {
  const auto storage = openEmptyStorage();
  const auto withdraw = [&](const std::string& name) {
    storage->transact([&](Transaction& tx) { tx.circuits().withdraw(name); });
  };
  withdraw("unknown");
  CHECK(passing(*storage, 10) == 10);
  withdraw("c");
  CHECK(passing(*storage, 20) == 1);
  const Time trial = kNow + hours{1};
  CHECK(passing(*storage, 20, trial) == 5);
  withdraw("c");
  CHECK(passing(*storage, 20, trial) == 1);
}

TEST_CASE("circuits do not touch each other", "[storage][circuits]") {
  const auto storage = openEmptyStorage();
  CHECK(passing(*storage, 20) == 10);
  CHECK(attempt(*storage, kNow, "C").passes);
  CHECK(attempt(*storage, kNow, "d").passes);
  CHECK(storage->read([](Transaction& tx) { return tx.circuits().list(); }).size() == 3);
}

TEST_CASE("a circuit is opened and closed by hand", "[storage][circuits]") {
  const auto storage = openEmptyStorage();
  storage->transact([](Transaction& tx) { tx.circuits().open("c", kNow, kNow + hours{3}); });
  CHECK(attempt(*storage, kNow + hours{1}).retryAfter == hours{2});
  CHECK_FALSE(succeed(*storage, 5));
  CHECK(passing(*storage, 9, kNow + hours{3}) == 5);
  const auto close = [&] {
    return storage->transact([](Transaction& tx) { return tx.circuits().close("c"); });
  };
  CHECK(close() == Update::Done);
  CHECK(close() == Update::Missing);
  CHECK(passing(*storage, 5) == 5);
}

TEST_CASE("a circuit without attempts is forgotten and removed in steps", "[storage][circuits]") {
  const auto storage = openEmptyStorage();
  CHECK(passing(*storage, 20) == 10);
  for (const auto* name : {"d", "e"}) CHECK(attempt(*storage, kNow, name).passes);
  const auto removeAt = [&](Time now) {
    return storage->transact([&](Transaction& tx) { return tx.circuits().removeExpired(now, 2); });
  };
  CHECK(removeAt(kNow + hours{25} - milliseconds{1}) == 0);
  CHECK(removeAt(kNow + hours{25}) == 2);
  CHECK(removeAt(kNow + hours{25}) == 1);
  CHECK(removeAt(kNow + hours{25}) == 0);
  CHECK(passing(*storage, 10) == 10);
  CHECK(passing(*storage, 10, kNow + hours{26}) == 10);  // not removed, and forgotten all the same
}

TEST_CASE("of a crowd no more pass than there are trials", "[storage][races]") {
  const auto storage = openEmptyStorage();
  std::atomic<int> passed = 0;
  CHECK(passing(*storage, 20) == 10);
  race(
      16, trials(50, 2'000), [&](int) { passed = 0; },
      [&](int round, int) {
        if (attempt(*storage, kNow + hours{round + 1}).passes) ++passed;
      },
      [&](int) { REQUIRE(passed == 5); });
}

TEST_CASE("of a crowd no more pass than the least number before a circuit is judged", "[storage][races]") {
  const auto storage = openEmptyStorage();
  std::atomic<int> passed = 0;
  std::atomic<int> opened = 0;
  race(
      16, trials(50, 2'000), [&](int) { passed = opened = 0; },
      [&](int round, int) {
        const auto passage = attempt(*storage, kNow, std::to_string(round));
        if (passage.passes) ++passed;
        if (passage.opened) ++opened;
      },
      [&](int) {
        REQUIRE(passed == 10);
        REQUIRE(opened == 1);
      });
}

}  // namespace mfa::testing::conformance
