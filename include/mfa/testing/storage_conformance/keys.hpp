/// @file
/// Signing keys: unique by id and by epoch, sealed anew, removed when they verify nothing any more.
#pragma once

#include "mfa/testing/storage_conformance/backend.hpp"

namespace mfa::testing::conformance {

TEST_CASE("signing keys are listed by kind and algorithm and epoch", "[storage][keys]") {
  const auto storage = openEmptyStorage();
  auto fixed = key("static", 1);
  fixed.kind = "static";
  auto elliptic = key("elliptic", 1);
  elliptic.algorithm = "ES256";
  storage->transact([&](Transaction& tx) {
    for (const auto& row : {key("second", 2), fixed, key("first", 1), elliptic})
      CHECK(tx.keys().insertUnique(row) == Insert::Done);
  });
  CHECK(storage->read([](Transaction& tx) { return tx.keys().list(); }) ==
        std::vector{elliptic, key("first", 1), key("second", 2), fixed});
}

TEST_CASE("a key id is unique and so is the epoch of its kind and algorithm", "[storage][keys]") {
  const auto storage = openEmptyStorage();
  storage->transact([](Transaction& tx) {
    CHECK(tx.keys().insertUnique(key("k", 1)) == Insert::Done);
    CHECK(tx.keys().insertUnique(key("k", 2)) == Insert::Conflict);
    CHECK(tx.keys().insertUnique(key("other", 1)) == Insert::Conflict);
    CHECK(tx.keys().list() == std::vector{key("k", 1)});
  });
}

TEST_CASE("a private key is sealed anew only from the expected octets", "[storage][keys]") {
  const auto storage = openEmptyStorage();
  const auto before = key("k", 1).privateKey;
  const std::string after{"\0sealed\xff", 8};
  storage->transact([&](Transaction& tx) {
    (void)tx.keys().insertUnique(key("k", 1));
    CHECK(tx.keys().reseal("k", "stale", after) == Update::Missing);
    CHECK(tx.keys().reseal("unknown", before, after) == Update::Missing);
    CHECK(tx.keys().list().front().privateKey == before);
    CHECK(tx.keys().reseal("k", before, after) == Update::Done);
    CHECK(tx.keys().list().front().privateKey == after);
  });
}

TEST_CASE("a key is removed by id or when it verifies nothing any more", "[storage][keys]") {
  const auto storage = openEmptyStorage();
  auto old = key("old", 1);
  old.verifiesUntil = kNow;
  storage->transact([&](Transaction& tx) {
    (void)tx.keys().insertUnique(old);
    (void)tx.keys().insertUnique(key("live", 2));
    (void)tx.keys().insertUnique(key("leaked", 3));
    CHECK(tx.keys().removeExpired(kNow - milliseconds{1}) == 0);
    CHECK(tx.keys().removeExpired(kNow + milliseconds{1}) == 1);
    CHECK(tx.keys().remove("leaked") == Update::Done);
    CHECK(tx.keys().remove("leaked") == Update::Missing);
    CHECK(tx.keys().list() == std::vector{key("live", 2)});
  });
}

}  // namespace mfa::testing::conformance
