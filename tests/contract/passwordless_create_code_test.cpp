// POST /signinup/code
#include <catch2/catch.hpp>
#include <stdexcept>

#include "contract/passwordless_server.hpp"

namespace mfa::test {
namespace {

using namespace std::chrono_literals;

Answer createCode(Browser& browser, const json::object& body, const std::string& path = "/signinup/code") {
  return browser.post(path, body, {{"rid", "passwordless"}});
}

Answer createCodeFor(Browser& browser, const std::string& email) {
  return createCode(browser, {{"email", email}});
}

class FailingSender final : public SmsSender {
 public:
  void sendSms(const PasswordlessLogin&) override {
    if (toldToUser) throw GeneralErrorException{"We cannot reach this network"};
    throw std::runtime_error{"connection refused"};
  }
  bool toldToUser = false;
};

}  // namespace

TEST_CASE("a code is made and the answer names its device and no secret", "[contract][passwordless]") {
  GuideServer server{codesAlone()};
  auto browser = server.browser();
  const auto answer = createCode(browser, {{"phoneNumber", kPhoneNumber}});
  CHECK(answer.status == 200);
  REQUIRE(answer.body.size() == 4);
  CHECK(answer.body.at("status") == "OK");
  CHECK(answer.body.at("deviceId").as_string().size() == 44);
  CHECK(answer.body.at("preAuthSessionId").as_string().size() == 43);
  CHECK(answer.body.at("flowType") == "USER_INPUT_CODE_AND_MAGIC_LINK");
  CHECK(answer.response.body.find(server.lastCode()) == std::string::npos);
}

TEST_CASE("a code is sent with its lifetime to the contact that asked for it", "[contract][passwordless]") {
  GuideServer server{codesAlone()};
  auto browser = server.browser();
  createCode(browser, {{"phoneNumber", kPhoneNumber}});
  createCodeFor(browser, kEmail);
  const auto messages = server.outbox().messages();
  REQUIRE(messages.size() == 2);
  CHECK(messages[0].channel == "sms");
  CHECK(messages[0].to == kPhoneNumber);
  CHECK(messages[0].userInputCode->size() == 6);
  CHECK(messages[1].channel == "email");
  CHECK(messages[1].to == kEmail);
}

TEST_CASE("a magic link is the website's verify page with the link code in its fragment",
          "[contract][passwordless]") {
  GuideServer server{codesAlone()};
  auto browser = server.browser();
  const auto answer = createCodeFor(browser, kEmail);
  const auto url = server.outbox().last(kEmail)->urlWithLinkCode.value();
  const auto id = std::string{answer.body.at("preAuthSessionId").as_string()};
  const auto start = "https://acme.example/auth/verify?preAuthSessionId=" + id + "&tenantId=public#";
  REQUIRE(url.substr(0, start.size()) == start);
  CHECK(linkCodeIn(url).size() == 43);
}

TEST_CASE("the flow type says what is sent", "[contract][passwordless]") {
  FlowType flowType{};
  GuideServer server{codesAlone([&](Passwordless::Config& config) { config.flowType = flowType; })};
  const auto flowTypeOf = [&](FlowType chosen) {
    flowType = chosen;
    server.restart();
    auto browser = server.browser();
    return createCode(browser, {{"phoneNumber", kPhoneNumber}}).body.at("flowType");
  };
  CHECK(flowTypeOf(FlowType::UserInputCode) == "USER_INPUT_CODE");
  CHECK(server.outbox().last(kPhoneNumber)->userInputCode.has_value());
  CHECK_FALSE(server.outbox().last(kPhoneNumber)->urlWithLinkCode.has_value());
  CHECK(flowTypeOf(FlowType::MagicLink) == "MAGIC_LINK");
  CHECK_FALSE(server.outbox().last(kPhoneNumber)->userInputCode.has_value());
  CHECK(server.outbox().last(kPhoneNumber)->urlWithLinkCode.has_value());
}

TEST_CASE("a request for a code names exactly one contact of the right kind", "[contract][passwordless]") {
  GuideServer server{codesAlone()};
  auto browser = server.browser();
  CHECK(createCode(browser, {}).status == 400);
  CHECK(createCode(browser, {{"email", kEmail}, {"phoneNumber", kPhoneNumber}}).status == 400);
  GuideServer phones{
      codesAlone([](Passwordless::Config& config) { config.contactMethod = ContactMethod::Phone; })};
  auto phone = phones.browser();
  CHECK(createCodeFor(phone, kEmail).status == 400);
  GuideServer emails{
      codesAlone([](Passwordless::Config& config) { config.contactMethod = ContactMethod::Email; })};
  auto email = emails.browser();
  CHECK(createCode(email, {{"phoneNumber", kPhoneNumber}}).status == 400);
  CHECK(createCodeFor(email, kEmail).outcome() == "OK");
}

TEST_CASE("what is no contact is answered with the text of the validator", "[contract][passwordless]") {
  GuideServer server{codesAlone()};
  auto browser = server.browser();
  for (const json::value& phoneNumber :
       {json::value("2015550123"), json::value("+1"), json::value("ada"), json::value(12015550123),
        json::value(nullptr), json::value(json::array{kPhoneNumber}), json::value("+1201555０123")}) {
    const auto answer = createCode(browser, {{"phoneNumber", phoneNumber}});
    CHECK(answer.status == 200);
    CHECK(answer.outcome() == "GENERAL_ERROR");
    CHECK(answer.message() == "Phone number is invalid");
  }
  for (const json::value& email : {json::value("ada"), json::value("ada@"), json::value(true)}) {
    const auto answer = createCode(browser, {{"email", email}});
    CHECK(answer.outcome() == "GENERAL_ERROR");
    CHECK(answer.message() == "Email is invalid");
  }
  CHECK(server.outbox().messages().empty());
}

TEST_CASE("a validator of the host is given the trimmed text and the tenant", "[contract][passwordless]") {
  std::string seen;
  GuideServer server{codesAlone([&](Passwordless::Config& config) {
    config.validatePhoneNumber = [&](const passwordless::ContactInput& input) -> std::optional<std::string> {
      seen = input.tenantId + ":" + input.value;
      if (input.value.ends_with("0")) return "No zeros please";
      return std::nullopt;
    };
  })};
  auto browser = server.browser();
  CHECK(createCode(browser, {{"phoneNumber", " +1 (201) 555-0120 "}}).message() == "No zeros please");
  CHECK(seen == "public:+1 (201) 555-0120");
  CHECK(createCode(browser, {{"phoneNumber", kPhoneNumber}}).outcome() == "OK");
  CHECK(createCode(browser, {{"phoneNumber", "no number at all"}}).message() == "Phone number is invalid");
}

TEST_CASE("contacts are canonical before a hook sees them", "[contract][passwordless]") {
  std::string seen;
  GuideServer server{codesAlone([&](Passwordless::Config& config) {
    config.override.apis = [&seen](Passwordless::Apis original) {
      auto apis = original;
      apis.createCodePOST = [&seen, original](Passwordless::CreateCodePOST::Input input) {
        seen = input.email.value_or("") + input.phoneNumber.value_or("");
        return original.createCodePOST(std::move(input));
      };
      return apis;
    };
  })};
  auto browser = server.browser();
  createCode(browser, {{"phoneNumber", "+1 (201) 555-0123"}});
  CHECK(seen == kPhoneNumber);
  createCode(browser, {{"email", "  Ada@Example.COM "}});
  CHECK(seen == kEmail);
}

TEST_CASE("unknown members of the body are ignored", "[contract][passwordless]") {
  GuideServer server{codesAlone()};
  auto browser = server.browser();
  CHECK(
      createCode(browser, {{"phoneNumber", kPhoneNumber}, {"userInputCode", "000000"}, {"x", 1}}).outcome() ==
      "OK");
  CHECK(server.lastCode() != "000000");
}

TEST_CASE("linking with the user of a session needs a session", "[contract][passwordless]") {
  GuideServer server{codesAlone()};
  auto browser = server.browser();
  const auto answer =
      createCode(browser, {{"phoneNumber", kPhoneNumber}, {"shouldTryLinkingWithSessionUser", true}});
  CHECK(answer.status == 401);
  CHECK(answer.message() == "unauthorised");
  auto ada = server.signedIn(kEmail);
  CHECK(
      createCode(ada, {{"phoneNumber", kPhoneNumber}, {"shouldTryLinkingWithSessionUser", true}}).outcome() ==
      "OK");
}

TEST_CASE("under a session a code is typed and no link is sent", "[contract][passwordless]") {
  GuideServer server{codesAlone()};
  auto ada = server.signedIn(kEmail);
  CHECK(ada.createCode(kPhoneNumber).body.at("flowType") == "USER_INPUT_CODE");
  CHECK(server.outbox().last(kPhoneNumber)->userInputCode.has_value());
  CHECK_FALSE(server.outbox().last(kPhoneNumber)->urlWithLinkCode.has_value());
}

TEST_CASE("a message says whether it is for the first factor or the second", "[contract][passwordless]") {
  std::vector<bool> isFirst;
  GuideServer server{codesAlone([&](Passwordless::Config& config) {
    config.smsDelivery.override = [&isFirst](SmsFunctions original) {
      return SmsFunctions{.sendSms = [&isFirst, original](PasswordlessLogin message) {
        isFirst.push_back(message.isFirstFactor);
        original.sendSms(std::move(message));
      }};
    };
  })};
  auto browser = server.browser();
  browser.createCode(kPhoneNumber);
  auto ada = server.signedIn(kEmail);
  ada.createCode(kPhoneNumber);
  CHECK(isFirst == std::vector{true, false});
}

TEST_CASE("an expired access token is to be refreshed while its session lives", "[contract][passwordless]") {
  GuideServer server{codesAlone()};
  auto ada = server.signedIn(kEmail);
  server.clock().advance(2h);
  const auto answer = ada.createCode(kPhoneNumber);
  CHECK(answer.status == 401);
  CHECK(answer.message() == "try refresh token");
  REQUIRE(ada.refresh().status == 200);
  CHECK(ada.createCode(kPhoneNumber).body.at("flowType") == "USER_INPUT_CODE");
}

TEST_CASE("an expired access token of a session that is gone counts as none", "[contract][passwordless]") {
  GuideServer server{codesAlone()};
  auto ada = server.signedIn(kEmail);
  const auto handle = ada.session()->getHandle();
  server.clock().advance(2h);
  REQUIRE(server.auth().session().revokeSession(handle));
  CHECK(ada.createCode(kPhoneNumber).body.at("flowType") == "USER_INPUT_CODE_AND_MAGIC_LINK");
}

TEST_CASE("a session that another node revoked asks for no code", "[contract][passwordless]") {
  GuideServer server{codesAlone()};
  auto ada = server.signedIn(kEmail);
  const auto handle = ada.session()->getHandle();
  (void)server.storage().transact([&](Transaction& tx) { return tx.sessions().revoke(handle); });
  CHECK(ada.createCode(kPhoneNumber).status == 401);
  CHECK(server.outbox().messages().empty());
}

TEST_CASE("a new code ends the attempt before it", "[contract][passwordless]") {
  GuideServer server{codesAlone()};
  auto browser = server.browser();
  browser.createCode(kPhoneNumber);
  const auto earlier = browser.device();
  const auto code = server.lastCode();
  browser.createCode(kPhoneNumber);
  CHECK(browser.consumeCode(earlier, code).outcome() == "RESTART_FLOW_ERROR");
  CHECK(browser.consumeCode(browser.device(), server.lastCode()).outcome() == "OK");
}

TEST_CASE("codes for signing in and for completing a session do not end each other",
          "[contract][passwordless]") {
  GuideServer server{codesAlone()};
  auto stranger = server.browser();
  auto ada = server.signedIn(kEmail);
  ada.createCode(kPhoneNumber);
  const auto code = server.lastCode();
  stranger.createCode(kPhoneNumber);
  CHECK(ada.consumeCode(ada.device(), code).outcome() == "OK");
}

TEST_CASE("a code of the host's own form is sent and taken back", "[contract][passwordless]") {
  GuideServer server{codesAlone([](Passwordless::Config& config) {
    config.getCustomUserInputCode = [](const passwordless::CustomCodeInput& input) {
      return "green-apple-" + input.tenantId;
    };
  })};
  auto browser = server.browser();
  browser.createCode(kPhoneNumber);
  CHECK(server.lastCode() == "green-apple-public");
  CHECK(browser.consumeCode(browser.device(), "green-apple-other").outcome() ==
        "INCORRECT_USER_INPUT_CODE_ERROR");
  CHECK(browser.consumeCode(browser.device(), "green-apple-public").outcome() == "OK");
}

TEST_CASE("the fourth code in a row waits", "[contract][passwordless]") {
  GuideServer server{codesAlone()};
  auto browser = server.browser();
  for (int i = 0; i < 3; ++i) CHECK(browser.createCode(kPhoneNumber).outcome() == "OK");
  const auto answer = browser.createCode(kPhoneNumber);
  CHECK(answer.status == 200);
  CHECK(answer.outcome() == "GENERAL_ERROR");
  CHECK(answer.message() == "Too many codes were requested. Please try again in 4 minutes.");
  CHECK(server.outbox().messages().size() == 3);
  CHECK(countEvents(server, EventType::CodeNotSent, "no_budget") == 1);
  server.clock().advance(200s);
  CHECK(browser.createCode(kPhoneNumber).outcome() == "OK");
}

TEST_CASE("an answer that an override refuses with takes from the account's sends",
          "[contract][passwordless]") {
  GuideServer server;  // the guide sends to the enrolled number alone
  auto ada = server.completed(kEmail);
  server.clock().advance(24h * 2);
  auto thief = server.signedIn(kEmail);
  for (int i = 0; i < 3; ++i)
    CHECK(thief.createCode("+1201555990" + std::to_string(i)).message() ==
          "Input phone number is not the same as the one saved for this user");
  CHECK(thief.createCode("+12015559909").message().find("Too many codes") == 0);
  CHECK(thief.createCode(kPhoneNumber).outcome() == "OK");  // the enrolled pair has sends of its own
}

TEST_CASE("a code that cannot be delivered is told in words and never as a fault",
          "[contract][passwordless]") {
  const auto sender = std::make_shared<FailingSender>();
  GuideServer server{codesAlone([&](Passwordless::Config& config) { config.smsDelivery.service = sender; })};
  auto browser = server.browser();
  const auto answer = browser.createCode(kPhoneNumber);
  CHECK(answer.status == 200);
  CHECK(answer.outcome() == "GENERAL_ERROR");
  CHECK(answer.message() == "The code could not be sent. Please try again later.");
  CHECK(countEvents(server, EventType::CodeNotSent, "sender_failed") == 1);
  sender->toldToUser = true;
  CHECK(browser.createCode(kPhoneNumber).message() == "We cannot reach this network");
}

TEST_CASE("numbers of countries that are not listed get no code", "[contract][passwordless]") {
  GuideServer server{codesAlone({}, [](Config& config) { config.limits.allowedCallingCodes = {"49"}; })};
  auto browser = server.browser();
  CHECK(browser.createCode(kPhoneNumber).message() == "Codes cannot be sent to numbers of this country.");
  CHECK(browser.createCode("+493012345678").outcome() == "OK");
}

TEST_CASE("an override may refuse to let a user in", "[contract][passwordless]") {
  GuideServer server{codesAlone([](Passwordless::Config& config) {
    config.override.apis = [](Passwordless::Apis original) {
      auto apis = original;
      apis.createCodePOST =
          [](const Passwordless::CreateCodePOST::Input&) -> Passwordless::CreateCodePOST::Result {
        return passwordless::SignInUpNotAllowed{"Cannot sign in (ERR_CODE_003)"};
      };
      return apis;
    };
  })};
  auto browser = server.browser();
  CHECK(browser.createCode(kPhoneNumber).body ==
        json::object{{"status", "SIGN_IN_UP_NOT_ALLOWED"}, {"reason", "Cannot sign in (ERR_CODE_003)"}});
}

TEST_CASE("an emptied API takes its route off the server", "[contract][passwordless]") {
  GuideServer server{codesAlone([](Passwordless::Config& config) {
    config.override.apis = [](Passwordless::Apis original) {
      original.createCodePOST = nullptr;
      return original;
    };
  })};
  auto browser = server.browser();
  CHECK_FALSE(browser.createCode(kPhoneNumber).handled);
}

TEST_CASE("a code of a tenant names it in the link and works in that tenant alone",
          "[contract][passwordless]") {
  GuideServer server{codesAlone({}, [](Config& config) { config.tenantIds = {"public", "acme"}; })};
  auto browser = server.browser();
  const auto made = createCode(browser, {{"email", kEmail}}, "/acme/signinup/code");
  const Device device{std::string{made.body.at("deviceId").as_string()},
                      std::string{made.body.at("preAuthSessionId").as_string()}};
  const auto url = server.outbox().last(kEmail)->urlWithLinkCode.value();
  CHECK(url.find("&tenantId=acme#") != std::string::npos);
  CHECK(consumeLink(browser, device, url).outcome() == "RESTART_FLOW_ERROR");
  CHECK(browser.post("/acme/signinup/code/consume", linkBody(device, url)).outcome() == "OK");
}

}  // namespace mfa::test
