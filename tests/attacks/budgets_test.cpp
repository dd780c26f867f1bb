// Rule 3: budgets belong to account and destination. No new code, device or session resets them.
#include <catch2/catch.hpp>
#include <string>

#include "support/guide_server.hpp"

namespace {

using namespace mfa;
using namespace mfa::test;
using namespace std::chrono_literals;

constexpr const char* kAda = "ada@example.com";

// Never the right one: codes have six digits.
constexpr const char* kWrongCode = "0000000";

int guess(Browser& browser, int times) {
  int judged = 0;
  for (int i = 0; i < times; ++i) {
    const auto answer = browser.consumeCode(browser.device(), kWrongCode);
    if (answer.outcome() == "INCORRECT_USER_INPUT_CODE_ERROR" || answer.outcome() == "RESTART_FLOW_ERROR")
      ++judged;
    if (answer.outcome() != "INCORRECT_USER_INPUT_CODE_ERROR") break;
  }
  return judged;
}

}  // namespace

TEST_CASE("a person who mistypes twice still gets in", "[attacks][honest]") {
  GuideServer server;
  auto ada = server.signedIn(kAda);
  REQUIRE(ada.createCode(kPhoneNumber).outcome() == "OK");
  CHECK(guess(ada, 2) == 2);
  CHECK(ada.consumeCode(ada.device(), server.lastCode()).outcome() == "OK");
}

TEST_CASE("new devices buy no new guesses", "[attacks][A16]") {
  GuideServer server;
  int judged = 0;
  for (int round = 0; round < 60; ++round) {
    server.clock().advance(10min);
    auto thief = server.signedIn(kAda);
    if (thief.createCode(kPhoneNumber).outcome() == "OK") judged += guess(thief, 5);
  }
  CHECK(judged > 0);
  CHECK(judged <= 25);
}

TEST_CASE("once the budget is empty the right code is refused too", "[attacks][A16]") {
  GuideServer server{{.config = [](Config& config) { config.limits.guessesPerDay = {5, 24h}; }}};
  auto thief = server.signedIn(kAda);
  REQUIRE(thief.createCode(kPhoneNumber).outcome() == "OK");
  CHECK(guess(thief, 5) == 5);
  server.clock().advance(10min);
  REQUIRE(thief.createCode(kPhoneNumber).outcome() == "OK");
  const auto answer = thief.consumeCode(thief.device(), server.lastCode());
  CHECK(answer.outcome() == "GENERAL_ERROR");
  CHECK_FALSE(thief.hasSecondFactor());
}

TEST_CASE("after resends one code is live and at most one older", "[attacks][A18]") {
  GuideServer server;
  auto ada = server.signedIn(kAda);
  REQUIRE(ada.createCode(kPhoneNumber).outcome() == "OK");
  const auto first = server.lastCode();
  REQUIRE(ada.resendCode(ada.device()).outcome() == "OK");
  const auto second = server.lastCode();
  REQUIRE(ada.resendCode(ada.device()).outcome() == "OK");
  const auto third = server.lastCode();
  const auto devices = server.auth().passwordless().listCodesByPhoneNumber({.phoneNumber = kPhoneNumber});
  REQUIRE(devices.size() == 1);
  CHECK(devices.front().codes.size() == 2);
  if (first != second && first != third)
    CHECK(ada.consumeCode(ada.device(), first).outcome() == "INCORRECT_USER_INPUT_CODE_ERROR");
  CHECK(ada.consumeCode(ada.device(), second).outcome() == "OK");
}

TEST_CASE("messages to one number are bounded whoever asks for them", "[attacks][A19]") {
  GuideServer server;
  int asked = 0;
  for (int account = 0; account < 8; ++account) {
    auto thief = server.signedIn("thief" + std::to_string(account) + "@example.com");
    for (int i = 0; i < 4; ++i, ++asked) (void)thief.createCode(kPhoneNumber);
  }
  CHECK(asked == 32);
  CHECK(server.outbox().messages().size() <= 3);
}

TEST_CASE("a stranger who names a phone does not use up what its owner may send", "[attacks][A19]") {
  GuideServer server;
  (void)server.completed(kAda);
  server.clock().advance(1h);
  auto stranger = server.signedIn("mallory@example.com");
  for (int i = 0; i < 12; ++i) {
    (void)stranger.createCode(kPhoneNumber);
    server.clock().advance(4min);
  }
  auto ada = server.signedIn(kAda);
  CHECK(ada.createCode(kPhoneNumber).outcome() == "OK");
  CHECK(ada.consumeCode(ada.device(), server.lastCode()).outcome() == "OK");
}

TEST_CASE("asking with foreign numbers sends nothing and leaves the owner's own messages alone",
          "[attacks][A27]") {
  GuideServer server;
  (void)server.completed(kAda);
  server.clock().advance(1h);
  auto thief = server.signedIn(kAda);
  for (int i = 0; i < 10; ++i)
    CHECK(thief.createCode("+1201555" + std::to_string(2000 + i)).outcome() == "GENERAL_ERROR");
  CHECK(server.outbox().messages().size() == 1);  // the one of the enrolment
  auto ada = server.signedIn(kAda);
  CHECK(ada.createCode(kPhoneNumber).outcome() == "OK");
}
