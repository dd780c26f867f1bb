// POST /signinup/code/resend
#include <catch2/catch.hpp>

#include "contract/passwordless_server.hpp"

namespace mfa::test {
namespace {

using namespace std::chrono_literals;

}  // namespace

TEST_CASE("a resend sends another code for the same device", "[contract][passwordless]") {
  GuideServer server{codesAlone()};
  auto browser = server.browser();
  browser.createCode(kPhoneNumber);
  const auto first = server.lastCode();
  const auto answer = browser.resendCode(browser.device());
  CHECK(answer.status == 200);
  CHECK(answer.body == json::object{{"status", "OK"}});
  CHECK(server.outbox().messages().size() == 2);
  CHECK(server.lastCode() != first);
  CHECK(browser.consumeCode(browser.device(), server.lastCode()).outcome() == "OK");
}

TEST_CASE("a resend that lacks an id is malformed", "[contract][passwordless]") {
  GuideServer server{codesAlone()};
  auto browser = server.browser();
  CHECK(browser.post("/signinup/code/resend", {{"deviceId", "x"}}).status == 400);
  CHECK(browser.post("/signinup/code/resend", {{"preAuthSessionId", "x"}}).status == 400);
  CHECK(browser.post("/signinup/code/resend", {{"deviceId", 1}, {"preAuthSessionId", "x"}}).status == 400);
}

TEST_CASE("a resend for an unknown device restarts the flow", "[contract][passwordless]") {
  GuideServer server{codesAlone()};
  auto browser = server.browser();
  for (const auto* deviceId : {"", "unknown", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="})
    CHECK(browser.resendCode({deviceId, "any"}).outcome() == "RESTART_FLOW_ERROR");
}

TEST_CASE("a resend does not look at preAuthSessionId", "[contract][passwordless]") {
  GuideServer server{codesAlone()};
  auto browser = server.browser();
  browser.createCode(kPhoneNumber);
  CHECK(browser.resendCode({browser.device().deviceId, "another"}).outcome() == "OK");
}

TEST_CASE("the newest older code stays valid beside the new one and no other does",
          "[contract][passwordless]") {
  GuideServer server{codesAlone()};
  auto browser = server.browser();
  browser.createCode(kPhoneNumber);
  const auto first = server.lastCode();
  browser.resendCode(browser.device());
  const auto second = server.lastCode();
  browser.resendCode(browser.device());
  CHECK(browser.consumeCode(browser.device(), first).outcome() == "INCORRECT_USER_INPUT_CODE_ERROR");
  CHECK(browser.consumeCode(browser.device(), second).outcome() == "OK");
}

TEST_CASE("a resend gives no attempts back", "[contract][passwordless]") {
  GuideServer server{codesAlone()};
  auto browser = server.browser();
  browser.createCode(kPhoneNumber);
  const auto wrong = wrongCodeFor(server.lastCode());
  for (int i = 0; i < 3; ++i) browser.consumeCode(browser.device(), wrong);
  browser.resendCode(browser.device());
  const auto answer = browser.consumeCode(browser.device(), "not it");
  CHECK(answer.body.at("failedCodeInputAttemptCount") == 4);
}

// As a crash leaves it between the count of the last attempt and the removal of the device.
TEST_CASE("a device without attempts left gets no new code and no guess is judged",
          "[contract][passwordless]") {
  GuideServer server{codesAlone()};
  auto browser = server.browser();
  browser.createCode(kPhoneNumber);
  const auto id = browser.device().preAuthSessionId;
  for (int i = 0; i < 5; ++i)
    (void)server.storage().transact([&](Transaction& tx) { return tx.codes().countAttempt(id); });
  CHECK(browser.resendCode(browser.device()).outcome() == "RESTART_FLOW_ERROR");
  CHECK(server.outbox().messages().size() == 1);
  CHECK(browser.consumeCode(browser.device(), server.lastCode()).outcome() == "RESTART_FLOW_ERROR");
  CHECK(countEvents(server, EventType::CodeRefused, "wrong_code") == 0);
}

TEST_CASE("a resend draws from the same sends as a new code", "[contract][passwordless]") {
  GuideServer server{codesAlone()};
  auto browser = server.browser();
  browser.createCode(kPhoneNumber);
  browser.resendCode(browser.device());
  browser.resendCode(browser.device());
  const auto answer = browser.resendCode(browser.device());
  CHECK(answer.outcome() == "GENERAL_ERROR");
  CHECK(answer.message() == "Too many codes were requested. Please try again in 4 minutes.");
  CHECK(server.outbox().messages().size() == 3);
}

TEST_CASE("a resend from another session or from none restarts the flow and sends nothing",
          "[contract][passwordless]") {
  GuideServer server{codesAlone()};
  auto ada = server.signedIn(kEmail);
  auto other = server.signedIn("mallory@example.com");
  auto stranger = server.browser();
  ada.createCode(kPhoneNumber);
  CHECK(other.resendCode(ada.device()).outcome() == "RESTART_FLOW_ERROR");
  CHECK(stranger.resendCode(ada.device()).outcome() == "RESTART_FLOW_ERROR");
  CHECK(server.outbox().messages().size() == 1);
  CHECK(ada.resendCode(ada.device()).outcome() == "OK");
}

TEST_CASE("a device made without a session is not resent under one", "[contract][passwordless]") {
  GuideServer server{codesAlone()};
  auto stranger = server.browser();
  stranger.createCode(kPhoneNumber);
  auto ada = server.signedIn(kEmail);
  CHECK(ada.resendCode(stranger.device()).outcome() == "RESTART_FLOW_ERROR");
}

TEST_CASE("a resend under a revoked session restarts the flow", "[contract][passwordless]") {
  GuideServer server{codesAlone()};
  auto ada = server.signedIn(kEmail);
  ada.createCode(kPhoneNumber);
  const auto handle = ada.session()->getHandle();
  (void)server.storage().transact([&](Transaction& tx) { return tx.sessions().revoke(handle); });
  CHECK(ada.resendCode(ada.device()).outcome() == "RESTART_FLOW_ERROR");
}

TEST_CASE("a resend with an expired access token asks for a refresh first", "[contract][passwordless]") {
  GuideServer server{codesAlone()};
  auto ada = server.signedIn(kEmail);
  ada.createCode(kPhoneNumber);
  server.clock().advance(2h);
  CHECK(ada.resendCode(ada.device()).message() == "try refresh token");
  ada.refresh();
  CHECK(ada.resendCode(ada.device()).outcome() == "OK");
}

TEST_CASE("a resend to a kind of contact that is no longer used restarts the flow",
          "[contract][passwordless]") {
  auto method = ContactMethod::EmailOrPhone;
  GuideServer server{codesAlone([&](Passwordless::Config& config) { config.contactMethod = method; })};
  const auto device = [&] {
    auto browser = server.browser();
    browser.createCode(kPhoneNumber);
    return browser.device();
  }();
  method = ContactMethod::Email;
  server.restart();
  auto browser = server.browser();
  CHECK(browser.resendCode(device).outcome() == "RESTART_FLOW_ERROR");
}

TEST_CASE("a custom code that the device has already is drawn again three times",
          "[contract][passwordless]") {
  int drawn = 0;
  bool isStuck = true;
  GuideServer server{codesAlone([&](Passwordless::Config& config) {
    config.getCustomUserInputCode = [&](const passwordless::CustomCodeInput&) {
      ++drawn;
      return isStuck ? std::string{"the same"} : "code " + std::to_string(drawn);
    };
  })};
  auto browser = server.browser();
  browser.createCode(kPhoneNumber);
  drawn = 0;
  const auto answer = browser.resendCode(browser.device());
  CHECK(answer.outcome() == "GENERAL_ERROR");
  CHECK(answer.message() == "Failed to generate a one-time code. Please try again.");
  CHECK(drawn == 3);
  isStuck = false;
  CHECK(browser.resendCode(browser.device()).outcome() == "OK");
}

TEST_CASE("a resent link signs in", "[contract][passwordless]") {
  GuideServer server{codesAlone([](Passwordless::Config& config) { config.flowType = FlowType::MagicLink; })};
  auto browser = server.browser();
  browser.createCode(kPhoneNumber);
  browser.resendCode(browser.device());
  const auto url = server.outbox().last(kPhoneNumber)->urlWithLinkCode.value();
  CHECK(consumeLink(browser, browser.device(), url).outcome() == "OK");
}

}  // namespace mfa::test
