// Rule 2: an enrolled factor is a row of its own, written once, and read from the database alone.
#include <catch2/catch.hpp>
#include <string>

#include "support/guide_server.hpp"

namespace {

using namespace mfa;
using namespace mfa::test;

constexpr const char* kAda = "ada@example.com";
constexpr const char* kMallorysPhone = "+12015550199";

std::vector<EnrolledFactor> factorsOf(GuideServer& server, const std::string& userId) {
  return server.storage().read([&](Transaction& tx) { return tx.factors().list(userId); });
}

std::string consume(GuideServer& server, Browser& browser, const std::string& phoneNumber) {
  const auto created = browser.createCode(phoneNumber);
  if (created.outcome() != "OK") return created.outcome();
  return browser.consumeCode(browser.device(), server.lastCode(phoneNumber)).outcome();
}

}  // namespace

TEST_CASE("who signs in by code as somebody else gets that user's session and enrols nothing",
          "[attacks][honest]") {
  // Codes as a first factor, in the browser of somebody who is signed in already: a sign-in, no second
  // factor.
  GuideServer server{{.session = [](Session::Config& config) { config.override = {}; },
                      .passwordless = [](Passwordless::Config& config) { config.override = {}; }}};
  auto browser = server.signedIn(kAda);
  const auto ada = browser.session()->getUserId();
  REQUIRE(browser.createCode(kPhoneNumber).outcome() == "OK");
  REQUIRE(browser.consumeCode(browser.device(), server.lastCode()).outcome() == "OK");
  const auto other = browser.session()->getUserId();
  CHECK(other != ada);
  CHECK(factorsOf(server, ada).empty());
  CHECK(factorsOf(server, other).empty());
}

TEST_CASE("the enrolled phone completes each later session", "[attacks][honest]") {
  GuideServer server;
  (void)server.completed(kAda);
  server.clock().advance(std::chrono::hours{1});
  auto again = server.signedIn(kAda);
  CHECK_FALSE(again.hasSecondFactor());
  CHECK(consume(server, again, kPhoneNumber) == "OK");
  CHECK(again.hasSecondFactor());
}

TEST_CASE("a session from before the enrolment cannot enrol another phone", "[attacks][A3][A6]") {
  GuideServer server;
  auto old = server.signedIn(kAda);  // its token names no phone
  (void)server.completed(kAda);
  CHECK(consume(server, old, kMallorysPhone) == "RESTART_FLOW_ERROR");
  CHECK_FALSE(old.hasSecondFactor());
  const auto factors = factorsOf(server, old.session()->getUserId());
  REQUIRE(factors.size() == 1);
  CHECK(factors.front().contact.value == kPhoneNumber);
}

TEST_CASE("a device kept alive from before the enrolment completes nothing after it", "[attacks][A4]") {
  GuideServer server;
  auto old = server.signedIn(kAda);
  REQUIRE(old.createCode(kMallorysPhone).outcome() == "OK");
  (void)server.completed(kAda);
  const auto resent = old.resendCode(old.device());
  const auto code = server.lastCode(kMallorysPhone);
  (void)resent;
  CHECK(old.consumeCode(old.device(), code).outcome() == "RESTART_FLOW_ERROR");
  CHECK_FALSE(old.hasSecondFactor());
}

TEST_CASE("an enrolment survives the deletion of the phone's own user", "[attacks][A7][A28]") {
  GuideServer server;
  auto ada = server.completed(kAda);
  const auto userId = ada.session()->getUserId();
  const auto metadata = server.auth().userMetadata().getUserMetadata(userId);
  server.auth().deleteUser(std::string{metadata.at("passwordlessUserId").as_string()});
  auto again = server.signedIn(kAda);
  CHECK(consume(server, again, kMallorysPhone) == "RESTART_FLOW_ERROR");
  CHECK_FALSE(again.hasSecondFactor());
  CHECK(consume(server, again, kPhoneNumber) == "OK");
}

TEST_CASE("of two sessions that enrol at once one wins and the other restarts", "[attacks][A8]") {
  GuideServer server;
  auto ada = server.signedIn(kAda);
  auto mallory = server.signedIn(kAda);
  REQUIRE(ada.createCode(kPhoneNumber).outcome() == "OK");
  REQUIRE(mallory.createCode(kMallorysPhone).outcome() == "OK");
  CHECK(ada.consumeCode(ada.device(), server.lastCode()).outcome() == "OK");
  CHECK(mallory.consumeCode(mallory.device(), server.lastCode(kMallorysPhone)).outcome() ==
        "RESTART_FLOW_ERROR");
  CHECK_FALSE(mallory.hasSecondFactor());
  CHECK(factorsOf(server, ada.session()->getUserId()).front().contact.value == kPhoneNumber);
}

TEST_CASE("metadata that names another user changes nothing about the enrolment", "[attacks][A6]") {
  GuideServer server;
  auto ada = server.completed(kAda);
  auto mallory = server.completed("mallory@example.com", kMallorysPhone);
  const auto foreign = server.auth().userMetadata().getUserMetadata(mallory.session()->getUserId());
  (void)server.auth().userMetadata().updateUserMetadata(
      ada.session()->getUserId(), {{"passwordlessUserId", foreign.at("passwordlessUserId")}});
  auto again = server.signedIn(kAda);  // its token now names Mallory's phone
  CHECK(consume(server, again, kMallorysPhone) == "RESTART_FLOW_ERROR");
  CHECK_FALSE(again.hasSecondFactor());
}

TEST_CASE("an e-mail address is no phone", "[attacks][A11]") {
  GuideServer server;
  auto ada = server.signedIn(kAda);
  CHECK(ada.post("/signinup/code", {{"email", "mallory@example.com"}}).status == 400);
}

TEST_CASE("a session that a code opened is not completed by a code to the same phone", "[attacks][A22]") {
  // The guide relaxed so that a phone alone signs in too.
  GuideServer server{{.passwordless = [](Passwordless::Config& config) {
    config.override.apis = [](Passwordless::Apis original) {
      auto apis = original;
      apis.consumeCodePOST = [original](Passwordless::ConsumeCodePOST::Input input) {
        if (input.session) input.userContext.set("session", input.session);
        return original.consumeCodePOST(std::move(input));
      };
      return apis;
    };
  }}};
  auto thief = server.browser();
  REQUIRE(thief.createCode(kPhoneNumber).outcome() == "OK");
  REQUIRE(thief.consumeCode(thief.device(), server.lastCode()).outcome() == "OK");
  REQUIRE(thief.createCode(kPhoneNumber).outcome() == "OK");
  CHECK(thief.consumeCode(thief.device(), server.lastCode()).outcome() == "RESTART_FLOW_ERROR");
  CHECK(factorsOf(server, thief.session()->getUserId()).empty());
}

TEST_CASE("the number is compared in its canonical form", "[attacks][A26]") {
  GuideServer server;
  (void)server.completed(kAda);
  auto again = server.signedIn(kAda);
  REQUIRE(again.createCode("+1 (201) 555-0123").outcome() == "OK");
  CHECK(again.consumeCode(again.device(), server.lastCode(kPhoneNumber)).outcome() == "OK");
}

TEST_CASE("a foreign number is refused without telling by status what is enrolled", "[attacks][A27]") {
  GuideServer server;
  (void)server.completed(kAda);
  auto again = server.signedIn(kAda);
  const auto answer = again.createCode(kMallorysPhone);
  CHECK(answer.status == 200);
  CHECK(answer.outcome() == "GENERAL_ERROR");
}
