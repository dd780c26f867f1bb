// What a half session may do, and what a whole one may not be turned into.
#include <catch2/catch.hpp>
#include <string>

#include "support/guide_server.hpp"

namespace {

using namespace mfa;
using namespace mfa::test;

constexpr const char* kAda = "ada@example.com";

}  // namespace

TEST_CASE("a session of the password alone passes no protected route", "[attacks][A20][honest]") {
  GuideServer server;
  auto ada = server.signedIn(kAda);
  const auto answer = ada.protectedRoute();
  CHECK(answer.status == 403);
  CHECK(answer.body.at("claimValidationErrors").as_array().front().at("id") == "2fa-completed");
  CHECK(server.completed(kAda).hasSecondFactor());
}

TEST_CASE("completing the second factor keeps the session and gives it a new token",
          "[attacks][A14][honest]") {
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

TEST_CASE("a session in cookies stays in cookies whatever mode a request asks for", "[attacks][A14]") {
  GuideServer server;
  auto ada = server.signedIn(kAda);
  REQUIRE(ada.createCode(kPhoneNumber).outcome() == "OK");
  const auto device = ada.device();
  const json::object body{{"preAuthSessionId", device.preAuthSessionId},
                          {"deviceId", device.deviceId},
                          {"userInputCode", server.lastCode()}};
  const auto answer = ada.post("/signinup/code/consume", body, {{"st-auth-mode", "header"}});
  CHECK(answer.outcome() == "OK");
  CHECK_FALSE(answer.header("st-access-token").value_or("").size() > 0);
  CHECK(ada.hasSecondFactor());
}

TEST_CASE("an override that returns a foreign session raises nothing", "[attacks][A13][A33]") {
  // The guide with a mistake in it: the session of whoever came first is used for everybody.
  SessionPtr foreign;
  GuideServer server{{.session = [&foreign](Session::Config& config) {
    config.override.functions = [&foreign](Session::Functions original) {
      auto functions = original;
      functions.createNewSession = [&foreign,
                                    original](Session::CreateNewSession::Input input) -> SessionPtr {
        if (foreign && input.userContext.get<SessionPtr>("session")) return foreign;
        return original.createNewSession(std::move(input));
      };
      return functions;
    };
  }}};
  auto victim = server.signedIn("victim@example.com");
  auto ada = server.signedIn(kAda);
  REQUIRE(ada.createCode(kPhoneNumber).outcome() == "OK");
  foreign = victim.session();
  CHECK(ada.consumeCode(ada.device(), server.lastCode()).outcome() == "RESTART_FLOW_ERROR");
  const auto factors =
      server.storage().read([&](Transaction& tx) { return tx.factors().list(foreign->getUserId()); });
  CHECK(factors.empty());
}

TEST_CASE("an older front end's version number raises nothing more", "[attacks][A23]") {
  GuideServer server;
  auto mallory = server.signedIn("mallory@example.com");
  REQUIRE(mallory.createCode("+12015550199").outcome() == "OK");
  auto ada = server.signedIn(kAda);
  for (const auto* version : {"1.17", "2.0", "3.0"}) {
    ada.fdiVersion = version;
    CHECK(ada.consumeCode(mallory.device(), server.lastCode("+12015550199")).outcome() ==
          "RESTART_FLOW_ERROR");
  }
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

TEST_CASE("an expired access token is told to refresh on every code route while its session lives",
          "[attacks][A24]") {
  GuideServer server;
  auto ada = server.signedIn(kAda);
  REQUIRE(ada.createCode(kPhoneNumber).outcome() == "OK");
  server.clock().advance(std::chrono::hours{2});
  const auto create = ada.createCode(kPhoneNumber);
  const auto resend = ada.resendCode(ada.device());
  const auto consume = ada.consumeCode(ada.device(), "123456");
  for (const auto& answer : {create, resend, consume}) {
    CHECK(answer.status == 401);
    CHECK(answer.message() == "try refresh token");
  }
}
