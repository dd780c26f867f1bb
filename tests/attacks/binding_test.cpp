// Rule 1: a code raises only the session under which it was made. Each attack has an honest twin.
#include <catch2/catch.hpp>
#include <string>

#include "support/guide_server.hpp"

namespace {

using namespace mfa;
using namespace mfa::test;

constexpr const char* kMallorysPhone = "+12015550199";

/// Mallory has an account and a phone of her own, and Ada's password.
struct Stage {
  GuideServer server{};
  Browser mallory = server.signedIn("mallory@example.com");
  Browser asAda = server.signedIn("ada@example.com");

  /// A code for Mallory's phone, made under her own session.
  std::string codeOfMallory() {
    REQUIRE(mallory.createCode(kMallorysPhone).outcome() == "OK");
    return server.lastCode(kMallorysPhone);
  }

  [[nodiscard]] std::size_t messages() const {
    return const_cast<GuideServer&>(server).outbox().messages().size();
  }
};

}  // namespace

TEST_CASE("a code that was asked for under one session completes that session", "[attacks][A1][honest]") {
  Stage stage;
  const auto code = stage.codeOfMallory();
  CHECK(stage.mallory.consumeCode(stage.mallory.device(), code).outcome() == "OK");
  CHECK(stage.mallory.hasSecondFactor());
}

TEST_CASE("a code that was asked for under one session completes no other", "[attacks][A1]") {
  Stage stage;
  const auto code = stage.codeOfMallory();
  CHECK(stage.asAda.consumeCode(stage.mallory.device(), code).outcome() == "RESTART_FLOW_ERROR");
  CHECK_FALSE(stage.asAda.hasSecondFactor());
  // Nothing was counted or spent: the code still serves its own session.
  CHECK(stage.mallory.consumeCode(stage.mallory.device(), code).outcome() == "OK");
}

TEST_CASE("a code cannot be asked for without a session where the guide asks for one", "[attacks][A2]") {
  Stage stage;
  auto anonymous = stage.server.browser();
  CHECK(anonymous.createCode(kMallorysPhone).status == 401);
  CHECK(stage.messages() == 0);
}

TEST_CASE("a code that was asked for without a session completes no session", "[attacks][A2]") {
  // The guide with its check of the session taken out, as deployments do that keep codes as a first factor
  // too.
  GuideServer server{{.passwordless = [](Passwordless::Config& config) { config.override.apis = {}; }}};
  auto anonymous = server.browser();
  REQUIRE(anonymous.createCode(kMallorysPhone).outcome() == "OK");
  const auto device = anonymous.device();
  auto asAda = server.signedIn("ada@example.com");
  CHECK(asAda.consumeCode(device, server.lastCode(kMallorysPhone)).outcome() == "RESTART_FLOW_ERROR");
  // Its honest twin: without a session it is a sign-in.
  CHECK(anonymous.consumeCode(device, server.lastCode(kMallorysPhone)).outcome() == "OK");
}

TEST_CASE("nobody but the session that asked for a code has it sent again", "[attacks][A5]") {
  Stage stage;
  (void)stage.codeOfMallory();
  const auto before = stage.messages();
  auto anonymous = stage.server.browser();
  CHECK(anonymous.resendCode(stage.mallory.device()).outcome() == "RESTART_FLOW_ERROR");
  CHECK(stage.asAda.resendCode(stage.mallory.device()).outcome() == "RESTART_FLOW_ERROR");
  CHECK(stage.messages() == before);
  CHECK(stage.mallory.resendCode(stage.mallory.device()).outcome() == "OK");
  CHECK(stage.messages() == before + 1);
}

TEST_CASE("a link of another session is refused under this one", "[attacks][A12]") {
  GuideServer server{{.passwordless = [](Passwordless::Config& config) {
    config.flowType = FlowType::UserInputCodeAndMagicLink;
    config.override.apis = {};
  }}};
  auto mallory = server.browser();
  REQUIRE(mallory.createCode(kMallorysPhone).outcome() == "OK");
  const auto link = server.outbox().last(kMallorysPhone)->urlWithLinkCode.value();
  const auto linkCode = link.substr(link.find('#') + 1);
  const json::object body{{"preAuthSessionId", mallory.device().preAuthSessionId}, {"linkCode", linkCode}};
  auto ada = server.signedIn("ada@example.com");
  CHECK(ada.post("/signinup/code/consume", body).outcome() == "RESTART_FLOW_ERROR");
  CHECK_FALSE(ada.hasSecondFactor());
  CHECK(mallory.post("/signinup/code/consume", body).outcome() == "OK");
}

TEST_CASE("a revoked session is completed by no code", "[attacks][A24]") {
  Stage stage;
  REQUIRE(stage.asAda.createCode(kPhoneNumber).outcome() == "OK");
  const auto code = stage.server.lastCode();
  const auto device = stage.asAda.device();
  // Revoked by another node, whose word has not come here: the access token still passes.
  const auto handle = stage.asAda.session()->getHandle();
  stage.server.storage().transact([&](Transaction& tx) { (void)tx.sessions().revoke(handle); });
  const auto answer = stage.asAda.consumeCode(device, code);
  CHECK(answer.outcome() != "OK");
  CHECK(answer.status < 500);
  CHECK(stage.server.storage().read([&](Transaction& tx) { return tx.factors().list("").empty(); }));
}

TEST_CASE("a page of another site cannot spend a code of its own under this session", "[attacks][A36]") {
  Stage stage;
  const auto code = stage.codeOfMallory();
  const auto device = stage.mallory.device();
  const json::object body{
      {"preAuthSessionId", device.preAuthSessionId}, {"deviceId", device.deviceId}, {"userInputCode", code}};
  // A form can send text and nothing else; the browser adds Ada's cookies and its own Origin.
  const auto answer =
      stage.asAda.post("/signinup/code/consume", body,
                       {{"content-type", "text/plain"}, {"rid", ""}, {"origin", "https://evil.example"}});
  CHECK(answer.outcome() != "OK");
  CHECK(answer.status >= 400);
  CHECK(answer.status < 500);
  CHECK_FALSE(stage.asAda.hasSecondFactor());
}

TEST_CASE("a device of another tenant is unknown here", "[attacks][A31]") {
  GuideServer server{{.config = [](Config& config) { config.tenantIds = {"public", "t2"}; }}};
  auto ada = server.signedIn("ada@example.com");
  REQUIRE(ada.createCode(kPhoneNumber).outcome() == "OK");
  auto mallory = server.browser();
  const json::object body{{"deviceId", ada.device().deviceId},
                          {"preAuthSessionId", ada.device().preAuthSessionId}};
  CHECK(mallory.post("/t2/signinup/code/resend", body).outcome() == "RESTART_FLOW_ERROR");
  CHECK(ada.post("/signinup/code/resend", body).outcome() == "OK");
}
