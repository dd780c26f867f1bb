// Vulnerabilities of others, tried here: sessions that are planted, kept, guessed, or outlive their end.
#include <catch2/catch.hpp>
#include <set>

#include "contract/password_server.hpp"
#include "contract/passwordless_server.hpp"
#include "crypto/encoding.hpp"
#include "support/session_world.hpp"

namespace {

using namespace mfa;
using namespace mfa::test;
using namespace std::chrono_literals;

constexpr const char* kAda = "ada@example.com";
constexpr const char* kMallory = "mallory@example.com";

int enterWith(const Auth& auth, const std::string& accessToken,
              const session::VerifySessionOptions& options = {}) {
  const FakeRequest req{"GET", "/api/secret", {{"authorization", "Bearer " + accessToken}}};
  FakeResponse res;
  try {
    (void)auth.session().getSession(req, res, options);
    return 200;
  } catch (const Error&) {
    REQUIRE(auth.handleError(req, res, std::current_exception()));
    return res.status;
  }
}

}  // namespace

TEST_CASE("vuln_CVE-2024-28197: a session that was planted in a browser is not raised by its user's code",
          "[attacks][vuln]") {
  GuideServer server;
  auto mallory = server.signedIn(kMallory);
  const auto planted = mallory.session()->getHandle();
  auto victim = mallory;  // Mallory's cookies, in Ada's browser
  REQUIRE(server.browser().signUp(kAda, kPassword).outcome() == "OK");
  REQUIRE(victim.signIn(kAda, kPassword).outcome() == "OK");
  CHECK(victim.session()->getHandle() != planted);
  REQUIRE(victim.createCode(kPhoneNumber).outcome() == "OK");
  REQUIRE(victim.consumeCode(victim.device(), server.lastCode()).outcome() == "OK");
  CHECK(victim.hasSecondFactor());
  CHECK_FALSE(mallory.hasSecondFactor());
}

TEST_CASE("vuln_CVE-2022-25896: every sign-in gets a session of its own", "[attacks][vuln]") {
  PasswordServer server;
  auto browser = server.signedUp(kAda);
  std::set<std::string> handles{browser.session()->getHandle()};
  for (int i = 0; i < 3; ++i) {
    REQUIRE(browser.signIn(kAda, kGoodPassword).outcome() == "OK");
    handles.insert(browser.session()->getHandle());
  }
  REQUIRE(browser.signUp("bob@example.com", kGoodPassword).outcome() == "OK");
  handles.insert(browser.session()->getHandle());
  CHECK(handles.size() == 5);
}

TEST_CASE("vuln_CVE-2024-21583: a cookie that a sibling site tossed in does not take over",
          "[attacks][vuln]") {
  SessionWorld world;
  Client ada{world};
  ada.start({}, "ada");
  Client mallory{world};
  mallory.start({}, "mallory");
  auto req = ada.request("GET", "/api");
  REQUIRE(ada.enter(req).res.status == 200);
  for (auto& [name, value] : req.headerList)
    if (name == "cookie") value = "sAccessToken=" + mallory.jar.find("sAccessToken")->value + "; " + value;
  const auto tossed = ada.enter(req);
  CHECK(tossed.res.status == 401);
  CHECK(tossed.body().at("message") == "try refresh token");
}

TEST_CASE("vuln_CVE-2026-30224: a session that was signed out is refused on the very next call",
          "[attacks][vuln]") {
  PasswordServer server;
  auto browser = server.signedUp(kAda);
  auto stolen = browser;
  REQUIRE(stolen.protectedRoute().status == 200);
  REQUIRE(browser.signOut().outcome() == "OK");
  CHECK(stolen.protectedRoute().status == 401);
  CHECK(stolen.refresh().status == 401);
}

TEST_CASE("vuln_CVE-2026-34828: sessions elsewhere do not survive a new password", "[attacks][vuln]") {
  PasswordServer server;
  auto browser = server.signedUp(kAda);
  auto thief = server.browser();
  REQUIRE(thief.signIn(kAda, kGoodPassword).outcome() == "OK");
  REQUIRE(ok(server.passwords().changePassword(
      {.session = browser.session(), .currentPassword = kGoodPassword, .newPassword = "another horse 2"})));
  CHECK(thief.protectedRoute().status == 401);
  CHECK(thief.refresh().status == 401);
  CHECK(browser.protectedRoute().status == 200);
}

TEST_CASE("vuln_GHSA-2vg6-77g8-24mp: sessions do not survive their user", "[attacks][vuln]") {
  PasswordServer server;
  auto browser = server.signedUp(kAda);
  const auto userId = browser.session()->getUserId();
  REQUIRE(browser.protectedRoute().status == 200);
  server.auth().deleteUser(userId);
  CHECK(browser.protectedRoute().status == 401);
  CHECK(browser.refresh().status == 401);
  CHECK(server.auth().session().getAllSessionHandlesForUser(userId).empty());
}

TEST_CASE("vuln_CVE-2024-52801: nothing of a session can be guessed from another one", "[attacks][vuln]") {
  constexpr int kSessions = 64;
  std::set<std::string> handles;
  std::set<std::string> refreshTokens;
  for (int server = 0; server < 2; ++server) {  // two processes that start within one millisecond
    PasswordServer fresh{{.config = [](Config& config) { config.random = nullptr; }}};
    for (int i = 0; i < kSessions; ++i) {
      const auto session = fresh.auth().session().createNewSessionWithoutRequestResponse(
          "public", "u", {}, json::object{}, false, UserContext{});
      handles.insert(session->getHandle());
      const auto tokens = session->getAllSessionTokensDangerously();
      REQUIRE(tokens.refreshToken.has_value());
      CHECK(tokens.refreshToken->size() >= 43);  // 256 bits
      refreshTokens.insert(*tokens.refreshToken);
    }
  }
  CHECK(handles.size() == 2 * kSessions);
  CHECK(refreshTokens.size() == 2 * kSessions);
}

TEST_CASE("vuln_CVE-2021-32701: a token that passed one route's checks passes no other by that",
          "[attacks][vuln]") {
  GuideServer server;
  auto ada = server.signedIn(kAda, Transfer::Header);
  const session::VerifySessionOptions unchecked{.overrideGlobalClaimValidators = noClaimValidators};
  for (int i = 0; i < 2; ++i) {
    CHECK(enterWith(server.auth(), ada.accessToken(), unchecked) == 200);
    CHECK(enterWith(server.auth(), ada.accessToken()) == 403);
  }
}
