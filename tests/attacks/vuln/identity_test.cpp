// Vulnerabilities of others, tried here: one string that two places read as two people, or two as one.
#include <catch2/catch.hpp>

#include "contract/password_server.hpp"
#include "contract/passwordless_server.hpp"

namespace {

using namespace mfa;
using namespace mfa::test;

constexpr const char* kAda = "ada@example.com";
constexpr const char* kMallory = "mallory@evil.example";
const Headers kCodes{{"rid", "passwordless"}};

thirdparty::SignInUp::Input google(const std::string& userId, const std::string& email,
                                   bool verified = true) {
  return {.thirdPartyId = "google", .thirdPartyUserId = userId, .email = email, .isVerified = verified};
}

std::string userIdOf(const GuideServer& server, const thirdparty::SignInUp::Input& input) {
  const auto result = server.auth().thirdPartyEmailPassword().thirdPartySignInUp(input);
  return ok(result)->user.id;
}

json::object form(json::value email, json::value password = kPassword) {
  return {{"formFields", json::array{{{"id", "email"}, {"value", std::move(email)}},
                                     {{"id", "password"}, {"value", std::move(password)}}}}};
}

}  // namespace

TEST_CASE("vuln_CVE-2023-7028: a list of addresses is nobody's address and nothing is sent",
          "[attacks][vuln]") {
  GuideServer server{codesAlone()};
  auto browser = server.browser();
  const json::array emails{kAda, kMallory};
  const json::array numbers{kPhoneNumber, "+12015550199"};
  CHECK(browser.post("/signinup/code", {{"email", emails}}, kCodes).outcome() == "GENERAL_ERROR");
  CHECK(browser.post("/signinup/code", {{"phoneNumber", numbers}}, kCodes).outcome() == "GENERAL_ERROR");
  CHECK(browser.post("/signup", form(emails)).status == 400);
  CHECK(browser.post("/signin", form(emails)).status == 400);
  CHECK(browser
            .post("/user/password/reset/token",
                  {{"formFields", json::array{{{"id", "email"}, {"value", emails}}}}})
            .status == 400);
  CHECK(server.outbox().messages().empty());
  CHECK(browser.post("/signinup/code", {{"email", kAda}}, kCodes).outcome() == "OK");
  CHECK(server.outbox().messages().size() == 1);
}

TEST_CASE("vuln_CVE-2026-28268: a code does not survive the change of the contact it was sent to",
          "[attacks][vuln]") {
  GuideServer server{codesAlone()};
  auto browser = server.browser();
  REQUIRE(signInByCode(server, browser, kPhoneNumber).outcome() == "OK");
  const auto userId = browser.session()->getUserId();
  auto thief = server.browser();  // who holds the old telephone
  REQUIRE(thief.createCode(kPhoneNumber).outcome() == "OK");
  REQUIRE(
      ok(server.auth().passwordless().updateUser({.recipeUserId = userId, .phoneNumber = "+12015550199"})));
  CHECK(thief.consumeCode(thief.device(), server.lastCode()).outcome() == "RESTART_FLOW_ERROR");
}

TEST_CASE("vuln_CVE-2025-64101: a link leads to the configured website whatever a header says",
          "[attacks][vuln]") {
  GuideServer server{codesAlone({}, [](Config& config) {
    allowManySends(config);
    config.trustedProxies = {"203.0.113.0/24"};
  })};
  auto browser = server.browser();
  for (const auto* name : {"host", "x-forwarded-host", "x-forwarded-server", "x-original-host", "forwarded",
                           "x-forwarded-proto", "x-forwarded-prefix", "x-original-url", "referer"}) {
    CAPTURE(name);
    const std::string value =
        name == std::string{"forwarded"} ? "host=evil.example;proto=http" : "evil.example";
    REQUIRE(browser.post("/signinup/code", {{"email", kAda}}, {{"rid", "passwordless"}, {name, value}})
                .outcome() == "OK");
    const auto url = server.outbox().last(kAda)->urlWithLinkCode.value();
    CHECK(url.starts_with("https://acme.example/auth/verify?"));
    CHECK(url.find("evil") == std::string::npos);
  }
}

TEST_CASE("vuln_CVE-2026-35511: an address that nobody proved is not linked to whoever comes from a provider",
          "[attacks][vuln]") {
  GuideServer server;
  const auto hijacker = server.signedIn(kAda).session()->getUserId();
  CHECK(userIdOf(server, google("ada-at-google", kAda)) != hijacker);
}

TEST_CASE("vuln_CVE-2024-21632: the address that a provider reports finds nobody", "[attacks][vuln]") {
  GuideServer server;
  const auto ada = userIdOf(server, google("ada-at-google", kAda));
  CHECK(userIdOf(server, google("mallory-at-google", kAda)) != ada);
  CHECK(userIdOf(server, google("ada-at-google", "ada@renamed.example")) == ada);
  auto other = google("ada-at-google", kAda);
  other.thirdPartyId = "github";
  CHECK(userIdOf(server, other) != ada);
}

TEST_CASE("vuln_CVE-2019-19844: letters that fold into others are refused", "[attacks][vuln]") {
  GuideServer server{codesAlone({}, allowManySends)};
  auto browser = server.browser();
  REQUIRE(browser.signUp("mike@example.org", kPassword).outcome() == "OK");
  for (const auto* spelling : {"m\u0131ke@example.org", "m\u0130ke@example.org", "mi\u212Ae@example.org",
                               "\uFF4Dike@example.org", "mike@example\u3002org.evil\u3002example"}) {
    CAPTURE(spelling);
    CHECK(browser.signIn(spelling, kPassword).outcome() != "OK");
    CHECK(browser.signUp(spelling, kPassword).outcome() != "OK");
  }
  REQUIRE(browser.post("/signinup/code", {{"email", " MIKE@Example.ORG"}}, kCodes).outcome() == "OK");
  CHECK(server.outbox().messages().back().to == "mike@example.org");
}

TEST_CASE("vuln_GHSA-7rqj-j65f-68wh: what only looks like an at sign is none", "[attacks][vuln]") {
  GuideServer server{codesAlone()};
  auto browser = server.browser();
  for (const auto* address : {"ada\uFF20example.com", "ada\uFE6Bexample.com",
                              "ada@evil.example\uFF20example.com", "ada\uFF20evil.example@example.com"}) {
    CAPTURE(address);
    CHECK(browser.post("/signinup/code", {{"email", address}}, kCodes).outcome() != "OK");
    CHECK(browser.signUp(address, kPassword).outcome() == "FIELD_ERROR");
  }
  CHECK(server.outbox().messages().empty());
}

TEST_CASE("vuln_CVE-2022-35924: a list or a quoted local part is no address", "[attacks][vuln]") {
  GuideServer server{codesAlone()};
  auto browser = server.browser();
  for (const auto* address :
       {"ada@example.com,mallory@evil.example", "ada@example.com;mallory@evil.example",
        "ada@example.com mallory@evil.example", "\"mallory@evil.example,ada\"@example.com",
        "\"ada\"@example.com", "<ada@example.com>", "Ada <ada@example.com>",
        "ada@example.com\r\nBcc: m@evil.example", "ada@evil.example@example.com",
        "ada@example.com\\,m@evil.example", "ada@[127.0.0.1]"}) {
    CAPTURE(address);
    CHECK(browser.post("/signinup/code", {{"email", address}}, kCodes).outcome() != "OK");
    CHECK(browser.signUp(address, kPassword).outcome() == "FIELD_ERROR");
  }
  CHECK(server.outbox().messages().empty());
}

TEST_CASE("vuln_CVE-2025-61928: a client does not say who it is or what is verified", "[attacks][vuln]") {
  GuideServer server;
  const auto victim = server.completed("victim@example.com");
  auto victimBrowser = victim;
  const auto victimId = victimBrowser.session()->getUserId();
  auto body = form("mallory@example.com");
  for (const auto* key : {"userId", "user", "id", "recipeUserId", "sub", "tenantId", "sessionHandle"})
    body[key] = victimId;
  for (const auto* key : {"verified", "emailVerified", "isPrimaryUser", "mfa", "2fa-completed"})
    body[key] = true;
  auto mallory = server.browser();
  REQUIRE(mallory.post("/signup", body).outcome() == "OK");
  CHECK(mallory.session()->getUserId() != victimId);
  CHECK_FALSE(mallory.hasSecondFactor());
  const auto made = server.auth().getUser(mallory.session()->getUserId());
  CHECK_FALSE(made->isPrimaryUser);
  CHECK_FALSE(made->loginMethods.front().verified);
}
