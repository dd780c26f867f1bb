// Honest people do things that look like attacks. Nothing may happen to them.
#include <catch2/catch.hpp>
#include <string>

#include "support/guide_server.hpp"

namespace {

using namespace mfa;
using namespace mfa::test;

constexpr const char* kAda = "ada@example.com";

std::vector<EnrolledFactor> factorsOf(GuideServer& server, const std::string& userId) {
  return server.storage().read([&](Transaction& tx) { return tx.factors().list(userId); });
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

TEST_CASE("completing the second factor keeps the session and gives it a new token", "[attacks][honest]") {
  for (const auto transfer : {Transfer::Cookie, Transfer::Header}) {
    GuideServer server;
    auto ada = server.signedIn(kAda, transfer);
    const auto before = ada.session();
    REQUIRE(ada.createCode(kPhoneNumber).outcome() == "OK");
    REQUIRE(ada.consumeCode(ada.device(), server.lastCode()).outcome() == "OK");
    const auto after = ada.session();
    CHECK(after->getHandle() == before->getHandle());
    CHECK(after->getAccessToken() != before->getAccessToken());
    CHECK(ada.hasSecondFactor());
  }
}

TEST_CASE("a code that an attacker tried in vain still serves its own session", "[attacks][honest]") {
  GuideServer server;
  auto ada = server.signedIn(kAda);
  REQUIRE(ada.createCode(kPhoneNumber).outcome() == "OK");
  auto mallory = server.signedIn("mallory@example.com");
  for (int i = 0; i < 10; ++i)
    CHECK(mallory.consumeCode(ada.device(), server.lastCode()).outcome() == "RESTART_FLOW_ERROR");
  CHECK(ada.consumeCode(ada.device(), server.lastCode()).outcome() == "OK");
  CHECK(ada.hasSecondFactor());
}

TEST_CASE("a token from before the second factor stays one from before it", "[attacks][A35]") {
  GuideServer server;
  auto ada = server.signedIn(kAda, Transfer::Header);
  auto replayed = ada;  // keeps the tokens of now
  REQUIRE(ada.createCode(kPhoneNumber).outcome() == "OK");
  REQUIRE(ada.consumeCode(ada.device(), server.lastCode()).outcome() == "OK");
  CHECK(ada.hasSecondFactor());
  CHECK_FALSE(replayed.hasSecondFactor());
}
