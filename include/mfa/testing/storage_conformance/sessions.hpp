/// @file
/// Sessions: every verb and each of its outcomes.
#pragma once

#include <algorithm>

#include "mfa/testing/storage_conformance/backend.hpp"

namespace mfa::testing::conformance {

inline SessionRotation rotation(const std::string& sessionHandle, const std::string& expected,
                                const std::string& next, Time at) {
  return {.sessionHandle = sessionHandle,
          .expectedRefreshTokenHash2 = expected,
          .refreshTokenHash2 = next,
          .sealedChild = std::string{"sealed\0", 7} + next,
          .antiCsrfToken = "csrf of " + next,
          .useStaticKey = true,
          .rotatedAt = at,
          .expiresAt = at + hours{48}};
}

TEST_CASE("a session comes back as it was written", "[storage][sessions]") {
  auto row = session("s");
  row.prevRefreshTokenHash2 = "parent";
  row.refreshTokenRotatedAt = kNow - seconds{3};
  row.sealedChild = std::string{"\0\x01\xff", 3};
  row.accessTokenPayload = {{"2fa-completed", {{"v", false}, {"t", 1'700'000'000'000}}},
                            {"name", "Ada \u00e9"}};
  row.sessionDataInDatabase = json::array{1, nullptr, "x"};
  row.useStaticKey = true;
  row.antiCsrfDisabled = true;
  row.antiCsrfToken = "csrf";
  row.openedByContact = "phone:+12015550123";
  row.completedFactor = CompletedFactor{.factorId = "otp-phone", .codeId = "c", .completedAt = kNow};
  const auto storage = openEmptyStorage();
  storage->transact([&](Transaction& tx) {
    CHECK(tx.sessions().insertUnique(row) == Insert::Done);
    CHECK(tx.sessions().insertUnique(session("plain")) == Insert::Done);
  });
  storage->read([&](Transaction& tx) {
    CHECK(tx.sessions().find("s", kNow) == row);
    CHECK(tx.sessions().find("plain", kNow) == session("plain"));
    CHECK_FALSE(tx.sessions().find("unknown", kNow));
  });
}

TEST_CASE("a session handle is taken once", "[storage][sessions]") {
  const auto storage = openEmptyStorage();
  storage->transact([](Transaction& tx) {
    CHECK(tx.sessions().insertUnique(session("s", "ada")) == Insert::Done);
    CHECK(tx.sessions().insertUnique(session("s", "bob")) == Insert::Conflict);
    CHECK(tx.sessions().find("s", kNow)->userId == "ada");
  });
}

TEST_CASE("a session at or past its expiry is as good as missing", "[storage][sessions]") {
  const auto storage = openEmptyStorage();
  const Time expiry = session("s").expiresAt;
  storage->transact([&](Transaction& tx) {
    (void)tx.sessions().insertUnique(session("s"));
    CHECK(tx.sessions().find("s", expiry - milliseconds{1}));
    CHECK_FALSE(tx.sessions().find("s", expiry));
    CHECK(tx.sessions().rotate(rotation("s", "hash of s", "next", expiry)) == Update::Missing);
    CHECK(tx.sessions().updateSessionData("s", {{"a", 1}}, expiry) == Update::Missing);
    CHECK_FALSE(tx.sessions().mergePayload("s", {{"a", 1}}, expiry));
    CHECK(tx.sessions().completeFactor("s", {.factorId = "otp-phone"}, expiry) == Update::Missing);
    CHECK(tx.sessions().markOpenedByContact("s", "phone:+1", expiry) == Update::Missing);
    CHECK(tx.sessions().handlesForUser("ada", std::nullopt, expiry).empty());
    CHECK(tx.sessions().find("s", kNow) == session("s"));
  });
}

TEST_CASE("a rotation replaces the live refresh token and remembers its parent", "[storage][sessions]") {
  const auto storage = openEmptyStorage();
  storage->transact([](Transaction& tx) {
    (void)tx.sessions().insertUnique(session("s"));
    CHECK(tx.sessions().rotate(rotation("s", "hash of s", "child", kNow)) == Update::Done);
  });
  const auto row = storage->read([](Transaction& tx) { return tx.sessions().find("s", kNow); });
  REQUIRE(row);
  auto expected = session("s");
  expected.refreshTokenHash2 = "child";
  expected.prevRefreshTokenHash2 = "hash of s";
  expected.refreshTokenRotatedAt = kNow;
  expected.sealedChild = std::string{"sealed\0", 7} + "child";
  expected.antiCsrfToken = "csrf of child";
  expected.useStaticKey = true;
  expected.expiresAt = kNow + hours{48};
  CHECK(*row == expected);
}

TEST_CASE("a rotation from another token than the live one changes nothing", "[storage][sessions]") {
  const auto storage = openEmptyStorage();
  storage->transact([](Transaction& tx) {
    (void)tx.sessions().insertUnique(session("s"));
    CHECK(tx.sessions().rotate(rotation("s", "stale", "child", kNow)) == Update::Missing);
    CHECK(tx.sessions().rotate(rotation("unknown", "hash of s", "child", kNow)) == Update::Missing);
    CHECK(tx.sessions().find("s", kNow) == session("s"));
  });
}

TEST_CASE("session data is replaced as a whole", "[storage][sessions]") {
  const auto storage = openEmptyStorage();
  storage->transact([](Transaction& tx) {
    (void)tx.sessions().insertUnique(session("s"));
    CHECK(tx.sessions().updateSessionData("s", {{"a", 1}}, kNow) == Update::Done);
    CHECK(tx.sessions().updateSessionData("s", {{"b", nullptr}}, kNow) == Update::Done);
    CHECK(tx.sessions().find("s", kNow)->sessionDataInDatabase == json::value{{"b", nullptr}});
    CHECK(tx.sessions().updateSessionData("unknown", {}, kNow) == Update::Missing);
  });
}

TEST_CASE("custom claims are merged at the root and null removes", "[storage][sessions]") {
  const auto storage = openEmptyStorage();
  auto row = session("s");
  row.accessTokenPayload = {{"a", 1}, {"b", {{"c", 1}}}};
  storage->transact([&](Transaction& tx) {
    (void)tx.sessions().insertUnique(row);
    const json::object expected{{"b", {{"d", nullptr}}}, {"e", 2}};
    CHECK(tx.sessions().mergePayload("s", {{"a", nullptr}, {"b", {{"d", nullptr}}}, {"e", 2}}, kNow) ==
          expected);
    CHECK(tx.sessions().find("s", kNow)->accessTokenPayload == expected);
    CHECK_FALSE(tx.sessions().mergePayload("unknown", {{"a", 1}}, kNow));
  });
}

TEST_CASE("a session records its completed factor and the contact that opened it", "[storage][sessions]") {
  const auto storage = openEmptyStorage();
  const CompletedFactor completed{.factorId = "otp-phone", .codeId = "c", .completedAt = kNow + seconds{1}};
  storage->transact([&](Transaction& tx) {
    (void)tx.sessions().insertUnique(session("s"));
    CHECK(tx.sessions().completeFactor("s", completed, kNow) == Update::Done);
    CHECK(tx.sessions().markOpenedByContact("s", "phone:+12015550123", kNow) == Update::Done);
    const auto row = tx.sessions().find("s", kNow);
    CHECK(row->completedFactor == completed);
    CHECK(row->openedByContact == "phone:+12015550123");
    CHECK(tx.sessions().completeFactor("unknown", completed, kNow) == Update::Missing);
    CHECK(tx.sessions().markOpenedByContact("unknown", "phone:+1", kNow) == Update::Missing);
  });
}

TEST_CASE("a revoked session is gone", "[storage][sessions]") {
  const auto storage = openEmptyStorage();
  storage->transact([](Transaction& tx) {
    (void)tx.sessions().insertUnique(session("s"));
    (void)tx.sessions().insertUnique(session("other"));
    CHECK(tx.sessions().revoke("s") == Update::Done);
    CHECK(tx.sessions().revoke("s") == Update::Missing);
    CHECK_FALSE(tx.sessions().find("s", kNow));
    CHECK(tx.sessions().find("other", kNow));
  });
}

TEST_CASE("all sessions of a user are revoked but the excepted one and other tenants",
          "[storage][sessions]") {
  const auto storage = openEmptyStorage();
  auto elsewhere = session("elsewhere");
  elsewhere.tenantId = "acme";
  storage->transact([&](Transaction& tx) {
    for (const auto* handle : {"s1", "s2", "kept"}) (void)tx.sessions().insertUnique(session(handle));
    (void)tx.sessions().insertUnique(elsewhere);
    (void)tx.sessions().insertUnique(session("bob's", "bob"));

    auto revoked = tx.sessions().revokeAllForUser("ada", kPublicTenant, "kept");
    std::sort(revoked.begin(), revoked.end());
    CHECK(revoked == std::vector<std::string>{"s1", "s2"});
    CHECK(tx.sessions().find("kept", kNow));
    CHECK(tx.sessions().find("elsewhere", kNow));

    revoked = tx.sessions().revokeAllForUser("ada", std::nullopt, std::nullopt);
    std::sort(revoked.begin(), revoked.end());
    CHECK(revoked == std::vector<std::string>{"elsewhere", "kept"});
    CHECK(tx.sessions().revokeAllForUser("ada", std::nullopt, std::nullopt).empty());
    CHECK(tx.sessions().find("bob's", kNow));
  });
}

TEST_CASE("the handles of a user come oldest first", "[storage][sessions]") {
  const auto storage = openEmptyStorage();
  storage->transact([](Transaction& tx) {
    for (const int age : {2, 3, 1}) {
      auto row = session("s" + std::to_string(age));
      row.createdAt = kNow - hours{age};
      row.tenantId = age == 2 ? "acme" : kPublicTenant;
      (void)tx.sessions().insertUnique(row);
    }
    (void)tx.sessions().insertUnique(session("bob's", "bob"));
    using Handles = std::vector<std::string>;
    CHECK(tx.sessions().handlesForUser("ada", std::nullopt, kNow) == Handles{"s3", "s2", "s1"});
    CHECK(tx.sessions().handlesForUser("ada", kPublicTenant, kNow) == Handles{"s3", "s1"});
    CHECK(tx.sessions().handlesForUser("nobody", std::nullopt, kNow).empty());
  });
}

TEST_CASE("expired sessions are removed in steps", "[storage][sessions]") {
  const auto storage = openEmptyStorage();
  storage->transact([](Transaction& tx) {
    for (int i = 0; i < 5; ++i) {
      auto row = session("old" + std::to_string(i));
      row.expiresAt = kNow;
      (void)tx.sessions().insertUnique(row);
    }
    (void)tx.sessions().insertUnique(session("live"));
    CHECK(tx.sessions().removeExpired(kNow, 3) == 3);
    CHECK(tx.sessions().removeExpired(kNow, 3) == 2);
    CHECK(tx.sessions().removeExpired(kNow, 3) == 0);
    CHECK(tx.sessions().find("live", kNow));
  });
}

TEST_CASE("a refreshed session is removed when its latest life is over and no sooner",
          "[storage][sessions]") {
  const auto storage = openEmptyStorage();
  storage->transact([](Transaction& tx) {
    (void)tx.sessions().insertUnique(session("refreshed"));
    (void)tx.sessions().insertUnique(session("left"));
    const auto refresh = rotation("refreshed", "hash of refreshed", "next", kNow + hours{1});
    REQUIRE(tx.sessions().rotate(refresh) == Update::Done);
    const auto firstExpiry = session("left").expiresAt;
    CHECK(tx.sessions().removeExpired(firstExpiry, 9) >= 1);
    CHECK_FALSE(tx.sessions().find("left", kNow));
    CHECK(tx.sessions().find("refreshed", firstExpiry));
    (void)tx.sessions().removeExpired(refresh.expiresAt - milliseconds{1}, 9);
    CHECK(tx.sessions().find("refreshed", firstExpiry));
    CHECK(tx.sessions().removeExpired(refresh.expiresAt, 9) == 1);
    CHECK_FALSE(tx.sessions().find("refreshed", kNow));
  });
}

TEST_CASE("a session whose life a refresh shortened is removed when that is over", "[storage][sessions]") {
  const auto storage = openEmptyStorage();
  storage->transact([](Transaction& tx) {
    (void)tx.sessions().insertUnique(session("s"));
    auto shorter = rotation("s", "hash of s", "next", kNow);
    shorter.expiresAt = kNow + hours{1};
    CHECK(tx.sessions().rotate(shorter) == Update::Done);
    CHECK(tx.sessions().removeExpired(shorter.expiresAt - milliseconds{1}, 9) == 0);
    CHECK(tx.sessions().removeExpired(shorter.expiresAt, 9) == 1);
  });
}

TEST_CASE("whoever goes on until fewer than the limit are removed finds those behind any number of refreshed",
          "[storage][sessions]") {
  constexpr int kRefreshed = 40;
  const auto storage = openEmptyStorage();
  storage->transact([](Transaction& tx) {
    for (int i = 0; i < kRefreshed; ++i) {
      const auto name = "r" + std::to_string(i);
      (void)tx.sessions().insertUnique(session(name));
      (void)tx.sessions().rotate(rotation(name, "hash of " + name, "next", kNow + hours{1}));
    }
    auto last = session("last");
    last.expiresAt += milliseconds{1};
    (void)tx.sessions().insertUnique(last);
    while (tx.sessions().removeExpired(last.expiresAt, 3) == 3) {
    }
    CHECK_FALSE(tx.sessions().find("last", kNow));
    for (int i = 0; i < kRefreshed; ++i) CHECK(tx.sessions().find("r" + std::to_string(i), last.expiresAt));
  });
}

}  // namespace mfa::testing::conformance
