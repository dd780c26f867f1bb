/// @file
/// Spending a code: once, in time, under the session it was made for.
#pragma once

#include "mfa/testing/storage_conformance/backend.hpp"

namespace mfa::testing::conformance {

inline CodeSpending spending(const std::string& name, const std::string& deviceId,
                             const std::optional<std::string>& sessionHandle = std::nullopt,
                             Time now = kNow) {
  return {.preAuthSessionId = deviceId,
          .codeHash = "hash of " + name,
          .sessionHandle = sessionHandle,
          .now = now};
}

template <class Outcome>
bool spends(Transaction& tx, const CodeSpending& attempt) {
  return std::holds_alternative<Outcome>(tx.codes().consumeOnce(attempt));
}

TEST_CASE("a code is spent once and takes every device of its contact with it", "[storage][codes]") {
  const auto storage = openEmptyStorage();
  storage->transact([](Transaction& tx) {
    auto& codes = tx.codes();
    (void)codes.replaceDevice(device("d"), code("c", "d"));
    (void)codes.replaceDevice(deviceUnder("s", "ada", "ada's"), code("a", "ada's"));
    (void)codes.replaceDevice(device("other", phone("+12015550199")), code("o", "other"));
    auto acme = device("acme");
    acme.tenantId = "acme";
    (void)codes.replaceDevice(acme, code("x", "acme"));

    const auto result = codes.consumeOnce(spending("c", "d"));
    const auto* spent = std::get_if<code_spending::Spent>(&result);
    REQUIRE(spent != nullptr);
    CHECK(spent->device == device("d"));
    CHECK(spent->code == code("c", "d"));
    CHECK_FALSE(codes.findDevice("d"));
    CHECK_FALSE(codes.findDevice("ada's"));
    CHECK(codes.findDevice("other"));
    CHECK(codes.findDevice("acme"));
    CHECK(spends<code_spending::NoDevice>(tx, spending("c", "d")));
  });
}

TEST_CASE("an older code of a device may be spent after a resend", "[storage][codes]") {
  const auto storage = openEmptyStorage();
  storage->transact([](Transaction& tx) {
    (void)tx.codes().replaceDevice(device("d"), code("1", "d"));
    (void)tx.codes().addCode(code("2", "d", kNow + seconds{1}), std::nullopt);
    CHECK(spends<code_spending::Spent>(tx, spending("1", "d")));
    CHECK(spends<code_spending::NoDevice>(tx, spending("2", "d")));
  });
}

TEST_CASE("a wrong code spends nothing", "[storage][codes]") {
  const auto storage = openEmptyStorage();
  storage->transact([](Transaction& tx) {
    (void)tx.codes().replaceDevice(device("d"), code("c", "d"));
    (void)tx.codes().replaceDevice(device("e", phone("+12015550199")), code("other", "e"));
    CHECK(spends<code_spending::Wrong>(tx, spending("wrong", "d")));
    CHECK(spends<code_spending::Wrong>(tx, spending("other", "d")));
    CHECK(spends<code_spending::NoDevice>(tx, spending("c", "unknown")));
    CHECK(tx.codes().findDevice("d")->device.failedAttempts == 0);
    CHECK(spends<code_spending::Spent>(tx, spending("c", "d")));
  });
}

TEST_CASE("a code at its expiry is expired and a millisecond before it is not", "[storage][codes]") {
  const auto storage = openEmptyStorage();
  const Time expiry = code("c", "d").expiresAt;
  storage->transact([&](Transaction& tx) {
    (void)tx.codes().replaceDevice(device("d"), code("c", "d"));
    CHECK(spends<code_spending::Expired>(tx, spending("c", "d", std::nullopt, expiry)));
    CHECK(spends<code_spending::Expired>(tx, spending("c", "d", std::nullopt, expiry + hours{1})));
    CHECK(spends<code_spending::Wrong>(tx, spending("wrong", "d", std::nullopt, expiry)));
    CHECK(tx.codes().findDevice("d"));
    CHECK(spends<code_spending::Spent>(tx, spending("c", "d", std::nullopt, expiry - milliseconds{1})));
  });
}

TEST_CASE("a code is spent under the session it was made under and no other", "[storage][codes]") {
  const auto storage = openEmptyStorage();
  storage->transact([](Transaction& tx) {
    (void)tx.sessions().insertUnique(session("s"));
    (void)tx.sessions().insertUnique(session("t"));
    (void)tx.codes().replaceDevice(deviceUnder("s", "ada", "bound"), code("b", "bound"));
    (void)tx.codes().replaceDevice(device("free", phone("+12015550199")), code("f", "free"));

    CHECK(spends<code_spending::NoDevice>(tx, spending("b", "bound")));
    CHECK(spends<code_spending::NoDevice>(tx, spending("b", "bound", "t")));
    CHECK(spends<code_spending::NoDevice>(tx, spending("b", "bound", "unknown")));
    CHECK(spends<code_spending::NoDevice>(tx, spending("f", "free", "s")));
    CHECK(spends<code_spending::NoDevice>(tx, spending("wrong", "bound", "t")));

    CHECK(spends<code_spending::Spent>(tx, spending("b", "bound", "s")));
    CHECK(spends<code_spending::Spent>(tx, spending("f", "free")));
  });
}

TEST_CASE("a code made under a session dies with it", "[storage][codes]") {
  const auto storage = openEmptyStorage();
  auto shortLived = session("short");
  shortLived.expiresAt = kNow + minutes{1};
  storage->transact([&](Transaction& tx) {
    (void)tx.sessions().insertUnique(shortLived);
    (void)tx.sessions().insertUnique(session("s"));
    (void)tx.codes().replaceDevice(deviceUnder("short", "ada", "d", phone("+12015550101")), code("c", "d"));
    (void)tx.codes().replaceDevice(deviceUnder("s", "ada", "e", phone("+12015550102")), code("e", "e"));

    CHECK(spends<code_spending::NoDevice>(tx, spending("c", "d", "short", kNow + minutes{1})));
    CHECK(spends<code_spending::NoDevice>(tx, spending("wrong", "d", "short", kNow + minutes{1})));
    CHECK(spends<code_spending::Spent>(tx, spending("c", "d", "short", kNow + minutes{1} - milliseconds{1})));

    (void)tx.sessions().revoke("s");
    CHECK(spends<code_spending::NoDevice>(tx, spending("e", "e", "s")));
  });
}

}  // namespace mfa::testing::conformance
