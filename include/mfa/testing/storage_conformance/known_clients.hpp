/// @file
/// Known clients: renewing, the most of one user, forgetting.
#pragma once

#include "mfa/testing/storage_conformance/backend.hpp"

namespace mfa::testing::conformance {

inline void remember(Storage& storage, const std::string& userId, const std::string& clientHash,
                     Time expiresAt, int most = 3) {
  storage.transact([&](Transaction& tx) {
    tx.knownClients().remember({userId, clientHash, expiresAt}, most);
  });
}

inline bool knows(Storage& storage, const std::string& userId, const std::string& clientHash,
                  Time now = kNow) {
  return storage.read([&](Transaction& tx) { return tx.knownClients().knows(userId, clientHash, now); });
}

TEST_CASE("a client is known to the user who signed in from there until it expires",
          "[storage][known-clients]") {
  const auto storage = openEmptyStorage();
  CHECK_FALSE(knows(*storage, "ada", "home"));
  remember(*storage, "ada", "home", kNow + hours{1});
  CHECK(knows(*storage, "ada", "home"));
  CHECK_FALSE(knows(*storage, "ada", "HOME"));
  CHECK_FALSE(knows(*storage, "mallory", "home"));
  CHECK(knows(*storage, "ada", "home", kNow + hours{1} - milliseconds{1}));
  CHECK_FALSE(knows(*storage, "ada", "home", kNow + hours{1}));
}

TEST_CASE("a client that is seen again is known for longer", "[storage][known-clients]") {
  const auto storage = openEmptyStorage();
  remember(*storage, "ada", "home", kNow + hours{1});
  remember(*storage, "ada", "home", kNow + hours{5});
  CHECK(knows(*storage, "ada", "home", kNow + hours{4}));
}

TEST_CASE("of each user the clients stay that expire last", "[storage][known-clients]") {
  const auto storage = openEmptyStorage();
  remember(*storage, "bob", "cafe", kNow + hours{1});
  for (int i = 1; i <= 5; ++i) remember(*storage, "ada", std::to_string(i), kNow + hours{i});
  for (int i = 1; i <= 5; ++i) CHECK(knows(*storage, "ada", std::to_string(i)) == (i > 2));
  remember(*storage, "ada", "3", kNow + hours{9});
  remember(*storage, "ada", "6", kNow + hours{6});
  CHECK(knows(*storage, "ada", "3"));
  CHECK_FALSE(knows(*storage, "ada", "4"));
  CHECK(knows(*storage, "bob", "cafe"));
}

TEST_CASE("the clients of a user are forgotten together", "[storage][known-clients]") {
  const auto storage = openEmptyStorage();
  remember(*storage, "ada", "home", kNow + hours{1});
  remember(*storage, "ada", "office", kNow + hours{1});
  remember(*storage, "bob", "home", kNow + hours{1});
  const auto removeAll = [&] {
    return storage->transact([](Transaction& tx) { return tx.knownClients().removeAll("ada"); });
  };
  CHECK(removeAll() == 2);
  CHECK(removeAll() == 0);
  CHECK_FALSE(knows(*storage, "ada", "home"));
  CHECK(knows(*storage, "bob", "home"));
}

TEST_CASE("expired clients are removed in steps", "[storage][known-clients]") {
  const auto storage = openEmptyStorage();
  for (int i = 0; i < 5; ++i) remember(*storage, std::to_string(i), "home", kNow);
  remember(*storage, "ada", "home", kNow + hours{1});
  const auto remove = [&] {
    return storage->transact([](Transaction& tx) { return tx.knownClients().removeExpired(kNow, 3); });
  };
  CHECK(remove() == 3);
  CHECK(remove() == 2);
  CHECK(remove() == 0);
  CHECK(knows(*storage, "ada", "home"));
}

}  // namespace mfa::testing::conformance
