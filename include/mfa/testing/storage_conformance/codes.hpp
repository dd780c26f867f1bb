/// @file
/// Devices and codes: making, finding, counting and removing them.
#pragma once

#include "mfa/testing/storage_conformance/backend.hpp"

namespace mfa::testing::conformance {

TEST_CASE("a device comes back with its code", "[storage][codes]") {
  const auto storage = openEmptyStorage();
  auto under = deviceUnder("s", "ada", "under a session", email("ada@example.com"));
  under.failedAttempts = 2;
  storage->transact([&](Transaction& tx) {
    CHECK(tx.codes().replaceDevice(device("d"), code("c", "d")) == Insert::Done);
    CHECK(tx.codes().replaceDevice(under, code("c2", "under a session")) == Insert::Done);
  });
  storage->read([&](Transaction& tx) {
    const auto found = tx.codes().findDevice("d");
    REQUIRE(found);
    CHECK(found->device == device("d"));
    CHECK(found->codes == std::vector{code("c", "d")});
    CHECK(tx.codes().findDevice("under a session")->device == under);
    CHECK(tx.codes().findDeviceByCodeHash("hash of c2")->device == under);
    CHECK_FALSE(tx.codes().findDevice("unknown"));
    CHECK_FALSE(tx.codes().findDeviceByCodeHash("hash of nothing"));
  });
}

TEST_CASE("a new attempt replaces the earlier one of its destination and purpose and account",
          "[storage][codes]") {
  const auto storage = openEmptyStorage();
  storage->transact([](Transaction& tx) {
    auto& codes = tx.codes();
    (void)codes.replaceDevice(device("sign in"), code("1", "sign in"));
    (void)codes.replaceDevice(deviceUnder("s", "ada", "ada's"), code("2", "ada's"));
    (void)codes.replaceDevice(deviceUnder("t", "bob", "bob's"), code("3", "bob's"));
    (void)codes.replaceDevice(device("other number", phone("+12015550199")), code("4", "other number"));
    auto acme = device("acme");
    acme.tenantId = "acme";
    (void)codes.replaceDevice(acme, code("5", "acme"));
    for (const auto* id : {"sign in", "ada's", "bob's", "other number", "acme"}) CHECK(codes.findDevice(id));

    CHECK(codes.replaceDevice(device("sign in again"), code("6", "sign in again")) == Insert::Done);
    CHECK_FALSE(codes.findDevice("sign in"));
    CHECK_FALSE(codes.findDeviceByCodeHash("hash of 1"));
    for (const auto* id : {"sign in again", "ada's", "bob's", "other number", "acme"})
      CHECK(codes.findDevice(id));

    CHECK(codes.replaceDevice(deviceUnder("s2", "ada", "ada's again"), code("7", "ada's again")) ==
          Insert::Done);
    CHECK_FALSE(codes.findDevice("ada's"));
    for (const auto* id : {"sign in again", "bob's", "other number", "acme"}) CHECK(codes.findDevice(id));
  });
}

TEST_CASE("a code that changes a factor stands beside one that completes a session", "[storage][codes]") {
  const auto storage = openEmptyStorage();
  auto change = deviceUnder("s", "ada", "change");
  change.purpose = CodePurpose::ChangeFactor;
  storage->transact([&](Transaction& tx) {
    auto& codes = tx.codes();
    (void)codes.replaceDevice(deviceUnder("s", "ada", "complete"), code("1", "complete"));
    CHECK(codes.replaceDevice(change, code("2", "change")) == Insert::Done);
    CHECK(codes.findDevice("complete"));
    CHECK(codes.findDevice("change")->device == change);
    auto again = change;
    again.preAuthSessionId = "change again";
    CHECK(codes.replaceDevice(again, code("3", "change again")) == Insert::Done);
    CHECK(codes.findDevice("complete"));
    CHECK_FALSE(codes.findDevice("change"));
  });
}

TEST_CASE("a device whose id or code is taken changes nothing", "[storage][codes]") {
  const auto storage = openEmptyStorage();
  const auto other = phone("+12015550199");
  storage->transact([&](Transaction& tx) {
    (void)tx.codes().replaceDevice(device("d"), code("c", "d"));
    (void)tx.codes().replaceDevice(device("e", other), code("x", "e"));
    CHECK(tx.codes().replaceDevice(device("d", other), code("new", "d")) == Insert::Conflict);
    CHECK(tx.codes().replaceDevice(device("f", other), code("c", "f")) == Insert::Conflict);
    CHECK(tx.codes().findDevice("d")->codes == std::vector{code("c", "d")});
    CHECK(tx.codes().findDevice("e"));
    CHECK_FALSE(tx.codes().findDevice("f"));
  });
}

TEST_CASE("a resend leaves the new code and at most one older", "[storage][codes]") {
  const auto storage = openEmptyStorage();
  storage->transact([](Transaction& tx) {
    auto& codes = tx.codes();
    const auto second = code("2", "d", kNow + seconds{1});
    const auto third = code("3", "d", kNow + seconds{2});
    (void)codes.replaceDevice(device("d"), code("1", "d"));
    CHECK(codes.addCode(second, std::nullopt) == CodeInsert::Done);
    CHECK(codes.findDevice("d")->codes == std::vector{code("1", "d"), second});
    CHECK(codes.addCode(third, std::nullopt) == CodeInsert::Done);
    CHECK(codes.findDevice("d")->codes == std::vector{second, third});
    CHECK_FALSE(codes.findDeviceByCodeHash("hash of 1"));
  });
}

TEST_CASE("a resend needs the session of its device and an unused code", "[storage][codes]") {
  const auto storage = openEmptyStorage();
  storage->transact([](Transaction& tx) {
    auto& codes = tx.codes();
    (void)codes.replaceDevice(device("free"), code("1", "free"));
    (void)codes.replaceDevice(deviceUnder("s", "ada", "bound"), code("2", "bound"));
    CHECK(codes.addCode(code("3", "unknown"), std::nullopt) == CodeInsert::NoDevice);
    CHECK(codes.addCode(code("3", "free"), "s") == CodeInsert::NoDevice);
    CHECK(codes.addCode(code("3", "bound"), std::nullopt) == CodeInsert::NoDevice);
    CHECK(codes.addCode(code("3", "bound"), "t") == CodeInsert::NoDevice);
    CHECK(codes.addCode(code("1", "bound"), "s") == CodeInsert::Conflict);
    CHECK(codes.findDevice("bound")->codes.size() == 1);
    CHECK(codes.addCode(code("3", "bound"), "s") == CodeInsert::Done);
  });
}

TEST_CASE("wrong codes are counted on their device", "[storage][codes]") {
  const auto storage = openEmptyStorage();
  storage->transact([](Transaction& tx) {
    (void)tx.codes().replaceDevice(device("d"), code("c", "d"));
    CHECK(tx.codes().countAttempt("d") == 1);
    CHECK(tx.codes().countAttempt("d") == 2);
    CHECK(tx.codes().findDevice("d")->device.failedAttempts == 2);
    CHECK_FALSE(tx.codes().countAttempt("unknown"));
  });
}

TEST_CASE("a device is removed with its codes and a code with its last device", "[storage][codes]") {
  const auto storage = openEmptyStorage();
  storage->transact([](Transaction& tx) {
    auto& codes = tx.codes();
    (void)codes.replaceDevice(device("d"), code("1", "d"));
    (void)codes.addCode(code("2", "d"), std::nullopt);
    CHECK(codes.removeCode("id of 1") == Update::Done);
    CHECK(codes.removeCode("id of 1") == Update::Missing);
    CHECK(codes.findDevice("d")->codes == std::vector{code("2", "d")});
    CHECK(codes.removeCode("id of 2") == Update::Done);
    CHECK_FALSE(codes.findDevice("d"));

    (void)codes.replaceDevice(device("e"), code("3", "e"));
    CHECK(codes.removeDevice("e") == Update::Done);
    CHECK(codes.removeDevice("e") == Update::Missing);
    CHECK_FALSE(codes.findDeviceByCodeHash("hash of 3"));
    CHECK(codes.removeCode("id of 3") == Update::Missing);
  });
}

TEST_CASE("devices are listed and removed by contact", "[storage][codes]") {
  const auto storage = openEmptyStorage();
  storage->transact([](Transaction& tx) {
    auto& codes = tx.codes();
    const auto number = phone("+12015550123");
    auto later = deviceUnder("s", "ada", "later");
    later.createdAt = kNow + seconds{1};
    (void)codes.replaceDevice(later, code("1", "later"));
    (void)codes.replaceDevice(device("earlier"), code("2", "earlier"));
    (void)codes.replaceDevice(device("other", phone("+12015550199")), code("3", "other"));
    const auto listed = codes.listByContact(kPublicTenant, number);
    REQUIRE(listed.size() == 2);
    CHECK(listed[0].device == device("earlier"));
    CHECK(listed[1].codes == std::vector{code("1", "later")});
    CHECK(codes.listByContact("acme", number).empty());
    CHECK(codes.listByContact(kPublicTenant, email("+12015550123")).empty());

    codes.removeDevicesOfContact("acme", number);
    CHECK(codes.listByContact(kPublicTenant, number).size() == 2);
    codes.removeDevicesOfContact(kPublicTenant, number);
    CHECK(codes.listByContact(kPublicTenant, number).empty());
    CHECK(codes.findDevice("other"));
  });
}

TEST_CASE("devices that sign in or complete a session are removed by contact", "[storage][codes]") {
  const auto storage = openEmptyStorage();
  storage->transact([](Transaction& tx) {
    auto& codes = tx.codes();
    const auto number = phone("+12015550123");
    auto change = deviceUnder("t", "bob", "bob's");
    change.purpose = CodePurpose::ChangeFactor;
    (void)codes.replaceDevice(change, code("4", "bob's"));
    (void)codes.replaceDevice(deviceUnder("s", "ada", "ada's"), code("1", "ada's"));
    (void)codes.replaceDevice(device("nobody's"), code("2", "nobody's"));
    (void)codes.replaceDevice(device("other", phone("+12015550199")), code("3", "other"));
    codes.removeSignInDevices("acme", number);
    codes.removeSignInDevices(kPublicTenant, email("+12015550123"));
    CHECK(codes.findDevice("nobody's"));
    codes.removeSignInDevices(kPublicTenant, number);
    CHECK_FALSE(codes.findDevice("nobody's"));
    CHECK_FALSE(codes.findDeviceByCodeHash("hash of 2"));
    CHECK_FALSE(codes.findDevice("ada's"));
    CHECK(codes.findDevice("bob's"));
    CHECK(codes.findDevice("other"));
  });
}

TEST_CASE("devices of an account are removed but for those of one session", "[storage][codes]") {
  const auto storage = openEmptyStorage();
  storage->transact([](Transaction& tx) {
    auto& codes = tx.codes();
    const auto add = [&](const CodeDevice& row) {
      (void)codes.replaceDevice(row, code("of " + row.preAuthSessionId, row.preAuthSessionId));
    };
    add(deviceUnder("s", "ada", "kept", phone("+12015550101")));
    add(deviceUnder("t", "ada", "gone", phone("+12015550102")));
    add(deviceUnder("u", "bob", "bob's", phone("+12015550103")));
    add(device("nobody's", phone("+12015550104")));
    codes.removeDevicesOfAccount("ada", "s");
    CHECK(codes.findDevice("kept"));
    CHECK_FALSE(codes.findDevice("gone"));
    codes.removeDevicesOfAccount("ada", std::nullopt);
    CHECK_FALSE(codes.findDevice("kept"));
    CHECK(codes.findDevice("bob's"));
    CHECK(codes.findDevice("nobody's"));
  });
}

TEST_CASE("devices that have only expired codes are removed in steps", "[storage][codes]") {
  const auto storage = openEmptyStorage();
  storage->transact([](Transaction& tx) {
    auto& codes = tx.codes();
    for (int i = 0; i < 5; ++i) {
      const auto id = "old" + std::to_string(i);
      (void)codes.replaceDevice(device(id, phone("+1201555010" + std::to_string(i))), code(id, id));
    }
    (void)codes.replaceDevice(device("renewed"), code("first", "renewed"));
    (void)codes.addCode(code("second", "renewed", kNow + milliseconds{1}), std::nullopt);
    const Time expiry = code("first", "renewed").expiresAt;
    CHECK(codes.removeExpired(expiry - milliseconds{1}, 100) == 0);
    CHECK(codes.removeExpired(expiry, 3) == 3);
    CHECK(codes.removeExpired(expiry, 3) == 2);
    CHECK(codes.removeExpired(expiry, 3) == 0);
    CHECK(codes.findDevice("renewed")->codes.size() == 2);
    CHECK(codes.removeExpired(expiry + milliseconds{1}, 3) == 1);
  });
}

}  // namespace mfa::testing::conformance
