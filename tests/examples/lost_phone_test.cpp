#include <catch2/catch.hpp>

#include "../examples/second_factor/enrolled_phone.hpp"
#include "../examples/second_factor/second_factor.hpp"
#include "examples/example_server.hpp"
#include "hinted_phone.hpp"
#include "lost_phone.hpp"

using namespace mfa;
using namespace mfa::test;

namespace {

constexpr const char* kAda = "ada@example.com";
constexpr const char* kNewPhone = "+12015550188";

struct Person {
  ExampleServer& server;
  Browser page = server.browser();

  void signIn() {
    if (page.signIn(kAda, kPassword).outcome() != "OK")
      REQUIRE(page.signUp(kAda, kPassword).outcome() == "OK");
  }

  std::string passCode(const std::string& sentAs, const std::string& to) {
    const auto asked = page.createCode(sentAs);
    if (asked.outcome() != "OK") return asked.outcome();
    return page.consumeCode(page.device(), server.outbox().last(to)->userInputCode.value()).outcome();
  }

  /// The session after the phone was replaced under it.
  SessionPtr replacePhone() {
    const auto& factors = server.auth().factors();
    const auto token = page.cookies().find("sAccessToken")->value;
    auto session = server.auth().session().getSessionWithoutRequestResponse(token);
    const auto started = factors.startContactChange({.session = session, .phoneNumber = kNewPhone});
    REQUIRE(ok(started));
    const auto changed = factors.finishContactChange(
        {.session = session,
         .preAuthSessionId = ok(started)->preAuthSessionId,
         .deviceId = ok(started)->deviceId,
         .userInputCode = server.outbox().last(kNewPhone)->userInputCode.value()});
    REQUIRE(ok(changed));
    tellToken(session, ok(changed)->factor);
    return session;
  }
};

std::vector<Recipe> recipesWithNumber() {
  return {UserMetadata::init(), ThirdPartyEmailPassword::init(),
          Passwordless::init({.contactMethod = ContactMethod::Phone,
                              .flowType = FlowType::UserInputCode,
                              .override = {.apis = secondFactorApis}}),
          Session::init({.override = {.functions = {tokenNamesEnrolledPhone, keepFirstSession}}})};
}

}  // namespace

TEST_CASE("after a phone was replaced the guide asks for a code to the new one", "[examples][factors]") {
  ExampleServer server{recipesWithNumber()};
  Person ada{server};
  ada.signIn();
  REQUIRE(ada.passCode(kPhoneNumber, kPhoneNumber) == "OK");
  CHECK(ada.replacePhone()->getAccessTokenPayload().at("phoneNumber") == kNewPhone);

  Person again{server};
  again.signIn();
  CHECK(again.page.session()->getAccessTokenPayload().at("phoneNumber") == kNewPhone);
  CHECK(again.passCode(kPhoneNumber, kPhoneNumber) == "GENERAL_ERROR");
  CHECK(again.passCode(kNewPhone, kNewPhone) == "OK");
  CHECK(again.page.hasSecondFactor());
}

TEST_CASE("after a reset any phone may be enrolled again", "[examples][factors]") {
  ExampleServer server{recipesWithNumber()};
  Person ada{server};
  ada.signIn();
  REQUIRE(ada.passCode(kPhoneNumber, kPhoneNumber) == "OK");
  CHECK(letEnrolAnew(server.auth(), ada.page.session()->getUserId()) == std::vector<std::string>{"•••0123"});
  CHECK_FALSE(ada.page.hasSecondFactor());
  ada.signIn();
  CHECK(ada.passCode(kNewPhone, kNewPhone) == "OK");
  CHECK(ada.page.hasSecondFactor());
}

TEST_CASE("with a hint in the token the page never learns the number", "[examples][factors]") {
  ExampleServer server{recipesWithHint()};
  Person ada{server};
  ada.signIn();
  REQUIRE(ada.passCode(kPhoneNumber, kPhoneNumber) == "OK");

  Person again{server};
  again.signIn();
  const auto payload = again.page.session()->getAccessTokenPayload();
  CHECK(payload.at("phoneHint") == "•••0123");
  CHECK(json::serialize(payload).find("5550123") == std::string::npos);
  CHECK(again.passCode(kNewPhone, kNewPhone) == "GENERAL_ERROR");
  CHECK(again.passCode("•••0123", kPhoneNumber) == "OK");
  CHECK(again.page.hasSecondFactor());
  CHECK(again.replacePhone()->getAccessTokenPayload().at("phoneHint") == "•••0188");
}

TEST_CASE("a policy keeps users without a verified address from enrolling", "[examples][factors]") {
  ExampleServer server{{UserMetadata::init(), ThirdPartyEmailPassword::init(), codesForVerifiedUsers(),
                        Session::init({.override = {.functions = keepFirstSession}})}};
  Person ada{server};
  ada.signIn();
  CHECK(ada.passCode(kPhoneNumber, kPhoneNumber) == "GENERAL_ERROR");
  CHECK(server.auth().factors().list(ada.page.session()->getUserId()).empty());
}
