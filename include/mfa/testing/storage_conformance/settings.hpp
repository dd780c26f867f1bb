/// @file
/// Settings: written once, replaced, raised.
#pragma once

#include "mfa/testing/storage_conformance/backend.hpp"

namespace mfa::testing::conformance {

TEST_CASE("a setting is written once or replaced", "[storage][settings]") {
  const auto storage = openEmptyStorage();
  storage->transact([](Transaction& tx) {
    auto& settings = tx.settings();
    CHECK_FALSE(settings.get("a"));
    CHECK(settings.insertIfAbsent("a", "first") == "first");
    CHECK(settings.insertIfAbsent("a", "second") == "first");
    settings.put("a", "third");
    CHECK(settings.get("a") == "third");
    settings.put("b", "");
    CHECK(settings.get("b") == "");
  });
}

TEST_CASE("a number is raised and never lowered", "[storage][settings]") {
  const auto storage = openEmptyStorage();
  storage->transact([](Transaction& tx) {
    auto& settings = tx.settings();
    CHECK(settings.raise("latest", 5) == 5);
    CHECK(settings.raise("latest", 3) == 5);
    CHECK(settings.raise("latest", 1'700'000'000'000) == 1'700'000'000'000);
    CHECK(settings.raise("latest", 999'999'999'999) == 1'700'000'000'000);
    CHECK(settings.get("latest") == "1700000000000");
    CHECK(settings.raise("negative", -5) == -5);
    CHECK(settings.raise("negative", -7) == -5);
  });
}

}  // namespace mfa::testing::conformance
