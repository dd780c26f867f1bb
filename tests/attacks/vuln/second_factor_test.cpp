// Vulnerabilities of others, tried here: the second factor is skipped.
#include <catch2/catch.hpp>

#include "contract/passwordless_server.hpp"
#include "mfa/errors.hpp"

namespace {

using namespace mfa;
using namespace mfa::test;

constexpr const char* kAda = "ada@example.com";
constexpr const char* kOtherNumber = "+12015550199";

/// The guide, in which a code also signs somebody in who has no session yet.
GuideChanges guideWithCodeSignIn() {
  return guideWith([](Passwordless::Config& config) { config.override = {}; });
}

/// A host's route, with the session of a token.
bool isLetIn(const Auth& auth, const std::string& accessToken) {
  const FakeRequest req{"GET", "/api/secret", {{"authorization", "Bearer " + accessToken}}};
  FakeResponse res;
  try {
    return auth.session().getSession(req, res) != nullptr;
  } catch (const InvalidClaimsError&) {
    return false;
  }
}

}  // namespace

TEST_CASE("vuln_CVE-2024-45042: what a session has passed is its own and not kept on the user",
          "[attacks][vuln]") {
  GuideServer server;
  auto before = server.signedIn(kAda);
  CHECK(server.completed(kAda).hasSecondFactor());
  CHECK_FALSE(before.hasSecondFactor());
  CHECK_FALSE(server.signedIn(kAda).hasSecondFactor());
}

TEST_CASE("vuln_CVE-2024-45042: a user who has nothing but codes has not passed both factors",
          "[attacks][vuln]") {
  GuideServer server{guideWithCodeSignIn()};
  auto codesOnly = server.browser();
  REQUIRE(signInByCode(server, codesOnly, kPhoneNumber).outcome() == "OK");
  CHECK(codesOnly.session() != nullptr);
  CHECK_FALSE(codesOnly.hasSecondFactor());
}

TEST_CASE("vuln_GHSA-xg6x-h9c9-2m83: a token that was verified before the second factor stays unfinished",
          "[attacks][vuln]") {
  GuideServer server;
  auto ada = server.signedIn(kAda, Transfer::Header);
  for (int i = 0; i < 3; ++i) CHECK_FALSE(ada.hasSecondFactor());  // it is in the cache now
  const auto halfToken = ada.accessToken();
  REQUIRE(ada.createCode(kPhoneNumber).outcome() == "OK");
  REQUIRE(ada.consumeCode(ada.device(), server.lastCode()).outcome() == "OK");
  CHECK(ada.hasSecondFactor());
  CHECK_FALSE(isLetIn(server.auth(), halfToken));
  CHECK(isLetIn(server.auth(), ada.accessToken()));
}

TEST_CASE("vuln_CVE-2026-34727: a sign-in with a third party does not stand for the second factor",
          "[attacks][vuln]") {
  GuideServer server;
  const auto& auth = server.auth();
  const auto signedIn = auth.thirdPartyEmailPassword().thirdPartySignInUp(
      {.thirdPartyId = "google", .thirdPartyUserId = "g1", .email = kAda, .isVerified = true});
  const auto session = auth.session().createNewSessionWithoutRequestResponse(
      "public", ok(signedIn)->recipeUserId, {}, json::object{}, false, UserContext{});
  CHECK_FALSE(isLetIn(auth, session->getAccessToken()));
}

TEST_CASE("vuln_CVE-2025-6013: a name in another spelling is asked for the second factor all the same",
          "[attacks][vuln]") {
  GuideServer server;
  const auto userId = server.completed(kAda).session()->getUserId();
  for (const auto* spelling : {"ADA@EXAMPLE.COM", " ada@example.com ", "Ada@Example.com"}) {
    CAPTURE(spelling);
    auto alias = server.browser();
    REQUIRE(alias.signIn(spelling, kPassword).outcome() == "OK");
    CHECK(alias.session()->getUserId() == userId);
    CHECK_FALSE(alias.hasSecondFactor());
    CHECK(alias.createCode(kOtherNumber).outcome() == "GENERAL_ERROR");
  }
}

TEST_CASE("vuln_CVE-2025-64103: an enrolled second factor is asked for at every sign-in", "[attacks][vuln]") {
  GuideServer server;
  (void)server.completed(kAda);
  auto thief = server.browser();
  const json::object body{{"formFields", json::array{{{"id", "email"}, {"value", kAda}},
                                                     {{"id", "password"}, {"value", kPassword}}}},
                          {"2fa-completed", {{"v", true}, {"t", 1}}},
                          {"mfa", false},
                          {"accessTokenPayload", {{"2fa-completed", {{"v", true}, {"t", 1}}}}}};
  REQUIRE(thief.post("/signin", body).outcome() == "OK");
  CHECK_FALSE(thief.hasSecondFactor());
  REQUIRE(thief.refresh().status == 200);
  CHECK_FALSE(thief.hasSecondFactor());
  CHECK(thief.createCode(kOtherNumber).outcome() == "GENERAL_ERROR");
}

TEST_CASE("vuln_Kratos-4317: two codes to one contact are one factor", "[attacks][vuln]") {
  auto changes = guideWithCodeSignIn();
  // As a host might write it: the session of the request is kept whenever there is one.
  changes.session = [](Session::Config& config) {
    config.override.functions = [](Session::Functions original) {
      auto functions = original;
      functions.createNewSession = [original](Session::CreateNewSession::Input input) {
        const auto* request = input.userContext.request();
        FakeResponse unused;
        const session::VerifySessionOptions options{.sessionRequired = false,
                                                    .overrideGlobalClaimValidators = noClaimValidators};
        if (request != nullptr)
          if (auto existing =
                  input.userContext.auth().session().getSession(*request, unused, options, input.userContext))
            return existing;
        return original.createNewSession(std::move(input));
      };
      return functions;
    };
  };
  GuideServer server{changes};
  auto browser = server.browser();
  REQUIRE(signInByCode(server, browser, kPhoneNumber).outcome() == "OK");
  const auto handle = browser.session()->getHandle();
  CHECK(signInByCode(server, browser, kPhoneNumber).outcome() == "RESTART_FLOW_ERROR");
  const auto completed = [&] {
    return server.storage().read([&](Transaction& tx) {
      return tx.sessions().find(handle, server.clock().now())->completedFactor.has_value();
    });
  };
  CHECK_FALSE(completed());
  REQUIRE(signInByCode(server, browser, kOtherNumber).outcome() == "OK");
  CHECK(completed());
}
