/// @file
/// Races: of many transactions that bring the same change at once, one finds what it expects.
#pragma once

#include <atomic>
#include <stdexcept>
#include <utility>

#include "mfa/testing/storage_conformance/budgets.hpp"
#include "mfa/testing/storage_conformance/race.hpp"

namespace mfa::testing::conformance {

TEST_CASE("a code is spent once when sixteen requests race for it", "[storage][races]") {
  const auto storage = openEmptyStorage();
  std::atomic<int> spent = 0;
  const auto prepare = [&](int round) {
    spent = 0;
    const auto name = std::to_string(round);
    storage->transact(
        [&](Transaction& tx) { (void)tx.codes().replaceDevice(device(name), code(name, name)); });
  };
  // Whoever spends the code opens a session in the same transaction.
  const auto act = [&](int round, int thread) {
    const auto name = std::to_string(round);
    const bool opened = storage->transact([&](Transaction& tx) {
      const auto result =
          tx.codes().consumeOnce({.preAuthSessionId = name, .codeHash = "hash of " + name, .now = kNow});
      if (!std::holds_alternative<code_spending::Spent>(result)) return false;
      (void)tx.sessions().insertUnique(session(name + "/" + std::to_string(thread), "user of " + name));
      return true;
    });
    if (opened) ++spent;
  };
  const auto check = [&](int round) {
    REQUIRE(spent == 1);
    const auto userId = "user of " + std::to_string(round);
    storage->transact([&](Transaction& tx) {
      REQUIRE(tx.sessions().revokeAllForUser(userId, std::nullopt, std::nullopt).size() == 1);
    });
  };
  race(16, trials(100, 10'000), prepare, act, check);
}

TEST_CASE("a code is never spent under a session that was revoked", "[storage][races]") {
  const auto storage = openEmptyStorage();
  std::atomic<int> spent = 0;
  std::atomic<int> revoked = 0;
  const auto prepare = [&](int round) {
    const auto name = std::to_string(round);
    storage->transact([&](Transaction& tx) {
      (void)tx.sessions().insertUnique(session(name));
      (void)tx.codes().replaceDevice(deviceUnder(name, "ada", name), code(name, name));
    });
  };
  const auto revoke = [&](const std::string& name) {
    const auto outcome = storage->transact([&](Transaction& tx) { return tx.sessions().revoke(name); });
    if (outcome == Update::Done) ++revoked;
  };
  const auto spend = [&](const std::string& name) {
    const auto result = storage->transact([&](Transaction& tx) {
      auto outcome = tx.codes().consumeOnce(
          {.preAuthSessionId = name, .codeHash = "hash of " + name, .sessionHandle = name, .now = kNow});
      // The session that a code is spent under is live for the rest of the transaction.
      if (std::holds_alternative<code_spending::Spent>(outcome) &&
          tx.sessions().completeFactor(name, {.factorId = "otp-phone"}, kNow) == Update::Missing)
        throw std::logic_error{"a code was spent under a revoked session"};
      return outcome;
    });
    if (std::holds_alternative<code_spending::Spent>(result)) ++spent;
  };
  const auto act = [&](int round, int thread) {
    if (thread == 0)
      revoke(std::to_string(round));
    else
      spend(std::to_string(round));
  };
  const int rounds = trials(50, 2'000);
  race(4, rounds, prepare, act, [&](int round) {
    REQUIRE(revoked == round + 1);
    REQUIRE(spent <= round + 1);
  });
}

TEST_CASE("sixty-four callers together take no more than a budget holds", "[storage][races]") {
  const auto storage = openEmptyStorage();
  for (const auto kind : {Budget::Kind::Bucket, Budget::Kind::Window}) {
    std::atomic<int> taken = 0;
    const auto budgetOf = [&](int round) {
      return Budget{.key = std::to_string(round), .kind = kind, .limit = 5, .period = hours{24}};
    };
    race(
        64, trials(10, 1'000), [&](int) { taken = 0; },
        [&](int round, int) {
          if (!take(*storage, {budgetOf(round), bucket("shared", 1'000'000, hours{1})}, kNow)) ++taken;
        },
        [&](int) { REQUIRE(taken == 5); });
  }
}

TEST_CASE("budgets taken in any order do not wait for each other", "[storage][races]") {
  const auto storage = openEmptyStorage();
  const std::vector<Budget> forth{bucket("a", 1'000'000, hours{1}), bucket("b", 1'000'000, hours{1})};
  const std::vector<Budget> back{forth[1], forth[0]};
  std::atomic<int> taken = 0;
  race(
      8, trials(50, 2'000), [&](int) { taken = 0; },
      [&](int, int thread) {
        if (!take(*storage, thread % 2 == 0 ? forth : back, kNow)) ++taken;
      },
      [&](int) { REQUIRE(taken == 8); });
}

TEST_CASE("every wrong code is counted when many come at once", "[storage][races]") {
  const auto storage = openEmptyStorage();
  storage->transact([](Transaction& tx) { (void)tx.codes().replaceDevice(device("d"), code("c", "d")); });
  const int rounds = trials(20, 1'000);
  const auto nothing = [](int) {};
  race(
      16, rounds, nothing,
      [&](int, int) { storage->transact([](Transaction& tx) { (void)tx.codes().countAttempt("d"); }); },
      nothing);
  const auto found = storage->read([](Transaction& tx) { return tx.codes().findDevice("d"); });
  CHECK(found->device.failedAttempts == 16 * rounds);
}

TEST_CASE("a refresh token is rotated once when many requests bring it", "[storage][races]") {
  const auto storage = openEmptyStorage();
  std::atomic<int> rotated = 0;
  const auto nameOf = [](int round) { return "token " + std::to_string(round); };
  auto row = session("s");
  row.refreshTokenHash2 = nameOf(0);
  storage->transact([&](Transaction& tx) { (void)tx.sessions().insertUnique(row); });
  race(
      16, trials(50, 2'000), [&](int) { rotated = 0; },
      [&](int round, int) {
        const SessionRotation rotation{.sessionHandle = "s",
                                       .expectedRefreshTokenHash2 = nameOf(round),
                                       .refreshTokenHash2 = nameOf(round + 1),
                                       .rotatedAt = kNow,
                                       .expiresAt = kNow + hours{24}};
        if (storage->transact([&](Transaction& tx) { return tx.sessions().rotate(rotation); }) ==
            Update::Done)
          ++rotated;
      },
      [&](int round) {
        REQUIRE(rotated == 1);
        const auto found = storage->read([](Transaction& tx) { return tx.sessions().find("s", kNow); });
        REQUIRE(found->refreshTokenHash2 == nameOf(round + 1));
        REQUIRE(found->prevRefreshTokenHash2 == nameOf(round));
      });
}

TEST_CASE("one of several contacts becomes the first factor", "[storage][races]") {
  const auto storage = openEmptyStorage();
  std::atomic<int> enrolled = 0;
  std::atomic<int> other = 0;
  race(
      16, trials(50, 2'000), [&](int) { enrolled = other = 0; },
      [&](int round, int thread) {
        const auto row = factor(std::to_string(round), "+1201555" + std::to_string(1000 + thread),
                                thread % 2 == 0 ? "otp-phone" : "link-phone");
        const auto outcome =
            storage->transact([&](Transaction& tx) { return tx.factors().enrolFirstOrCompare(row); });
        if (outcome == Enrolment::Enrolled) ++enrolled;
        if (outcome == Enrolment::Other) ++other;
      },
      [&](int round) {
        REQUIRE(enrolled == 1);
        REQUIRE(other == 15);
        const auto rows =
            storage->read([&](Transaction& tx) { return tx.factors().list(std::to_string(round)); });
        REQUIRE(rows.size() == 1);
      });
}

TEST_CASE("no session that began by a password outlives its change", "[storage][races]") {
  const auto storage = openEmptyStorage();
  storage->transact([](Transaction& tx) { (void)tx.users().insertUnique(user("ada", "ada@example.com")); });
  const auto first = user("ada", "ada@example.com").passwordHash.value();
  const auto hashOf = [&](int round) { return round == 0 ? first : "$2b$11$" + std::to_string(round); };
  const auto change = [&](int round) {
    storage->transact([&](Transaction& tx) {
      (void)tx.users().replacePasswordHash("ada", hashOf(round), hashOf(round + 1));
      (void)tx.sessions().revokeAllForUser("ada", std::nullopt, std::nullopt);
    });
  };
  const auto begin = [&](int round, int thread) {
    const auto row = session(std::to_string(round) + "/" + std::to_string(thread));
    storage->transact([&](Transaction& tx) {
      if (tx.users().confirmPasswordHash("ada", hashOf(round)) == Update::Done)
        (void)tx.sessions().insertUnique(row);
    });
  };
  race(
      8, trials(50, 2'000), [](int) {},
      [&](int round, int thread) { thread == 0 ? change(round) : begin(round, thread); },
      [&](int) {
        REQUIRE(storage->read([](Transaction& tx) {
          return tx.sessions().handlesForUser("ada", std::nullopt, kNow);
        }) == std::vector<std::string>{});
      });
}

TEST_CASE("a factor is replaced by one of many at once", "[storage][races]") {
  const auto storage = openEmptyStorage();
  std::atomic<int> replaced = 0;
  const auto before = [](int round) { return factor(std::to_string(round), "+12015550123"); };
  race(
      16, trials(50, 2'000),
      [&](int round) {
        replaced = 0;
        storage->transact([&](Transaction& tx) { (void)tx.factors().enrolFirstOrCompare(before(round)); });
      },
      [&](int round, int thread) {
        const auto row = factor(std::to_string(round), "+1201555" + std::to_string(1000 + thread));
        if (storage->transact([&](Transaction& tx) {
              return tx.factors().replace(row, before(round).contact);
            }) == Update::Done)
          ++replaced;
      },
      [&](int) { REQUIRE(replaced == 1); });
}

TEST_CASE("one of many sign-ups with one address makes a user", "[storage][races]") {
  const auto storage = openEmptyStorage();
  std::atomic<int> inserted = 0;
  const int rounds = trials(20, 1'000);
  race(
      64, rounds, [&](int) { inserted = 0; },
      [&](int round, int thread) {
        const auto number = std::to_string(round);
        const auto row = user(number + "/" + std::to_string(thread), number + "@example.com");
        if (storage->transact([&](Transaction& tx) { return tx.users().insertUnique(row); }) == Insert::Done)
          ++inserted;
      },
      [&](int) { REQUIRE(inserted == 1); });
  CHECK(storage->read([](Transaction& tx) { return tx.users().count({}, std::nullopt); }) == rounds);
}

TEST_CASE("one of many nodes makes the next signing key", "[storage][races]") {
  const auto storage = openEmptyStorage();
  std::atomic<int> inserted = 0;
  const int rounds = trials(20, 200);
  race(
      16, rounds, [&](int) { inserted = 0; },
      [&](int round, int thread) {
        const auto row = key(std::to_string(round) + "/" + std::to_string(thread), round);
        if (storage->transact([&](Transaction& tx) { return tx.keys().insertUnique(row); }) == Insert::Done)
          ++inserted;
      },
      [&](int) { REQUIRE(inserted == 1); });
  CHECK(storage->read([](Transaction& tx) { return tx.keys().list(); }).size() ==
        static_cast<std::size_t>(rounds));
}

TEST_CASE("merges of different keys all count though the row was not there", "[storage][races]") {
  const auto storage = openEmptyStorage();
  const int users = trials(2, 20);
  const int keys = trials(10, 1'000);
  for (int user = 0; user < users; ++user) {
    const auto userId = std::to_string(user);
    const auto nothing = [](int) {};
    const auto act = [&](int round, int thread) {
      const auto name = std::to_string(thread) + "/" + std::to_string(round);
      storage->transact([&](Transaction& tx) { (void)tx.metadata().merge(userId, {{name, round}}); });
    };
    race(32, keys, nothing, act, nothing);
    const auto metadata = storage->read([&](Transaction& tx) { return tx.metadata().get(userId); });
    CHECK(metadata.size() == static_cast<std::size_t>(32 * keys));
  }
}

TEST_CASE("merges into one session all count", "[storage][races]") {
  const auto storage = openEmptyStorage();
  storage->transact([](Transaction& tx) { (void)tx.sessions().insertUnique(session("s")); });
  const int rounds = trials(10, 100);
  const auto nothing = [](int) {};
  const auto act = [&](int round, int thread) {
    const auto name = std::to_string(thread) + "/" + std::to_string(round);
    storage->transact([&](Transaction& tx) { return tx.sessions().mergePayload("s", {{name, 1}}, kNow); });
  };
  race(16, rounds, nothing, act, nothing);
  const auto row = storage->read([](Transaction& tx) { return tx.sessions().find("s", kNow); });
  CHECK(row->accessTokenPayload.size() == static_cast<std::size_t>(16 * rounds));
}

TEST_CASE("work that throws beside others undoes itself alone", "[storage][races]") {
  const auto storage = openEmptyStorage();
  std::atomic<int> failed = 0;
  const int rounds = trials(50, 2'000);
  const auto act = [&](int round, int thread) {
    const auto name = std::to_string(round) + "/" + std::to_string(thread);
    try {
      storage->transact([&](Transaction& tx) {
        tx.settings().put(name, "written");
        if (thread % 2 == 0) throw std::domain_error{name};
      });
    } catch (const std::domain_error& error) {
      if (error.what() == name) ++failed;
    }
  };
  race(
      8, rounds, [&](int) { failed = 0; }, act,
      [&](int round) {
        REQUIRE(failed == 4);
        storage->read([&](Transaction& tx) {
          for (int thread = 0; thread < 8; ++thread) {
            const auto value = tx.settings().get(std::to_string(round) + "/" + std::to_string(thread));
            REQUIRE(value.has_value() == (thread % 2 == 1));
          }
        });
      });
}

TEST_CASE("a read sees what was acknowledged before it began and never half a transaction",
          "[storage][races]") {
  const auto storage = openEmptyStorage();
  const auto put = [&](int value) {
    storage->transact([&](Transaction& tx) {
      tx.settings().put("left", std::to_string(value));
      tx.settings().put("right", std::to_string(value));
    });
  };
  put(-1);
  std::atomic<int> acknowledged = -1;
  std::atomic<int> wrong = 0;
  std::atomic<bool> finished = false;
  const int writes = trials(300, 20'000);
  const auto write = [&] {
    FirstFailure failure;
    failure.watch([&] {
      for (int i = 0; i < writes; ++i) {
        put(i);
        acknowledged = i;
      }
    });
    finished = true;
    failure.rethrow();
  };
  const auto read = [&] {
    const int before = acknowledged;
    const auto [left, right] = storage->read([](Transaction& tx) {
      auto first = tx.settings().get("left");
      return std::pair{std::move(first), tx.settings().get("right")};
    });
    if (left != right || std::stoi(*left) < before) ++wrong;
  };
  const auto act = [&](int, int thread) {
    if (thread == 0) return write();
    while (!finished) read();
  };
  race(
      4, 1, [](int) {}, act, [&](int) { CHECK(wrong == 0); });
}

}  // namespace mfa::testing::conformance
