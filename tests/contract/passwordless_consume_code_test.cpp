// POST /signinup/code/consume: what comes back.
#include <catch2/catch.hpp>

#include "contract/passwordless_server.hpp"

namespace mfa::test {
namespace {

using namespace std::chrono_literals;

Answer consume(Browser& browser, const json::object& body) {
  return browser.post("/signinup/code/consume", body, {{"rid", "passwordless"}});
}

}  // namespace

TEST_CASE("a right code signs the owner of the contact up and starts a session", "[contract][passwordless]") {
  GuideServer server{codesAlone()};
  auto browser = server.browser();
  browser.createCode(kPhoneNumber);
  const auto answer = browser.consumeCode(browser.device(), server.lastCode());
  CHECK(answer.status == 200);
  REQUIRE(answer.body.size() == 3);
  CHECK(answer.body.at("status") == "OK");
  CHECK(answer.body.at("createdNewRecipeUser") == true);
  const auto& user = answer.body.at("user").as_object();
  CHECK(user.at("phoneNumbers") == json::array{kPhoneNumber});
  const auto& method = user.at("loginMethods").as_array().front().as_object();
  CHECK(method.at("recipeId") == "passwordless");
  CHECK(method.at("verified") == true);
  CHECK(method.at("phoneNumber") == kPhoneNumber);
  REQUIRE(browser.frontToken());
  CHECK(browser.session()->getUserId() == user.at("id").as_string());
}

TEST_CASE("the next right code signs the same user in", "[contract][passwordless]") {
  GuideServer server{codesAlone()};
  auto first = server.browser();
  const auto signUp = signInByCode(server, first, kPhoneNumber);
  auto second = server.browser();
  const auto signIn = signInByCode(server, second, kPhoneNumber);
  CHECK(signIn.body.at("createdNewRecipeUser") == false);
  CHECK(signIn.body.at("user").at("id") == signUp.body.at("user").at("id"));
}

TEST_CASE("a code proves an e-mail address", "[contract][passwordless]") {
  GuideServer server{codesAlone()};
  auto browser = server.browser();
  const auto made = browser.post("/signinup/code", {{"email", kEmail}}, {{"rid", "passwordless"}});
  const auto answer = consume(browser, {{"preAuthSessionId", made.body.at("preAuthSessionId")},
                                        {"deviceId", made.body.at("deviceId")},
                                        {"userInputCode", server.lastCode(kEmail)}});
  CHECK(answer.body.at("user").at("emails") == json::array{kEmail});
  CHECK(answer.body.at("user").at("loginMethods").at(0).at("verified") == true);
}

TEST_CASE("older front ends read the user in its older form", "[contract][passwordless]") {
  GuideServer server{codesAlone()};
  for (const auto* version : {"1.17", "2.0", "1.16,2.0"}) {
    auto browser = server.browser();
    browser.fdiVersion = version;
    const auto answer = signInByCode(server, browser, kPhoneNumber);
    REQUIRE(answer.outcome() == "OK");
    const auto& user = answer.body.at("user").as_object();
    CHECK(user.size() == 3);
    CHECK(user.at("phoneNumber") == kPhoneNumber);
    CHECK(answer.body.contains("createdNewUser"));
  }
}

TEST_CASE("wrong codes are counted from one and the fifth restarts the flow", "[contract][passwordless]") {
  GuideServer server{codesAlone()};
  auto browser = server.browser();
  browser.createCode(kPhoneNumber);
  const auto code = server.lastCode();
  for (int wrong = 1; wrong < 5; ++wrong) {
    const auto answer = browser.consumeCode(browser.device(), wrongCodeFor(code));
    CHECK(answer.status == 200);
    CHECK(answer.body == json::object{{"status", "INCORRECT_USER_INPUT_CODE_ERROR"},
                                      {"failedCodeInputAttemptCount", wrong},
                                      {"maximumCodeInputAttempts", 5}});
  }
  CHECK(browser.consumeCode(browser.device(), wrongCodeFor(code)).body ==
        json::object{{"status", "RESTART_FLOW_ERROR"}});
  CHECK(browser.consumeCode(browser.device(), code).outcome() == "RESTART_FLOW_ERROR");
  CHECK(browser.resendCode(browser.device()).outcome() == "RESTART_FLOW_ERROR");
}

TEST_CASE("a code works until its lifetime is over and not a millisecond longer",
          "[contract][passwordless]") {
  GuideServer server{codesAlone()};
  auto browser = server.browser();
  browser.createCode(kPhoneNumber);
  server.clock().advance(5min - 1ms);
  CHECK(browser.consumeCode(browser.device(), server.lastCode()).outcome() == "OK");
  auto late = server.browser();
  late.createCode(kPhoneNumber);
  server.clock().advance(5min);
  CHECK(late.consumeCode(late.device(), server.lastCode()).body ==
        json::object{{"status", "EXPIRED_USER_INPUT_CODE_ERROR"},
                     {"failedCodeInputAttemptCount", 1},
                     {"maximumCodeInputAttempts", 5}});
}

TEST_CASE("a clock that is set back revives no code", "[contract][passwordless]") {
  GuideServer server{codesAlone()};
  auto browser = server.browser();
  browser.createCode(kPhoneNumber);
  server.clock().advance(5min);
  CHECK(browser.consumeCode(browser.device(), server.lastCode()).outcome() ==
        "EXPIRED_USER_INPUT_CODE_ERROR");
  server.clock().advance(-4min);
  CHECK(browser.consumeCode(browser.device(), server.lastCode()).outcome() ==
        "EXPIRED_USER_INPUT_CODE_ERROR");
}

TEST_CASE("a code works once", "[contract][passwordless]") {
  GuideServer server{codesAlone()};
  auto browser = server.browser();
  browser.createCode(kPhoneNumber);
  CHECK(browser.consumeCode(browser.device(), server.lastCode()).outcome() == "OK");
  auto other = server.browser();
  CHECK(other.consumeCode(browser.device(), server.lastCode()).outcome() == "RESTART_FLOW_ERROR");
}

TEST_CASE("a right code ends every attempt for its contact", "[contract][passwordless]") {
  GuideServer server{codesAlone()};
  auto ada = server.signedIn(kEmail);
  ada.createCode(kPhoneNumber);
  auto browser = server.browser();
  CHECK(signInByCode(server, browser, kPhoneNumber).outcome() == "OK");
  CHECK(server.auth().passwordless().listCodesByPhoneNumber({.phoneNumber = kPhoneNumber}).empty());
}

TEST_CASE("a link signs in", "[contract][passwordless]") {
  GuideServer server{codesAlone()};
  auto browser = server.browser();
  browser.createCode(kPhoneNumber);
  const auto url = server.outbox().last(kPhoneNumber)->urlWithLinkCode.value();
  const auto answer = consumeLink(browser, browser.device(), url);
  CHECK(answer.outcome() == "OK");
  CHECK(browser.frontToken().has_value());
}

TEST_CASE("a wrong or expired link restarts the flow and uses up no attempt", "[contract][passwordless]") {
  GuideServer server{codesAlone()};
  auto browser = server.browser();
  browser.createCode(kPhoneNumber);
  const auto url = server.outbox().last(kPhoneNumber)->urlWithLinkCode.value();
  for (int i = 0; i < 7; ++i)
    CHECK(consume(browser, {{"preAuthSessionId", browser.device().preAuthSessionId},
                            {"linkCode", "wrong" + std::to_string(i)}})
              .outcome() == "RESTART_FLOW_ERROR");
  CHECK(browser.consumeCode(browser.device(), wrongCodeFor(server.lastCode()))
            .body.at("failedCodeInputAttemptCount") == 1);
  server.clock().advance(5min);
  CHECK(consumeLink(browser, browser.device(), url).outcome() == "RESTART_FLOW_ERROR");
}

TEST_CASE("a body names a device and either a code or a link code", "[contract][passwordless]") {
  GuideServer server{codesAlone()};
  auto browser = server.browser();
  for (const auto* body :
       {R"({})", R"({"deviceId":"d","userInputCode":"1"})", R"({"preAuthSessionId":"p"})",
        R"({"preAuthSessionId":"p","deviceId":"d"})", R"({"preAuthSessionId":"p","userInputCode":"1"})",
        R"({"preAuthSessionId":"p","deviceId":"d","userInputCode":"1","linkCode":"l"})",
        R"({"preAuthSessionId":"p","deviceId":"d","linkCode":"l"})",
        R"({"preAuthSessionId":1,"linkCode":"l"})",
        R"({"preAuthSessionId":"p","deviceId":"d","userInputCode":123456})",
        R"({"preAuthSessionId":"p","deviceId":"d","userInputCode":["000000","000001"]})",
        R"({"preAuthSessionId":"p","deviceId":"d","userInputCode":null})", R"([])", R"(not json)"})
    CHECK(browser.postText("/signinup/code/consume", body).status == 400);
}

TEST_CASE("a device id that belongs to another attempt restarts the flow", "[contract][passwordless]") {
  GuideServer server{codesAlone()};
  auto browser = server.browser();
  browser.createCode(kPhoneNumber);
  const auto device = browser.device();
  CHECK(browser.consumeCode({device.deviceId, "another"}, server.lastCode()).outcome() ==
        "RESTART_FLOW_ERROR");
  CHECK(browser.consumeCode({"another", device.preAuthSessionId}, server.lastCode()).outcome() ==
        "RESTART_FLOW_ERROR");
  CHECK(browser.consumeCode({device.deviceId, device.preAuthSessionId + "="}, server.lastCode()).outcome() ==
        "OK");
}

TEST_CASE("spaces and hyphens around a code are no part of it", "[contract][passwordless]") {
  GuideServer server{codesAlone()};
  auto browser = server.browser();
  browser.createCode(kPhoneNumber);
  CHECK(browser.consumeCode(browser.device(), " -" + server.lastCode() + " ").outcome() == "OK");
}

TEST_CASE("no other spelling of a code is accepted and none is a fault", "[contract][passwordless]") {
  GuideServer server{codesAlone({}, allowManySends)};
  auto browser = server.browser();
  for (const auto& spell : std::vector<std::function<std::string(std::string)>>{
           [](const std::string& code) { return code.substr(0, 3) + " " + code.substr(3); },
           [](const std::string& code) { return "+" + code; },
           [](const std::string& code) { return "0" + code; },
           [](const std::string& code) { return code + "\n"; },
           [](const std::string&) { return std::string{}; },
           [](const std::string&) { return std::string(20'000, '1'); },
           [](const std::string& code) {
             std::string fullWidth;
             for (const char digit : code)
               fullWidth += std::string{"\xEF\xBC"} + static_cast<char>(0x90 + digit - '0');
             return fullWidth;
           }}) {
    browser.createCode(kPhoneNumber);
    const auto answer = browser.consumeCode(browser.device(), spell(server.lastCode()));
    CHECK(answer.status == 200);
    CHECK(answer.outcome() == "INCORRECT_USER_INPUT_CODE_ERROR");
  }
}

TEST_CASE("an empty budget of guesses refuses the right code too", "[contract][passwordless]") {
  GuideServer server{codesAlone({}, [](Config& config) {
    allowManySends(config);
    config.limits.guessesPerDay = {7, 24h};
  })};
  auto browser = server.browser();
  for (int guess = 0; guess < 7; ++guess) {
    if (guess % 4 == 0) browser.createCode(kPhoneNumber);
    browser.consumeCode(browser.device(), wrongCodeFor(server.lastCode()));
  }
  browser.createCode(kPhoneNumber);
  const auto answer = browser.consumeCode(browser.device(), server.lastCode());
  CHECK(answer.status == 200);
  CHECK(answer.outcome() == "GENERAL_ERROR");
  CHECK(answer.message().find("Too many codes were tried. Please try again in ") == 0);
  CHECK(countEvents(server, EventType::CodeRefused, "no_budget") == 1);
  CHECK(server.auth().passwordless().listCodesByPhoneNumber({.phoneNumber = kPhoneNumber}).size() == 1);
}

TEST_CASE("budgets outlive a restart", "[contract][passwordless]") {
  GuideServer server{codesAlone({}, [](Config& config) { config.limits.guessesPerDay = {1, 24h}; })};
  auto browser = server.browser();
  browser.createCode(kPhoneNumber);
  browser.consumeCode(browser.device(), wrongCodeFor(server.lastCode()));
  const auto device = browser.device();
  server.restart();
  auto after = server.browser();
  CHECK(after.consumeCode(device, server.lastCode()).outcome() == "GENERAL_ERROR");
}

TEST_CASE("a sign-in by code gives the destination its guesses back", "[contract][passwordless]") {
  GuideServer server{codesAlone({}, [](Config& config) { config.limits.guessesPerDay = {3, 24h}; })};
  for (int round = 0; round < 3; ++round) {
    auto browser = server.browser();
    browser.createCode(kPhoneNumber);
    const auto code = server.lastCode();
    browser.consumeCode(browser.device(), wrongCodeFor(code));
    browser.consumeCode(browser.device(), wrongCodeFor(code));
    CHECK(browser.consumeCode(browser.device(), code).outcome() == "OK");
  }
}

TEST_CASE("an override that turns a sign-in into a refusal gives no guesses back",
          "[contract][passwordless]") {
  GuideServer server{codesAlone(
      [](Passwordless::Config& config) {
        config.override.apis = [](Passwordless::Apis original) {
          auto apis = original;
          apis.consumeCodePOST = [original](Passwordless::ConsumeCodePOST::Input input) {
            auto result = original.consumeCodePOST(std::move(input));
            if (ok(result)) result = passwordless::SignInUpNotAllowed{"Not today (ERR_CODE_003)"};
            return result;
          };
          return apis;
        };
      },
      [](Config& config) {
        config.limits.guessesPerDay = {2, 24h};
      })};
  auto browser = server.browser();
  CHECK(signInByCode(server, browser, kPhoneNumber).outcome() == "SIGN_IN_UP_NOT_ALLOWED");
  auto again = server.browser();
  CHECK(signInByCode(server, again, kPhoneNumber).outcome() == "SIGN_IN_UP_NOT_ALLOWED");
  auto third = server.browser();
  CHECK(signInByCode(server, third, kPhoneNumber).outcome() == "GENERAL_ERROR");
}

TEST_CASE("checking a code and consuming it in one request counts one guess", "[contract][passwordless]") {
  GuideServer server{codesAlone(
      [](Passwordless::Config& config) {
        config.override.functions = [](Passwordless::Functions original) {
          auto functions = original;
          functions.consumeCode = [original](Passwordless::ConsumeCode::Input input) {
            const auto checked = original.checkCode({.preAuthSessionId = input.preAuthSessionId,
                                                     .deviceId = input.deviceId,
                                                     .userInputCode = input.userInputCode,
                                                     .linkCode = input.linkCode,
                                                     .session = input.session,
                                                     .tenantId = input.tenantId,
                                                     .userContext = input.userContext});
            if (!ok(checked)) throw BadInputError{"the code was not right"};
            return original.consumeCode(std::move(input));
          };
          return functions;
        };
      },
      [](Config& config) {
        config.limits.guessesPerDay = {1, 24h};
      })};
  auto browser = server.browser();
  CHECK(signInByCode(server, browser, kPhoneNumber).outcome() == "OK");
}

TEST_CASE("events tell of codes without showing them", "[contract][passwordless]") {
  GuideServer server{codesAlone()};
  auto browser = server.browser();
  browser.createCode(kPhoneNumber);
  const auto code = server.lastCode();
  browser.consumeCode(browser.device(), wrongCodeFor(code));
  browser.consumeCode(browser.device(), code);
  CHECK(countEvents(server, EventType::CodeSent, "") == 1);
  CHECK(countEvents(server, EventType::CodeRefused, "wrong_code") == 1);
  CHECK(countEvents(server, EventType::SignedUp, "") == 1);
  for (const auto& event : server.events()) {
    const auto line = json::serialize(toJson(event));
    CHECK(line.find(code) == std::string::npos);
    CHECK(line.find(kPhoneNumber) == std::string::npos);
    CHECK(line.find(browser.device().deviceId) == std::string::npos);
  }
}

}  // namespace mfa::test
