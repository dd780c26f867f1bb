/// @file
/// Lists of users: pages, searches, counts.
#pragma once

#include "mfa/testing/storage_conformance/users.hpp"

namespace mfa::testing::conformance {

/// Twelve users: each third of them by password, phone and third party, two of each joined at one time.
inline std::shared_ptr<Storage> storageWithUsers() {
  auto storage = openEmptyStorage();
  storage->transact([](Transaction& tx) {
    for (int i = 0; i < 12; ++i) {
      const auto id = std::string{"u"} + static_cast<char>('a' + i);
      auto row = i % 3 == 0   ? user(id, id + "@example.com")
                 : i % 3 == 1 ? phoneUser(id, "+1201555010" + std::to_string(i % 10))
                              : thirdPartyUser(id, {.id = "google", .userId = id}, id + "@gmail.example");
      row.loginMethod.timeJoined = kNow + seconds{i / 2};
      if (tx.users().insertUnique(row) != Insert::Done) throw std::logic_error{"the sample is not unique"};
    }
  });
  return storage;
}

inline std::vector<std::string> page(Storage& storage, const UserPageQuery& query) {
  return idsOf(storage.read([&](Transaction& tx) { return tx.users().list(query); }));
}

using Ids = std::vector<std::string>;

TEST_CASE("users are listed in order of joining and then of id", "[storage][users]") {
  const auto storage = storageWithUsers();
  UserPageQuery query{.tenantId = kPublicTenant, .limit = 5};
  CHECK(page(*storage, query) == Ids{"ua", "ub", "uc", "ud", "ue"});
  query.from = {.timeJoined = kNow + seconds{2}, .userId = "uf"};
  CHECK(page(*storage, query) == Ids{"uf", "ug", "uh", "ui", "uj"});
  query.limit = 100;
  CHECK(page(*storage, query).size() == 7);

  query = {.tenantId = kPublicTenant, .order = UserPageQuery::Order::NewestFirst, .limit = 3};
  CHECK(page(*storage, query) == Ids{"ul", "uk", "uj"});
  query.from = {.timeJoined = kNow, .userId = "ub"};
  CHECK(page(*storage, query) == Ids{"ub", "ua"});
}

TEST_CASE("pages put together are the whole list", "[storage][users]") {
  const auto storage = storageWithUsers();
  for (const auto order : {UserPageQuery::Order::OldestFirst, UserPageQuery::Order::NewestFirst}) {
    UserPageQuery query{.tenantId = kPublicTenant, .order = order, .limit = 5};
    Ids seen;
    for (;;) {
      const auto users = storage->read([&](Transaction& tx) { return tx.users().list(query); });
      for (std::size_t i = 0; i < users.size() && i < 4; ++i) seen.push_back(users[i].id);
      if (users.size() < 5) break;
      query.from = {.timeJoined = users.back().timeJoined, .userId = users.back().id};
    }
    query = {.tenantId = kPublicTenant, .order = order, .limit = 500};
    CHECK(seen == page(*storage, query));
  }
}

TEST_CASE("a list holds users of the wanted recipes and tenant", "[storage][users]") {
  const auto storage = storageWithUsers();
  UserPageQuery query{.tenantId = kPublicTenant, .includeRecipeIds = {"passwordless"}};
  CHECK(page(*storage, query) == Ids{"ub", "ue", "uh", "uk"});
  query.includeRecipeIds = {"passwordless", "emailpassword"};
  CHECK(page(*storage, query).size() == 8);
  query.includeRecipeIds = {"word"};
  CHECK(page(*storage, query).empty());
  CHECK(page(*storage, {.tenantId = "acme"}).empty());
}

TEST_CASE("users are searched by the beginning of a contact", "[storage][users]") {
  const auto storage = storageWithUsers();
  CHECK(page(*storage, {.tenantId = kPublicTenant, .emailPrefix = "ud@"}) == Ids{"ud"});
  CHECK(page(*storage, {.tenantId = kPublicTenant, .emailPrefix = "u"}).size() == 8);
  CHECK(page(*storage, {.tenantId = kPublicTenant, .emailPrefix = "d@"}).empty());
  CHECK(page(*storage, {.tenantId = kPublicTenant, .emailPrefix = "u%"}).empty());
  CHECK(page(*storage, {.tenantId = "acme", .emailPrefix = "u"}).empty());
  CHECK(page(*storage, {.tenantId = kPublicTenant, .phonePrefix = "+1201"}) == Ids{"ub", "ue", "uh", "uk"});
  CHECK(page(*storage, {.tenantId = kPublicTenant, .thirdPartyId = "google"}).size() == 4);
  CHECK(page(*storage, {.tenantId = kPublicTenant, .thirdPartyId = "goog"}).empty());
  CHECK(page(*storage, {.tenantId = kPublicTenant, .emailPrefix = "uc", .thirdPartyId = "google"}) ==
        Ids{"uc"});
  CHECK(page(*storage, {.tenantId = kPublicTenant, .emailPrefix = "ua", .thirdPartyId = "google"}).empty());
  CHECK(page(*storage, {.tenantId = kPublicTenant,
                        .order = UserPageQuery::Order::NewestFirst,
                        .limit = 2,
                        .emailPrefix = "u"}) == Ids{"ul", "uj"});
  CHECK(page(*storage,
             {.tenantId = kPublicTenant, .includeRecipeIds = {"emailpassword"}, .emailPrefix = "u"}) ==
        Ids{"ua", "ud", "ug", "uj"});
}

TEST_CASE("users are counted by recipe and tenant", "[storage][users]") {
  const auto storage = storageWithUsers();
  storage->read([](Transaction& tx) {
    CHECK(tx.users().count({}, std::nullopt) == 12);
    CHECK(tx.users().count({}, kPublicTenant) == 12);
    CHECK(tx.users().count({}, "acme") == 0);
    CHECK(tx.users().count({"passwordless"}, kPublicTenant) == 4);
    CHECK(tx.users().count({"passwordless", "thirdparty"}, std::nullopt) == 8);
    CHECK(tx.users().count({"password"}, std::nullopt) == 0);
  });
}

}  // namespace mfa::testing::conformance
