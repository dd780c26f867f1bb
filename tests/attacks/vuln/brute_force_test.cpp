// Vulnerabilities of others, tried here: guessing without end.
#include <catch2/catch.hpp>

#include "contract/password_server.hpp"
#include "contract/passwordless_server.hpp"
#include "support/at_once.hpp"

namespace {

using namespace mfa;
using namespace mfa::test;
using namespace std::chrono_literals;

constexpr const char* kAda = "ada@example.com";
constexpr int kAttempts = 5;

void guessWrong(GuideServer& server, Browser& browser, int times) {
  for (int i = 0; i < times; ++i)
    (void)browser.consumeCode(browser.device(), wrongCodeFor(server.lastCode()));
}

}  // namespace

TEST_CASE("vuln_CVE-2026-35597: wrong passwords stay counted when the sign-in fails and after a restart",
          "[attacks][vuln]") {
  PasswordServer server;
  (void)server.signedUp(kAda);
  for (int i = 0; i < kAttempts; ++i)
    CHECK(server.browser().signIn(kAda, "wrong").outcome() == "WRONG_CREDENTIALS_ERROR");
  server.restart();
  CHECK(server.browser().signIn(kAda, kGoodPassword).outcome() == "GENERAL_ERROR");
  server.clock().advance(15min);
  CHECK(server.browser().signIn(kAda, kGoodPassword).outcome() == "OK");
}

TEST_CASE("vuln_CVE-2024-4629: parallel sign-ins do not outrun the counter", "[attacks][vuln][races]") {
  PasswordServer server;
  (void)server.signedUp(kAda);
  atOnce(24, [&](int) { (void)server.browser().signIn(kAda, "wrong"); });
  CHECK(server.count(EventType::SignInRefused, "wrong_password") == kAttempts);
  CHECK(server.browser().signIn(kAda, kGoodPassword).outcome() == "GENERAL_ERROR");
}

TEST_CASE("vuln_CVE-2019-5421: a code is counted before it is compared however many come at once",
          "[attacks][vuln][races]") {
  GuideServer server;
  auto browser = server.signedIn(kAda);
  REQUIRE(browser.createCode(kPhoneNumber).outcome() == "OK");
  const auto device = browser.device();
  const auto wrong = wrongCodeFor(server.lastCode());
  atOnce(16, [&](int) {
    auto copy = browser;
    (void)copy.consumeCode(device, wrong);
  });
  CHECK(countEvents(server, EventType::CodeRefused, "wrong_code") <= kAttempts);
  CHECK(browser.consumeCode(device, server.lastCode()).outcome() == "RESTART_FLOW_ERROR");
}

TEST_CASE("vuln_CVE-2024-0227: guesses are bounded by the day and not by the code", "[attacks][vuln]") {
  GuideServer server{guideWith({}, allowManySends)};
  auto browser = server.signedIn(kAda);
  int judged = 0;
  for (int i = 0; i < 40; ++i) {
    REQUIRE(browser.createCode(kPhoneNumber).outcome() == "OK");
    const auto answer = browser.consumeCode(browser.device(), wrongCodeFor(server.lastCode()));
    if (answer.outcome() == "INCORRECT_USER_INPUT_CODE_ERROR") ++judged;
  }
  CHECK(judged == 25);
  REQUIRE(browser.createCode(kPhoneNumber).outcome() == "OK");
  CHECK(browser.consumeCode(browser.device(), server.lastCode()).outcome() == "GENERAL_ERROR");
}

TEST_CASE("vuln_CVE-2025-64102: every wrong code is counted and the fifth ends the attempt",
          "[attacks][vuln]") {
  GuideServer server;
  auto browser = server.signedIn(kAda);
  REQUIRE(browser.createCode(kPhoneNumber).outcome() == "OK");
  const auto wrong = wrongCodeFor(server.lastCode());
  for (int i = 1; i < kAttempts; ++i) {
    const auto answer = browser.consumeCode(browser.device(), wrong);
    CHECK(answer.outcome() == "INCORRECT_USER_INPUT_CODE_ERROR");
    CHECK(answer.body.at("failedCodeInputAttemptCount") == i);
  }
  CHECK(browser.consumeCode(browser.device(), wrong).outcome() == "RESTART_FLOW_ERROR");
  CHECK(browser.consumeCode(browser.device(), server.lastCode()).outcome() == "RESTART_FLOW_ERROR");
}

TEST_CASE("vuln_CVE-2025-6015: no spelling of a code is counted apart", "[attacks][vuln]") {
  GuideServer server;
  auto browser = server.signedIn(kAda);
  REQUIRE(browser.createCode(kPhoneNumber).outcome() == "OK");
  const auto wrong = wrongCodeFor(server.lastCode());
  const auto half = wrong.substr(0, 3);
  const auto rest = wrong.substr(3);
  for (const auto& spelling : {wrong, " " + wrong, wrong + " ", half + " " + rest, half + "-" + rest})
    (void)browser.consumeCode(browser.device(), spelling);
  CHECK(browser.consumeCode(browser.device(), server.lastCode()).outcome() == "RESTART_FLOW_ERROR");
}

TEST_CASE("vuln_CVE-2026-56450: another code sent brings no new attempts", "[attacks][vuln]") {
  GuideServer server;
  auto browser = server.signedIn(kAda);
  REQUIRE(browser.createCode(kPhoneNumber).outcome() == "OK");
  guessWrong(server, browser, kAttempts - 1);
  REQUIRE(browser.resendCode(browser.device()).outcome() == "OK");
  CHECK(browser.consumeCode(browser.device(), wrongCodeFor(server.lastCode())).outcome() ==
        "RESTART_FLOW_ERROR");
  CHECK(browser.consumeCode(browser.device(), server.lastCode()).outcome() == "RESTART_FLOW_ERROR");
}

TEST_CASE("vuln_CVE-2026-9798: a password that is refused at sign-in is refused on the other path too",
          "[attacks][vuln]") {
  PasswordServer server;
  auto page = server.signedUp(kAda);
  const auto session = page.session();
  for (int i = 0; i < kAttempts; ++i) (void)server.browser().signIn(kAda, "wrong");
  const FakeRequest request{"POST", "/api/password"};  // from the same address
  const auto result =
      server.passwords().changePassword({.session = session,
                                         .currentPassword = kGoodPassword,
                                         .newPassword = "another horse 2",
                                         .userContext = UserContext{server.auth(), &request}});
  CHECK(std::holds_alternative<GeneralError>(result));
}
