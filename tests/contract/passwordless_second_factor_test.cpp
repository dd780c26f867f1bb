// POST /signinup/code/consume: which session a code gives, and which it completes.
#include <catch2/catch.hpp>

#include "../examples/second_factor/second_factor.hpp"
#include "contract/passwordless_server.hpp"

namespace mfa::test {
namespace {

using namespace std::chrono_literals;

constexpr const char* kOtherPhoneNumber = "+12015550199";

std::vector<EnrolledFactor> factorsOf(GuideServer& server, const std::string& userId) {
  return server.storage().read([&](Transaction& tx) { return tx.factors().list(userId); });
}

std::optional<SessionRow> rowOf(GuideServer& server, const std::string& handle) {
  return server.storage().read(
      [&](Transaction& tx) { return tx.sessions().find(handle, server.clock().now()); });
}

/// The session of the first factor is kept by every call: what the guide's override of `createNewSession`
/// does, without its other overrides.
GuideChanges keepsSession(std::function<void(Passwordless::Config&)> change = {}) {
  auto changes = codesAlone([change](Passwordless::Config& config) {
    config.override.apis = [](Passwordless::Apis original) {
      auto apis = original;
      apis.consumeCodePOST = [original](Passwordless::ConsumeCodePOST::Input input) {
        if (input.session) input.userContext.set("session", input.session);
        return original.consumeCodePOST(std::move(input));
      };
      return apis;
    };
    if (change) change(config);
  });
  changes.session = [](Session::Config& config) { config.override.functions = keepFirstSession; };
  return changes;
}

}  // namespace

// The twin of every attack below: nobody is attacked, one browser is simply used by two people.
TEST_CASE("a person signed in as one user who signs in by code as another gets the other's new session",
          "[contract][passwordless]") {
  GuideServer server{codesAlone()};
  auto browser = server.signedIn(kEmail);
  const auto before = browser.session();
  const auto answer = signInByCode(server, browser, kPhoneNumber);
  REQUIRE(answer.outcome() == "OK");
  const auto after = browser.session();
  CHECK(after->getHandle() != before->getHandle());
  CHECK(after->getUserId() == answer.body.at("user").at("id").as_string());
  CHECK(after->getUserId() != before->getUserId());
  CHECK(factorsOf(server, before->getUserId()).empty());
  CHECK(factorsOf(server, after->getUserId()).empty());
  CHECK_FALSE(rowOf(server, before->getHandle())->completedFactor.has_value());
}

TEST_CASE("a code completes the session that it was asked for under", "[contract][passwordless]") {
  GuideServer server;
  auto ada = server.signedIn(kEmail);
  CHECK_FALSE(ada.hasSecondFactor());
  const auto handle = ada.session()->getHandle();
  ada.createCode(kPhoneNumber);
  CHECK(ada.consumeCode(ada.device(), server.lastCode()).outcome() == "OK");
  CHECK(ada.hasSecondFactor());
  CHECK(ada.session()->getHandle() == handle);
}

TEST_CASE("the first code that completes a session enrols its number and leaves its evidence",
          "[contract][passwordless]") {
  GuideServer server;
  auto ada = server.completed(kEmail);
  const auto session = ada.session();
  const auto factors = factorsOf(server, session->getUserId());
  REQUIRE(factors.size() == 1);
  CHECK(factors.front().factorId == "otp-phone");
  CHECK(factors.front().contact == Contact{ContactKind::Phone, kPhoneNumber});
  const auto completed = rowOf(server, session->getHandle())->completedFactor;
  REQUIRE(completed);
  CHECK(completed->factorId == "otp-phone");
  CHECK(completed->codeId == factors.front().codeId);
  CHECK(countEvents(server, EventType::FactorEnrolled, "") == 1);
  CHECK(countEvents(server, EventType::SessionRaised, "") == 1);
}

TEST_CASE("a code asked for under one session completes no other", "[contract][passwordless][A1]") {
  GuideServer server;
  auto mallory = server.signedIn("mallory@example.com");
  auto asAda = server.signedIn(kEmail);
  mallory.createCode(kOtherPhoneNumber);
  const auto code = server.lastCode(kOtherPhoneNumber);
  CHECK(asAda.consumeCode(mallory.device(), code).outcome() == "RESTART_FLOW_ERROR");
  CHECK_FALSE(asAda.hasSecondFactor());
  CHECK(factorsOf(server, asAda.session()->getUserId()).empty());
  CHECK(countEvents(server, EventType::CodeRefused, "other_session") == 1);
  CHECK(mallory.consumeCode(mallory.device(), code).outcome() == "OK");  // nothing was counted or spent
}

TEST_CASE("a code asked for without a session completes none and the other way round",
          "[contract][passwordless][A2]") {
  GuideServer server{keepsSession()};
  auto stranger = server.browser();
  auto ada = server.signedIn(kEmail);
  stranger.createCode(kOtherPhoneNumber);
  CHECK(ada.consumeCode(stranger.device(), server.lastCode(kOtherPhoneNumber)).outcome() ==
        "RESTART_FLOW_ERROR");
  ada.createCode(kPhoneNumber);
  CHECK(stranger.consumeCode(ada.device(), server.lastCode()).outcome() == "RESTART_FLOW_ERROR");
  CHECK(ada.consumeCode(ada.device(), server.lastCode()).outcome() == "OK");
}

TEST_CASE("a session from before the enrolment is completed by the enrolled number alone",
          "[contract][passwordless][A3]") {
  GuideServer server;
  auto old = server.signedIn(kEmail);
  auto ada = server.completed(kEmail);
  server.clock().advance(10min);
  REQUIRE(old.createCode(kOtherPhoneNumber).outcome() == "OK");  // its token knows of no number
  const auto answer = old.consumeCode(old.device(), server.lastCode(kOtherPhoneNumber));
  CHECK(answer.outcome() == "RESTART_FLOW_ERROR");
  CHECK_FALSE(old.hasSecondFactor());
  CHECK(factorsOf(server, ada.session()->getUserId()).front().contact.value == kPhoneNumber);
  CHECK(countEvents(server, EventType::CodeRefused, "other_contact") == 1);
}

TEST_CASE("a revoked session is completed by no code", "[contract][passwordless][A24]") {
  GuideServer server;
  auto ada = server.signedIn(kEmail);
  ada.createCode(kPhoneNumber);
  const auto session = ada.session();
  // As on another node: this process has not heard of it, and the access token verifies.
  (void)server.storage().transact(
      [&](Transaction& tx) { return tx.sessions().revoke(session->getHandle()); });
  CHECK(ada.consumeCode(ada.device(), server.lastCode()).outcome() == "RESTART_FLOW_ERROR");
  CHECK(factorsOf(server, session->getUserId()).empty());
}

TEST_CASE("a code with an expired access token waits for the refresh", "[contract][passwordless]") {
  GuideServer server{guideWith([](Passwordless::Config& config) { config.codeLifetime = 10min; })};
  auto ada = server.signedIn(kEmail);
  server.clock().advance(58min);
  ada.createCode(kPhoneNumber);
  server.clock().advance(5min);
  const auto early = ada.consumeCode(ada.device(), server.lastCode());
  CHECK(early.status == 401);
  CHECK(early.message() == "try refresh token");
  ada.refresh();
  CHECK(ada.consumeCode(ada.device(), server.lastCode()).outcome() == "OK");
}

TEST_CASE("a session opened by a code is not completed by a code to the same number",
          "[contract][passwordless][A22]") {
  GuideServer server{keepsSession()};
  auto browser = server.browser();
  REQUIRE(signInByCode(server, browser, kPhoneNumber).outcome() == "OK");
  const auto session = browser.session();
  CHECK(rowOf(server, session->getHandle())->openedByContact == std::string{"phone:"} + kPhoneNumber);
  CHECK(signInByCode(server, browser, kPhoneNumber).outcome() == "RESTART_FLOW_ERROR");
  CHECK_FALSE(rowOf(server, session->getHandle())->completedFactor.has_value());
  CHECK(countEvents(server, EventType::CodeRefused, "same_factor_twice") == 1);
}

TEST_CASE("a code completes no session that was found elsewhere", "[contract][passwordless][A13]") {
  SessionPtr stolen;
  auto changes = codesAlone();
  changes.session = [&stolen](Session::Config& config) {
    config.override.functions = [&stolen](Session::Functions original) {
      auto functions = original;
      functions.createNewSession = [&stolen, original](Session::CreateNewSession::Input input) -> SessionPtr {
        if (stolen) return stolen;
        return original.createNewSession(std::move(input));
      };
      return functions;
    };
  };
  GuideServer server{changes};
  auto ada = server.signedIn(kEmail);
  // Made without a response: its tokens would travel with the first one that it meets.
  stolen = server.auth().session().createNewSessionWithoutRequestResponse(kPublicTenant,
                                                                          ada.session()->getRecipeUserId());
  auto mallory = server.browser();
  mallory.createCode(kOtherPhoneNumber);
  const auto answer = mallory.consumeCode(mallory.device(), server.lastCode(kOtherPhoneNumber));
  CHECK(answer.outcome() == "RESTART_FLOW_ERROR");
  CHECK_FALSE(answer.cookie("sAccessToken").has_value());
  CHECK_FALSE(answer.header("front-token").has_value());
  CHECK_FALSE(mallory.frontToken().has_value());
  stolen.reset();
}

TEST_CASE("a result that an override made up raises no session", "[contract][passwordless]") {
  GuideServer server{keepsSession([](Passwordless::Config& config) {
    config.override.functions = [](Passwordless::Functions original) {
      auto functions = original;
      functions.consumeCode =
          [](const Passwordless::ConsumeCode::Input& input) -> Passwordless::ConsumeCode::Result {
        return Passwordless::ConsumeCode::Ok{
            .consumedDevice = {.preAuthSessionId = input.preAuthSessionId, .phoneNumber = kPhoneNumber},
            .user = {.id = "made-up"},
            .recipeUserId = "made-up"};
      };
      return functions;
    };
  })};
  auto ada = server.signedIn(kEmail);
  ada.createCode(kPhoneNumber);
  CHECK(ada.consumeCode(ada.device(), "anything").outcome() == "RESTART_FLOW_ERROR");
  CHECK_FALSE(rowOf(server, ada.session()->getHandle())->completedFactor.has_value());
  CHECK(countEvents(server, EventType::CodeRefused, "no_evidence") == 1);
}

TEST_CASE("what an override puts into the context is no evidence", "[contract][passwordless]") {
  GuideServer server{keepsSession([](Passwordless::Config& config) {
    config.override.functions = [](Passwordless::Functions original) {
      auto functions = original;
      functions.consumeCode =
          [](Passwordless::ConsumeCode::Input input) -> Passwordless::ConsumeCode::Result {
        for (const auto* key :
             {"mfa.passwordless.spentCode", "mfa.passwordless.binding", "mfa.session.created"})
          input.userContext.set(key, input.session);
        return Passwordless::ConsumeCode::Ok{.user = {.id = "made-up"}, .recipeUserId = "made-up"};
      };
      return functions;
    };
  })};
  auto ada = server.signedIn(kEmail);
  ada.createCode(kPhoneNumber);
  CHECK(ada.consumeCode(ada.device(), "anything").outcome() == "RESTART_FLOW_ERROR");
}

TEST_CASE("a code that an override spent before is no evidence for the one that came",
          "[contract][passwordless]") {
  bool isMadeUp = false;
  GuideServer server{keepsSession([&isMadeUp](Passwordless::Config& config) {
    config.override.functions = [&isMadeUp](Passwordless::Functions original) {
      auto functions = original;
      functions.consumeCode =
          [&isMadeUp, original](Passwordless::ConsumeCode::Input input) -> Passwordless::ConsumeCode::Result {
        if (!isMadeUp) return original.consumeCode(std::move(input));
        return Passwordless::ConsumeCode::Ok{.user = {.id = "made-up"}, .recipeUserId = "made-up"};
      };
      return functions;
    };
    config.override.apis = [&isMadeUp](Passwordless::Apis original) {
      auto apis = original;
      apis.consumeCodePOST = [&isMadeUp, original](Passwordless::ConsumeCodePOST::Input input) {
        isMadeUp = false;
        (void)input.userContext.auth().passwordless().signInUp(
            {.phoneNumber = kOtherPhoneNumber, .session = input.session, .userContext = input.userContext});
        isMadeUp = true;
        input.userContext.set("session", input.session);
        return original.consumeCodePOST(std::move(input));
      };
      return apis;
    };
  })};
  auto ada = server.signedIn(kEmail);
  ada.createCode(kPhoneNumber);
  CHECK(ada.consumeCode(ada.device(), "anything").outcome() == "RESTART_FLOW_ERROR");
  CHECK(factorsOf(server, ada.session()->getUserId()).empty());
}

TEST_CASE("an override may call a default with a context of its own", "[contract][passwordless]") {
  GuideServer server{codesAlone([](Passwordless::Config& config) {
    config.override.functions = [](Passwordless::Functions original) {
      auto functions = original;
      functions.consumeCode = [original](Passwordless::ConsumeCode::Input input) {
        input.userContext = UserContext{};
        return original.consumeCode(std::move(input));
      };
      return functions;
    };
  })};
  auto browser = server.browser();
  browser.createCode(kPhoneNumber);
  const auto wrong = wrongCodeFor(server.lastCode());
  CHECK(browser.consumeCode(browser.device(), wrong).outcome() == "INCORRECT_USER_INPUT_CODE_ERROR");
  CHECK(browser.consumeCode(browser.device(), server.lastCode()).outcome() == "OK");
}

TEST_CASE("an override cannot lend a code another session by changing the input",
          "[contract][passwordless]") {
  SessionPtr adas;
  GuideServer server{keepsSession([&adas](Passwordless::Config& config) {
    config.override.functions = [&adas](Passwordless::Functions original) {
      auto functions = original;
      functions.consumeCode = [&adas, original](Passwordless::ConsumeCode::Input input) {
        if (adas) input.session = adas;
        return original.consumeCode(std::move(input));
      };
      return functions;
    };
  })};
  auto ada = server.signedIn(kEmail);
  ada.createCode(kPhoneNumber);
  adas = ada.session();
  auto mallory = server.signedIn("mallory@example.com");
  CHECK(mallory.consumeCode(ada.device(), server.lastCode()).outcome() == "RESTART_FLOW_ERROR");
  adas.reset();
  CHECK(ada.consumeCode(ada.device(), server.lastCode()).outcome() == "OK");  // it was not spent
}

TEST_CASE("a link completes no session", "[contract][passwordless][A12]") {
  GuideServer server{keepsSession()};
  auto ada = server.signedIn(kEmail);
  const auto url =
      server.auth().passwordless().createMagicLink({.phoneNumber = kPhoneNumber, .session = ada.session()});
  const auto id = url.substr(url.find('=') + 1, 43);
  CHECK(consumeLink(ada, {.preAuthSessionId = id}, url).outcome() == "RESTART_FLOW_ERROR");
  CHECK_FALSE(rowOf(server, ada.session()->getHandle())->completedFactor.has_value());
}

TEST_CASE("a host may ask for more before a first factor is enrolled", "[contract][passwordless][A9]") {
  bool isAllowed = false;
  GuideServer server{guideWith([&isAllowed](Passwordless::Config& config) {
    config.validateFirstEnrolment =
        [&isAllowed](const passwordless::FirstEnrolmentInput& input) -> std::optional<std::string> {
      if (isAllowed || !input.session || input.phoneNumber != kPhoneNumber) return std::nullopt;
      return "Please verify your e-mail address first";
    };
  })};
  auto ada = server.signedIn(kEmail);
  ada.createCode(kPhoneNumber);
  CHECK(ada.consumeCode(ada.device(), server.lastCode()).message() ==
        "Please verify your e-mail address first");
  CHECK_FALSE(ada.hasSecondFactor());
  CHECK(factorsOf(server, ada.session()->getUserId()).empty());
  isAllowed = true;
  ada.createCode(kPhoneNumber);
  CHECK(ada.consumeCode(ada.device(), server.lastCode()).outcome() == "OK");
  isAllowed = false;
  auto next = server.signedIn(kEmail);
  next.createCode(kPhoneNumber);
  CHECK(next.consumeCode(next.device(), server.lastCode()).outcome() == "OK");  // nothing is enrolled here
}

TEST_CASE("strangers who guess at an enrolled number do not lock its owner out", "[contract][passwordless]") {
  GuideServer server{guideWith({}, [](Config& config) {
    allowManySends(config);
    config.limits.guessesPerDay = {4, 24h};
  })};
  auto ada = server.completed(kEmail);
  for (int i = 0; i < 3; ++i) {
    auto stranger = server.signedIn("stranger" + std::to_string(i) + "@example.com");
    stranger.createCode(kPhoneNumber);
    for (int guess = 0; guess < 4; ++guess)
      stranger.consumeCode(stranger.device(), wrongCodeFor(server.lastCode()));
  }
  auto again = server.signedIn(kEmail);
  again.createCode(kPhoneNumber);
  CHECK(again.consumeCode(again.device(), server.lastCode()).outcome() == "OK");
}

TEST_CASE("one number serves many accounts and each has a row of its own", "[contract][passwordless][A28]") {
  GuideServer server;
  auto ada = server.completed(kEmail);
  server.clock().advance(1h);
  auto grace = server.completed("grace@example.com");
  REQUIRE(ada.refresh().status == 200);
  CHECK(factorsOf(server, ada.session()->getUserId()).size() == 1);
  CHECK(factorsOf(server, grace.session()->getUserId()).size() == 1);
}

}  // namespace mfa::test
