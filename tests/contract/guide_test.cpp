// The second-factor guide as an honest user lives it: examples/second_factor/guide.cpp, unchanged, over HTTP.
#include "support/guide_server.hpp"

using namespace mfa;
using namespace std::chrono_literals;
using test::Browser;
using test::GuideServer;
using test::kPhoneNumber;
using test::Transfer;

TEST_CASE("a password alone opens the first door and not the second", "[contract][guide]") {
  GuideServer server;
  auto ada = server.browser();
  CHECK(ada.protectedRoute().status == 401);
  CHECK(ada.signUp("ada@acme.example", test::kPassword).outcome() == "OK");
  const auto refused = ada.protectedRoute();
  CHECK(refused.status == 403);
  CHECK(refused.message() == "invalid claim");
  CHECK(refused.body.at("claimValidationErrors").as_array().at(0).at("id") == "2fa-completed");
  CHECK(ada.protectedRoute({.overrideGlobalClaimValidators = noClaimValidators}).status == 200);
}

TEST_CASE("the code opens the second door for the session that asked for it", "[contract][guide]") {
  GuideServer server;
  for (const auto transfer : {Transfer::Cookie, Transfer::Header}) {
    auto ada = server.signedIn("ada@acme.example", transfer);
    const auto handle = ada.session()->getHandle();
    REQUIRE(ada.createCode(kPhoneNumber).outcome() == "OK");
    REQUIRE(ada.consumeCode(ada.device(), server.lastCode()).outcome() == "OK");
    CHECK(ada.hasSecondFactor());
    CHECK(ada.session()->getHandle() == handle);
    REQUIRE(ada.frontToken());
    CHECK(ada.frontToken()->at("2fa-completed").at("v") == true);
    server.clock().advance(10min);
  }
}

TEST_CASE("from the second sign-in on a code goes to the enrolled number alone", "[contract][guide]") {
  GuideServer server;
  (void)server.completed("ada@acme.example");
  server.clock().advance(1h);
  auto ada = server.signedIn("ada@acme.example");
  CHECK(ada.frontToken()->at("phoneNumber") == kPhoneNumber);
  CHECK_FALSE(ada.hasSecondFactor());
  const auto refused = ada.createCode("+12015550199");
  CHECK(refused.outcome() == "GENERAL_ERROR");
  CHECK(refused.message() == "Input phone number is not the same as the one saved for this user");
  REQUIRE(ada.createCode(kPhoneNumber).outcome() == "OK");
  REQUIRE(ada.consumeCode(ada.device(), server.lastCode()).outcome() == "OK");
  CHECK(ada.hasSecondFactor());
}

TEST_CASE("wrong digits and a resend do not hinder an honest user", "[contract][guide]") {
  GuideServer server;
  auto ada = server.signedIn("ada@acme.example");
  REQUIRE(ada.createCode(kPhoneNumber).outcome() == "OK");
  const auto first = server.lastCode();
  const auto wrong = ada.consumeCode(ada.device(), first == "000000" ? "000001" : "000000");
  CHECK(wrong.outcome() == "INCORRECT_USER_INPUT_CODE_ERROR");
  CHECK(wrong.body.at("failedCodeInputAttemptCount") == 1);
  server.clock().advance(15s);
  REQUIRE(ada.resendCode(ada.device()).outcome() == "OK");
  REQUIRE(ada.consumeCode(ada.device(), server.lastCode()).outcome() == "OK");
  CHECK(ada.hasSecondFactor());
}

TEST_CASE("the second factor stays through refreshes and a restart and ends with the session",
          "[contract][guide]") {
  GuideServer server;
  auto ada = server.completed("ada@acme.example");
  server.clock().advance(2h);
  CHECK(ada.protectedRoute().status == 401);
  CHECK(ada.protectedRoute().message() == "try refresh token");
  REQUIRE(ada.refresh().status == 200);
  CHECK(ada.hasSecondFactor());
  CHECK(ada.signOut().outcome() == "OK");
  CHECK(ada.cookies().all().empty());
  CHECK(ada.protectedRoute().status == 401);
}

TEST_CASE("signing in as somebody else by password replaces the session", "[contract][guide]") {
  GuideServer server;
  auto page = server.completed("ada@acme.example");
  REQUIRE(page.signUp("bob@acme.example", test::kPassword).outcome() == "OK");
  CHECK_FALSE(page.hasSecondFactor());
  CHECK_FALSE(page.frontToken()->contains("phoneNumber"));
}

TEST_CASE("a deleted user is signed out everywhere at once", "[contract][guide]") {
  GuideServer server;
  auto phone = server.completed("ada@acme.example");
  auto laptop = server.signedIn("ada@acme.example");
  const auto userId = laptop.session()->getUserId();
  server.auth().deleteUser(userId);
  CHECK(phone.protectedRoute().status == 401);
  CHECK(laptop.protectedRoute({.overrideGlobalClaimValidators = noClaimValidators}).status == 401);
  CHECK(laptop.refresh().status == 401);
  CHECK_FALSE(server.auth().getUser(userId));
}
