/// @file
/// Durability: what was acknowledged is there after the storage was closed and opened again.
#pragma once

#include "mfa/testing/storage_conformance/backend.hpp"

namespace mfa::testing::conformance {

TEST_CASE("what was acknowledged survives closing and opening", "[storage][durability]") {
  auto storage = openEmptyStorage();
  storage->transact([](Transaction& tx) {
    (void)tx.users().insertUnique(user("ada", "ada@example.com"));
    (void)tx.sessions().insertUnique(session("s"));
    (void)tx.codes().replaceDevice(deviceUnder("s", "ada", "d"), code("c", "d"));
    (void)tx.codes().countAttempt("d");
    (void)tx.factors().enrolFirstOrCompare(factor("ada", "+12015550123"));
    (void)tx.budgets().take({{.key = "b", .limit = 1, .period = hours{1}}}, kNow);
    (void)tx.metadata().merge("ada", {{"a", 1}});
    (void)tx.keys().insertUnique(key("k", 1));
    (void)tx.settings().raise("latest", 5);
  });
  storage = reopenStorage(std::move(storage));
  if (!storage) return;  // a storage that forgets has nothing to show

  storage->transact([](Transaction& tx) {
    CHECK(tx.users().find("ada")->emails.front() == "ada@example.com");
    CHECK(tx.users().passwordHash("ada") == user("ada", "").passwordHash);
    CHECK(tx.sessions().find("s", kNow) == session("s"));
    CHECK(tx.codes().findDevice("d")->device.failedAttempts == 1);
    CHECK(tx.factors().list("ada") == std::vector{factor("ada", "+12015550123")});
    CHECK(tx.budgets().take({{.key = "b", .limit = 1, .period = hours{1}}}, kNow));
    CHECK(tx.metadata().get("ada") == json::object{{"a", 1}});
    CHECK(tx.keys().list() == std::vector{key("k", 1)});
    CHECK(tx.settings().get("latest") == "5");
    CHECK(std::holds_alternative<code_spending::Spent>(tx.codes().consumeOnce(
        {.preAuthSessionId = "d", .codeHash = "hash of c", .sessionHandle = "s", .now = kNow})));
  });
  storage = reopenStorage(std::move(storage));
  REQUIRE(storage);
  CHECK_FALSE(storage->read([](Transaction& tx) { return tx.codes().findDevice("d"); }));
}

}  // namespace mfa::testing::conformance
