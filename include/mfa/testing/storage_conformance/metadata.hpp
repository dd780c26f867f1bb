/// @file
/// User metadata: merged at the root, any id accepted.
#pragma once

#include "mfa/testing/storage_conformance/backend.hpp"

namespace mfa::testing::conformance {

TEST_CASE("metadata is merged at the root and null removes", "[storage][metadata]") {
  const auto storage = openEmptyStorage();
  storage->transact([](Transaction& tx) {
    auto& metadata = tx.metadata();
    CHECK(metadata.get("ada").empty());
    CHECK(metadata.merge("ada", {{"a", 1}, {"b", {{"c", 1}}}}) == json::object{{"a", 1}, {"b", {{"c", 1}}}});
    const json::object expected{{"b", {{"d", nullptr}}}, {"e", "\u00e9"}};
    CHECK(metadata.merge("ada", {{"a", nullptr}, {"b", {{"d", nullptr}}}, {"e", "\u00e9"}}) == expected);
    CHECK(metadata.get("ada") == expected);
    CHECK(metadata.get("bob").empty());
  });
}

TEST_CASE("metadata keeps numbers and nesting as they are", "[storage][metadata]") {
  const auto storage = openEmptyStorage();
  const json::object document{
      {"large", 9'007'199'254'740'993},
      {"negative", -1},
      {"half", 0.5},
      {"flag", true},
      {"list", json::array{1, "two", json::object{{"three", nullptr}}, json::array{}}},
      {"quote\"\\\n", "\xF0\x9F\x94\x91"},
  };
  storage->transact(
      [&](Transaction& tx) { CHECK(tx.metadata().merge("any id: \u00fc", document) == document); });
  CHECK(storage->read([](Transaction& tx) { return tx.metadata().get("any id: \u00fc"); }) == document);
}

TEST_CASE("metadata is cleared", "[storage][metadata]") {
  const auto storage = openEmptyStorage();
  storage->transact([](Transaction& tx) {
    (void)tx.metadata().merge("ada", {{"a", 1}});
    (void)tx.metadata().merge("bob", {{"b", 1}});
    CHECK(tx.metadata().clear("ada") == Update::Done);
    CHECK(tx.metadata().clear("ada") == Update::Missing);
    CHECK(tx.metadata().get("ada").empty());
    CHECK(tx.metadata().get("bob") == json::object{{"b", 1}});
  });
}

}  // namespace mfa::testing::conformance
