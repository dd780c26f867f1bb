/// @file
/// Users: login methods, contacts, password hashes.
#pragma once

#include <algorithm>

#include "mfa/testing/storage_conformance/backend.hpp"

namespace mfa::testing::conformance {

inline NewUser phoneUser(const std::string& userId, const std::string& number) {
  return {.tenantId = kPublicTenant,
          .loginMethod = {.recipeId = "passwordless",
                          .recipeUserId = userId,
                          .timeJoined = kNow + seconds{1},
                          .verified = true,
                          .phoneNumber = number}};
}

inline NewUser thirdPartyUser(const std::string& userId, const ThirdPartyInfo& info,
                              const std::string& address) {
  return {.tenantId = kPublicTenant,
          .loginMethod = {.recipeId = "thirdparty",
                          .recipeUserId = userId,
                          .timeJoined = kNow + seconds{2},
                          .email = address,
                          .thirdParty = info}};
}

inline std::vector<std::string> idsOf(const std::vector<User>& users) {
  std::vector<std::string> ids;
  for (const auto& user : users) ids.push_back(user.id);
  return ids;
}

TEST_CASE("a user comes back with its login method", "[storage][users]") {
  const auto storage = openEmptyStorage();
  const auto ada = user("ada", "ada@example.com");
  storage->transact([&](Transaction& tx) {
    CHECK(tx.users().insertUnique(ada) == Insert::Done);
    CHECK(tx.users().insertUnique(phoneUser("bob", "+12015550123")) == Insert::Done);
    const ThirdPartyInfo google{.id = "google", .userId = "1|2"};
    CHECK(tx.users().insertUnique(thirdPartyUser("cy", google, "cy@example.com")) == Insert::Done);
  });
  storage->read([&](Transaction& tx) {
    CHECK(tx.users().find("ada") == userOf("ada", false, {ada.loginMethod}));
    CHECK(tx.users().find("bob")->phoneNumbers == std::vector<std::string>{"+12015550123"});
    CHECK(tx.users().find("bob")->loginMethods.front().verified);
    CHECK(tx.users().find("cy")->thirdParty.front() == ThirdPartyInfo{.id = "google", .userId = "1|2"});
    CHECK_FALSE(tx.users().find("unknown"));
  });
}

TEST_CASE("a login method belongs to the tenant it was made in", "[storage][users]") {
  const auto storage = openEmptyStorage();
  auto ada = user("ada", "ada@example.com");
  ada.tenantId = "acme";
  storage->transact([&](Transaction& tx) {
    CHECK(tx.users().insertUnique(ada) == Insert::Done);
    CHECK(tx.users().find("ada")->tenantIds == std::vector<std::string>{"acme"});
    CHECK(tx.users().findByContact("acme", "emailpassword", email("ada@example.com")));
    CHECK_FALSE(tx.users().findByContact(kPublicTenant, "emailpassword", email("ada@example.com")));
  });
}

TEST_CASE("a contact is taken once in a tenant and recipe", "[storage][users]") {
  const auto storage = openEmptyStorage();
  storage->transact([](Transaction& tx) {
    CHECK(tx.users().insertUnique(user("ada", "ada@example.com")) == Insert::Done);
    CHECK(tx.users().insertUnique(user("eve", "ada@example.com")) == Insert::Conflict);
    CHECK_FALSE(tx.users().find("eve"));
    CHECK(tx.users().insertUnique(user("ada", "other@example.com")) == Insert::Conflict);
    CHECK_FALSE(tx.users().findByContact(kPublicTenant, "emailpassword", email("other@example.com")));

    auto elsewhere = user("ada at acme", "ada@example.com");
    elsewhere.tenantId = "acme";
    CHECK(tx.users().insertUnique(elsewhere) == Insert::Done);
    auto byCode = user("ada by code", "ada@example.com");
    byCode.loginMethod.recipeId = "passwordless";
    CHECK(tx.users().insertUnique(byCode) == Insert::Done);
  });
}

TEST_CASE("one address may come from two third parties and one identity only once", "[storage][users]") {
  const auto storage = openEmptyStorage();
  const ThirdPartyInfo google{.id = "google", .userId = "1"};
  const ThirdPartyInfo github{.id = "github", .userId = "1"};
  storage->transact([&](Transaction& tx) {
    CHECK(tx.users().insertUnique(thirdPartyUser("g", google, "ada@example.com")) == Insert::Done);
    CHECK(tx.users().insertUnique(thirdPartyUser("h", github, "ada@example.com")) == Insert::Done);
    CHECK(tx.users().insertUnique(thirdPartyUser("x", google, "x@example.com")) == Insert::Conflict);
    const Contact identity{.kind = ContactKind::ThirdParty, .value = "github|1"};
    CHECK(tx.users().findByContact(kPublicTenant, "thirdparty", identity)->id == "h");
    CHECK(idsOf(tx.users().listByContact(kPublicTenant, email("ada@example.com"))) ==
          std::vector<std::string>{"g", "h"});
  });
}

TEST_CASE("users with one contact are listed whatever the recipe", "[storage][users]") {
  const auto storage = openEmptyStorage();
  auto byCode = user("by code", "ada@example.com");
  byCode.loginMethod.recipeId = "passwordless";
  byCode.loginMethod.timeJoined = kNow - seconds{1};
  storage->transact([&](Transaction& tx) {
    (void)tx.users().insertUnique(user("by password", "ada@example.com"));
    (void)tx.users().insertUnique(byCode);
    (void)tx.users().insertUnique(user("bob", "bob@example.com"));
    CHECK(idsOf(tx.users().listByContact(kPublicTenant, email("ada@example.com"))) ==
          std::vector<std::string>{"by code", "by password"});
    CHECK(tx.users().listByContact("acme", email("ada@example.com")).empty());
    CHECK(tx.users().listByContact(kPublicTenant, phone("ada@example.com")).empty());
    CHECK(tx.users().findByContact(kPublicTenant, "passwordless", email("ada@example.com"))->id == "by code");
    CHECK_FALSE(tx.users().findByContact(kPublicTenant, "thirdparty", email("ada@example.com")));
  });
}

TEST_CASE("a contact is compared byte by byte", "[storage][users]") {
  const auto storage = openEmptyStorage();
  storage->transact([](Transaction& tx) {
    (void)tx.users().insertUnique(user("ada", "ada@example.com"));
    CHECK_FALSE(tx.users().findByContact(kPublicTenant, "emailpassword", email("ADA@example.com")));
    CHECK(tx.users().insertUnique(user("dotless", "ad\u0131@example.com")) == Insert::Done);
    CHECK(tx.users().insertUnique(user("dotted", "adi@example.com")) == Insert::Done);
  });
}

TEST_CASE("a contact is set and changed and removed", "[storage][users]") {
  const auto storage = openEmptyStorage();
  storage->transact([](Transaction& tx) {
    (void)tx.users().insertUnique(user("ada", "ada@example.com"));
    (void)tx.users().insertUnique(user("bob", "bob@example.com"));
    auto& users = tx.users();
    CHECK(users.updateContact("unknown", ContactKind::Email, "x@example.com") == ContactUpdate::Unknown);
    CHECK(users.updateContact("ada", ContactKind::Email, "bob@example.com") == ContactUpdate::Conflict);
    CHECK(users.find("ada")->emails == std::vector<std::string>{"ada@example.com"});
    CHECK(users.updateContact("ada", ContactKind::Email, "ada@example.com") == ContactUpdate::Done);

    CHECK(users.updateContact("ada", ContactKind::Email, "new@example.com") == ContactUpdate::Done);
    CHECK(users.find("ada")->emails == std::vector<std::string>{"new@example.com"});
    CHECK(users.findByContact(kPublicTenant, "emailpassword", email("new@example.com"))->id == "ada");
    CHECK_FALSE(users.findByContact(kPublicTenant, "emailpassword", email("ada@example.com")));
    CHECK(users.insertUnique(user("cy", "ada@example.com")) == Insert::Done);

    CHECK(users.updateContact("ada", ContactKind::Phone, "+12015550123") == ContactUpdate::Done);
    CHECK(users.updateContact("ada", ContactKind::Email, std::nullopt) == ContactUpdate::Done);
    CHECK(users.find("ada")->emails.empty());
    CHECK(users.find("ada")->phoneNumbers == std::vector<std::string>{"+12015550123"});
  });
}

TEST_CASE("a login method is marked as verified and back", "[storage][users]") {
  const auto storage = openEmptyStorage();
  storage->transact([](Transaction& tx) {
    (void)tx.users().insertUnique(user("ada", "ada@example.com"));
    CHECK(tx.users().setVerified("ada", true) == Update::Done);
    CHECK(tx.users().find("ada")->loginMethods.front().verified);
    CHECK(tx.users().setVerified("ada", false) == Update::Done);
    CHECK_FALSE(tx.users().find("ada")->loginMethods.front().verified);
    CHECK(tx.users().setVerified("unknown", true) == Update::Missing);
  });
}

TEST_CASE("a password hash is replaced only from the expected one", "[storage][users]") {
  const auto storage = openEmptyStorage();
  const auto first = user("ada", "ada@example.com").passwordHash;
  storage->transact([&](Transaction& tx) {
    (void)tx.users().insertUnique(user("ada", "ada@example.com"));
    (void)tx.users().insertUnique(phoneUser("bob", "+12015550123"));
    auto& users = tx.users();
    CHECK(users.passwordHash("ada") == first);
    CHECK_FALSE(users.passwordHash("bob"));
    CHECK_FALSE(users.passwordHash("unknown"));
    CHECK(users.replacePasswordHash("ada", "stale", "$2b$11$next") == Update::Missing);
    CHECK(users.replacePasswordHash("ada", std::nullopt, "$2b$11$next") == Update::Missing);
    CHECK(users.passwordHash("ada") == first);
    CHECK(users.replacePasswordHash("ada", first, "$2b$11$next") == Update::Done);
    CHECK(users.passwordHash("ada") == "$2b$11$next");
    CHECK(users.replacePasswordHash("bob", std::nullopt, "$2b$11$first") == Update::Done);
    CHECK(users.replacePasswordHash("unknown", std::nullopt, "$2b$11$first") == Update::Missing);
  });
}

TEST_CASE("a password hash is confirmed while it is the stored one", "[storage][users]") {
  const auto storage = openEmptyStorage();
  const auto first = user("ada", "ada@example.com").passwordHash.value();
  storage->transact([&](Transaction& tx) {
    (void)tx.users().insertUnique(user("ada", "ada@example.com"));
    (void)tx.users().insertUnique(phoneUser("bob", "+12015550123"));
    auto& users = tx.users();
    CHECK(users.confirmPasswordHash("ada", first) == Update::Done);
    CHECK(users.confirmPasswordHash("ada", "stale") == Update::Missing);
    CHECK(users.confirmPasswordHash("ada", "") == Update::Missing);
    CHECK(users.confirmPasswordHash("bob", first) == Update::Missing);
    CHECK(users.confirmPasswordHash("unknown", first) == Update::Missing);
    (void)users.replacePasswordHash("ada", first, "$2b$11$next");
    CHECK(users.confirmPasswordHash("ada", first) == Update::Missing);
    CHECK(users.confirmPasswordHash("ada", "$2b$11$next") == Update::Done);
  });
}

TEST_CASE("one password hash is given for each kind", "[storage][users]") {
  const auto storage = openEmptyStorage();
  const auto add = [](Transaction& tx, const std::string& id, const std::string& hash) {
    auto row = user(id, id + "@example.com");
    row.passwordHash = hash;
    (void)tx.users().insertUnique(row);
  };
  storage->transact([&](Transaction& tx) {
    CHECK(tx.users().passwordHashKinds().empty());
    (void)tx.users().insertUnique(phoneUser("by code", "+12015550123"));
    CHECK(tx.users().passwordHashKinds().empty());
    add(tx, "a", "$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aaaa");
    add(tx, "b", "$argon2id$v=19$m=19456,t=2,p=1$b3RoZXI$bbbb");
    add(tx, "c", "$argon2id$v=19$m=65536,t=3,p=1$c2FsdA$cccc");
    add(tx, "d", "$2b$11$abcdefghijklmnopqrstuuOBq6bLhcyxYkRFCmMI/Np1sIPYYYYYY");
    add(tx, "e", "$2b$11$ABCDEFGHIJKLMNOPQRSTUUOBq6bLhcyxYkRFCmMI/Np1sIPYYYYYY");
    CHECK(tx.users().passwordHashKinds().size() == 3);

    (void)tx.users().replacePasswordHash("c", "$argon2id$v=19$m=65536,t=3,p=1$c2FsdA$cccc",
                                         "$argon2id$v=19$m=19456,t=2,p=1$bmV3$dddd");
    CHECK(tx.users().passwordHashKinds().size() == 2);
  });
}

TEST_CASE("a user goes with its last login method and its contacts are free again", "[storage][users]") {
  const auto storage = openEmptyStorage();
  storage->transact([](Transaction& tx) {
    (void)tx.users().insertUnique(user("ada", "ada@example.com"));
    CHECK(tx.users().removeLoginMethod("ada") == Update::Done);
    CHECK(tx.users().removeLoginMethod("ada") == Update::Missing);
    CHECK_FALSE(tx.users().find("ada"));
    CHECK(tx.users().listByContact(kPublicTenant, email("ada@example.com")).empty());
    CHECK_FALSE(tx.users().passwordHash("ada"));
    CHECK(tx.users().count({}, std::nullopt) == 0);
    CHECK(tx.users().insertUnique(user("ada", "ada@example.com")) == Insert::Done);
  });
}

}  // namespace mfa::testing::conformance
