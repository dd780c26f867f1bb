#include <catch2/catch.hpp>

#include "contract/password_server.hpp"

using namespace mfa;
using namespace mfa::test;

TEST_CASE("an administrator changes address and password of a login method",
          "[contract][emailpassword][update]") {
  PasswordServer server;
  static_cast<void>(server.signedUp("ada@example.com"));
  const auto id = server.userOf("ada@example.com").value().id;
  CHECK(ok(server.passwords().updateEmailOrPassword(
      {.recipeUserId = id, .email = "Ada@New.example", .password = "battery staple 2"})));
  auto page = server.browser();
  CHECK(page.signIn("ada@example.com", kGoodPassword).outcome() == "WRONG_CREDENTIALS_ERROR");
  CHECK(page.signIn("ada@new.example", kGoodPassword).outcome() == "WRONG_CREDENTIALS_ERROR");
  CHECK(page.signIn("ada@new.example", "battery staple 2").outcome() == "OK");
  CHECK(page.session()->getUserId() == id);
}

TEST_CASE("a password that an administrator sets ends every session and no address does",
          "[contract][emailpassword][update]") {
  PasswordServer server;
  auto page = server.signedUp("ada@example.com");
  auto bob = server.signedUp("bob@example.com");
  const auto id = server.userOf("ada@example.com").value().id;
  REQUIRE(ok(server.passwords().updateEmailOrPassword({.recipeUserId = id, .email = "eve@example.com"})));
  CHECK(page.protectedRoute().status == 200);
  REQUIRE(ok(server.passwords().updateEmailOrPassword({.recipeUserId = id, .password = "battery staple 2"})));
  CHECK(page.protectedRoute().status == 401);
  CHECK(page.refresh().status == 401);
  CHECK(bob.protectedRoute().status == 200);
  CHECK(server.count(EventType::SessionRevoked, "password_changed") == 1);
}

TEST_CASE("an address that is taken cannot be had and nothing changes", "[contract][emailpassword][update]") {
  PasswordServer server;
  static_cast<void>(server.signedUp("ada@example.com"));
  static_cast<void>(server.signedUp("bob@example.com"));
  const auto id = server.userOf("bob@example.com").value().id;
  CHECK(
      std::holds_alternative<emailpassword::EmailAlreadyExistsError>(server.passwords().updateEmailOrPassword(
          {.recipeUserId = id, .email = "ADA@example.com", .password = "battery staple 2"})));
  auto page = server.browser();
  CHECK(page.signIn("bob@example.com", kGoodPassword).outcome() == "OK");
}

TEST_CASE("a changed address is not verified any more and the same one stays so",
          "[contract][emailpassword][update]") {
  PasswordServer server;
  static_cast<void>(server.signedUp("ada@example.com"));
  const auto id = server.userOf("ada@example.com").value().id;
  REQUIRE(server.storage().transact([&](Transaction& tx) { return tx.users().setVerified(id, true); }) ==
          Update::Done);
  REQUIRE(ok(server.passwords().updateEmailOrPassword({.recipeUserId = id, .email = " ADA@example.com"})));
  CHECK(server.userOf("ada@example.com").value().loginMethods.front().verified);
  REQUIRE(ok(server.passwords().updateEmailOrPassword({.recipeUserId = id, .email = "eve@example.com"})));
  CHECK_FALSE(server.userOf("eve@example.com").value().loginMethods.front().verified);
}

TEST_CASE("the password policy applies unless it is switched off", "[contract][emailpassword][update]") {
  PasswordServer server;
  static_cast<void>(server.signedUp("ada@example.com"));
  const auto id = server.userOf("ada@example.com").value().id;
  const auto update = [&](std::optional<bool> applyPolicy) {
    return server.passwords().updateEmailOrPassword(
        {.recipeUserId = id, .password = "short", .applyPasswordPolicy = applyPolicy});
  };
  CHECK(std::holds_alternative<emailpassword::PasswordPolicyViolatedError>(update(std::nullopt)));
  CHECK(std::holds_alternative<emailpassword::PasswordPolicyViolatedError>(update(true)));
  CHECK(ok(update(false)));
  auto page = server.browser();
  CHECK(page.signIn("ada@example.com", "short").outcome() == "OK");
}

TEST_CASE("nobody but a login method with a password is updated", "[contract][emailpassword][update]") {
  PasswordServer server;
  const LoginMethod method{.recipeId = "passwordless", .recipeUserId = "u1", .phoneNumber = "+12015550123"};
  REQUIRE(server.storage().transact([&](Transaction& tx) {
    return tx.users().insertUnique({kPublicTenant, method, std::nullopt});
  }) == Insert::Done);
  for (const auto* id : {"u1", "unknown", ""})
    CHECK(std::holds_alternative<emailpassword::UnknownUserIdError>(
        server.passwords().updateEmailOrPassword({.recipeUserId = id, .password = kGoodPassword})));
  CHECK_THROWS_AS(server.passwords().updateEmailOrPassword({.recipeUserId = "u1", .email = "no address"}),
                  BadInputError);
}
