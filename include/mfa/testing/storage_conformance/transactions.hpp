/// @file
/// Transactions as such: results, rollback, snapshots, and what is refused.
#pragma once

#include <stdexcept>

#include "mfa/testing/storage_conformance/backend.hpp"

namespace mfa::testing::conformance {

TEST_CASE("a transaction returns what its work returns", "[storage][transactions]") {
  const auto storage = openEmptyStorage();
  CHECK(storage->transact([](Transaction& tx) { return tx.settings().insertIfAbsent("a", "1"); }) == "1");
  CHECK(storage->read([](Transaction& tx) { return tx.settings().get("a"); }) == "1");
  CHECK_FALSE(storage->name().empty());
}

TEST_CASE("a transaction may return nothing", "[storage][transactions]") {
  const auto storage = openEmptyStorage();
  storage->transact([](Transaction& tx) { tx.settings().put("a", "1"); });
  storage->read([](Transaction& tx) { CHECK(tx.settings().get("a") == "1"); });
}

TEST_CASE("a transaction sees what it wrote itself", "[storage][transactions]") {
  const auto storage = openEmptyStorage();
  storage->transact([](Transaction& tx) {
    CHECK(tx.sessions().insertUnique(session("s")) == Insert::Done);
    CHECK(tx.sessions().find("s", kNow) == session("s"));
  });
}

TEST_CASE("work that throws leaves nothing behind in any store", "[storage][transactions]") {
  const auto storage = openEmptyStorage();
  storage->transact([](Transaction& tx) { tx.settings().put("kept", "before"); });
  const auto fail = [&] {
    storage->transact([](Transaction& tx) {
      (void)tx.sessions().insertUnique(session("s"));
      (void)tx.users().insertUnique(user("ada", "ada@example.com"));
      (void)tx.codes().replaceDevice(device("d"), code("c", "d"));
      (void)tx.factors().enrolFirstOrCompare(factor("ada", "+12015550123"));
      (void)tx.budgets().take({{.key = "b", .limit = 1, .period = seconds{1}}}, kNow);
      (void)tx.metadata().merge("ada", {{"a", 1}});
      (void)tx.keys().insertUnique(key("k", 1));
      tx.settings().put("kept", "after");
      throw std::domain_error{"the work's own"};
    });
  };
  CHECK_THROWS_AS(fail(), std::domain_error);

  storage->read([](Transaction& tx) {
    CHECK_FALSE(tx.sessions().find("s", kNow));
    CHECK_FALSE(tx.users().find("ada"));
    CHECK_FALSE(tx.codes().findDevice("d"));
    CHECK(tx.factors().list("ada").empty());
    CHECK(tx.metadata().get("ada").empty());
    CHECK(tx.keys().list().empty());
    CHECK(tx.settings().get("kept") == "before");
  });
  const auto refusal = storage->transact([](Transaction& tx) {
    return tx.budgets().take({{.key = "b", .limit = 1, .period = seconds{1}}}, kNow);
  });
  CHECK_FALSE(refusal);
}

TEST_CASE("work that throws undoes removals too", "[storage][transactions]") {
  const auto storage = openEmptyStorage();
  storage->transact([](Transaction& tx) {
    (void)tx.users().insertUnique(user("ada", "ada@example.com"));
    (void)tx.codes().replaceDevice(device("d"), code("c", "d"));
  });
  const auto fail = [&] {
    storage->transact([](Transaction& tx) {
      (void)tx.users().removeLoginMethod("ada");
      (void)tx.codes().removeDevice("d");
      throw std::domain_error{"no"};
    });
  };
  CHECK_THROWS_AS(fail(), std::domain_error);
  storage->read([](Transaction& tx) {
    CHECK(tx.users().findByContact(kPublicTenant, "emailpassword", email("ada@example.com")));
    const auto found = tx.codes().findDevice("d");
    REQUIRE(found);
    CHECK(found->codes == std::vector{code("c", "d")});
  });
}

TEST_CASE("a failed transaction does not disturb the next one", "[storage][transactions]") {
  const auto storage = openEmptyStorage();
  for (int i = 0; i < 3; ++i) {
    CHECK_THROWS_AS(storage->transact([](Transaction& tx) {
      tx.settings().put("a", "wrong");
      throw std::domain_error{"no"};
    }),
                    std::domain_error);
    storage->transact([&](Transaction& tx) { tx.settings().put("n", std::to_string(i)); });
  }
  CHECK_FALSE(storage->read([](Transaction& tx) { return tx.settings().get("a"); }));
  CHECK(storage->read([](Transaction& tx) { return tx.settings().get("n"); }) == "2");
}

TEST_CASE("a transaction begun inside another one is refused", "[storage][transactions]") {
  const auto storage = openEmptyStorage();
  const auto inside = [&](Transaction&) {
    CHECK_THROWS_AS(storage->transact([](Transaction&) {}), Error);
    CHECK_THROWS_AS(storage->read([](Transaction&) {}), Error);
  };
  storage->transact(inside);
  storage->read(inside);
  storage->transact([](Transaction& tx) { tx.settings().put("a", "goes on"); });
  CHECK(storage->read([](Transaction& tx) { return tx.settings().get("a"); }) == "goes on");
}

TEST_CASE("a read that writes throws and writes nothing", "[storage][transactions]") {
  const auto storage = openEmptyStorage();
  storage->transact([](Transaction& tx) { (void)tx.sessions().insertUnique(session("s")); });
  CHECK_THROWS_AS(storage->read([](Transaction& tx) { tx.settings().put("a", "1"); }), Error);
  CHECK_THROWS_AS(storage->read([](Transaction& tx) { (void)tx.sessions().revoke("s"); }), Error);
  CHECK_THROWS_AS(storage->read([](Transaction& tx) {
    (void)tx.metadata().merge("ada", {{"a", 1}});
  }),
                  Error);
  CHECK_THROWS_AS(storage->read([](Transaction& tx) { (void)tx.users().insertUnique(user("u", "u@e.com")); }),
                  Error);
  CHECK_THROWS_AS(storage->read([](Transaction& tx) {
    (void)tx.budgets().take({{.key = "b", .limit = 1, .period = seconds{1}}}, kNow);
  }),
                  Error);
  storage->read([](Transaction& tx) {
    CHECK_FALSE(tx.settings().get("a"));
    CHECK(tx.sessions().find("s", kNow));
    CHECK(tx.metadata().get("ada").empty());
  });
}

TEST_CASE("one transaction may use every store", "[storage][transactions]") {
  const auto storage = openEmptyStorage();
  storage->transact([](Transaction& tx) {
    CHECK(tx.users().insertUnique(user("ada", "ada@example.com")) == Insert::Done);
    CHECK(tx.sessions().insertUnique(session("s")) == Insert::Done);
    CHECK(tx.codes().replaceDevice(deviceUnder("s", "ada", "d"), code("c", "d")) == Insert::Done);
    CHECK(std::holds_alternative<code_spending::Spent>(tx.codes().consumeOnce(
        {.preAuthSessionId = "d", .codeHash = "hash of c", .sessionHandle = "s", .now = kNow})));
    CHECK(tx.factors().enrolFirstOrCompare(factor("ada", "+12015550123")) == Enrolment::Enrolled);
  });
}

}  // namespace mfa::testing::conformance
