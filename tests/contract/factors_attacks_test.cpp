// Attempts to get another contact enrolled, or an enrolled one removed.
#include <catch2/catch.hpp>

#include "contract/factors_server.hpp"

using namespace mfa;
using namespace mfa::test;

namespace {

json::object consumeBody(const Device& device, const std::string& code) {
  return {
      {"preAuthSessionId", device.preAuthSessionId}, {"deviceId", device.deviceId}, {"userInputCode", code}};
}

}  // namespace

TEST_CASE("a session of the password alone changes no factor", "[contract][factors][attacks]") {
  FactorsServer server;
  auto page = server.completed(kAda);
  auto thief = server.signedIn(kAda);
  const auto before = server.outbox().messages().size();
  CHECK(outcomeOf(server.start(thief, kMallorysPhone)) == "NOT_COMPLETED");
  CHECK(outcomeOf(server.factors().remove({.session = thief.session(), .factorId = "otp-phone"})) ==
        "NOT_COMPLETED");
  CHECK(server.outbox().messages().size() == before);
  CHECK(server.phoneOf(page) == kPhoneNumber);
  CHECK(page.hasSecondFactor());
}

TEST_CASE("a claim that somebody has set is no proof of a factor", "[contract][factors][attacks]") {
  FactorsServer server;
  auto page = server.completed(kAda);
  auto thief = server.signedIn(kAda);
  const json::object claim{{"2fa-completed", json::object{{"v", true}, {"t", 1}}}};
  REQUIRE(server.auth().session().mergeIntoAccessTokenPayload(thief.session()->getHandle(), claim));
  REQUIRE(thief.refresh().status == 200);
  REQUIRE(thief.hasSecondFactor());
  CHECK(outcomeOf(server.start(thief, kMallorysPhone)) == "NOT_COMPLETED");
  CHECK(server.phoneOf(page) == kPhoneNumber);
}

TEST_CASE("a code for a change that another session has asked for changes nothing",
          "[contract][factors][attacks]") {
  FactorsServer server;
  auto page = server.completed(kAda);
  auto other = server.completed(kAda);
  auto mallory = server.completed("mallory@example.com", kMallorysPhone);
  const auto device = server.started(mallory);
  const auto code = server.lastCode(kNewPhone);
  CHECK(outcomeOf(server.finish(page.session(), device, code)) == "RESTART_FLOW");
  CHECK(outcomeOf(server.finish(other.session(), device, code)) == "RESTART_FLOW");
  const auto own = server.started(page, "+12015550177");
  CHECK(outcomeOf(server.finish(other.session(), own, server.lastCode("+12015550177"))) == "RESTART_FLOW");
  CHECK(server.phoneOf(page) == kPhoneNumber);
  // Nothing was counted or spent: the honest twin.
  CHECK(outcomeOf(server.finish(mallory.session(), device, code)) == "OK");
}

TEST_CASE("a session that finishes without its own factor changes nothing with a code of its own",
          "[contract][factors][attacks]") {
  FactorsServer server;
  auto page = server.completed(kAda);
  const auto device = server.started(page);
  const auto code = server.lastCode(kNewPhone);
  // What the session had completed goes between start and finish.
  const auto session = page.session();
  const auto userId = session->getUserId();
  server.storage().transact([&](Transaction& tx) { tx.factors().removeAll(userId); });
  CHECK(outcomeOf(server.finish(session, device, code)) == "NOT_COMPLETED");
  CHECK(server.rowsOf(userId).empty());
  // Nothing was counted either.
  const auto left = server.auth().passwordless().listCodesByDeviceId({.deviceId = device.deviceId});
  REQUIRE(left);
  CHECK(left->failedCodeInputAttemptCount == 0);
}

TEST_CASE("a code to the old contact changes nothing", "[contract][factors][attacks]") {
  FactorsServer server;
  auto page = server.completed(kAda);
  (void)server.started(page);
  REQUIRE(page.createCode(kPhoneNumber).outcome() == "OK");
  CHECK(outcomeOf(server.finish(page.session(), page.device(), server.lastCode(kPhoneNumber))) ==
        "RESTART_FLOW");
  CHECK(server.phoneOf(page) == kPhoneNumber);
}

TEST_CASE("a code for a sign-in to the new contact changes nothing", "[contract][factors][attacks]") {
  // Without the guide's own check, any number gets a code; it is one for completing the session.
  auto changes = withoutSendLimits();
  FactorsServer server{changes};
  auto page = server.completed(kAda);
  const auto created =
      server.auth().passwordless().createCode({.phoneNumber = kMallorysPhone, .session = page.session()});
  const auto& code = *ok(created);
  CHECK(outcomeOf(server.finish(page.session(), {code.deviceId, code.preAuthSessionId},
                                code.userInputCode)) == "RESTART_FLOW");
  CHECK(server.phoneOf(page) == kPhoneNumber);
}

TEST_CASE("a code for a change signs nobody in and completes no session", "[contract][factors][attacks]") {
  FactorsServer server;
  auto page = server.completed(kAda);
  const auto device = server.started(page);
  const auto code = server.lastCode(kNewPhone);
  CHECK(page.consumeCode(device, code).outcome() == "RESTART_FLOW_ERROR");
  CHECK(page.resendCode(device).outcome() == "RESTART_FLOW_ERROR");
  auto anonymous = server.browser();
  CHECK(anonymous.post("/signinup/code/consume", consumeBody(device, code)).outcome() != "OK");
  CHECK(outcomeOf(server.finish(page.session(), device, code)) == "OK");
}

TEST_CASE("a code for a change is spent once", "[contract][factors][attacks]") {
  FactorsServer server;
  auto page = server.completed(kAda);
  const auto device = server.started(page);
  const auto code = server.lastCode(kNewPhone);
  REQUIRE(outcomeOf(server.finish(page.session(), device, code)) == "OK");
  CHECK(outcomeOf(server.finish(page.session(), device, code)) == "RESTART_FLOW");
  CHECK(server.count(EventType::FactorReplaced) == 1);
  // Nor does it bring the number back once another one has taken its place.
  const auto next = server.started(page, "+12015550177");
  REQUIRE(outcomeOf(server.finish(page.session(), next, server.lastCode("+12015550177"))) == "OK");
  CHECK(outcomeOf(server.finish(page.session(), device, code)) == "RESTART_FLOW");
  CHECK(server.phoneOf(page) == "+12015550177");
}

TEST_CASE("a change voids the codes for other changes", "[contract][factors][attacks]") {
  FactorsServer server;
  auto page = server.completed(kAda);
  const auto first = server.started(page, kNewPhone);
  const auto firstCode = server.lastCode(kNewPhone);
  const auto second = server.started(page, "+12015550177");
  REQUIRE(outcomeOf(server.finish(page.session(), second, server.lastCode("+12015550177"))) == "OK");
  CHECK(outcomeOf(server.finish(page.session(), first, firstCode)) == "RESTART_FLOW");
  CHECK(server.phoneOf(page) == "+12015550177");
}

TEST_CASE("a revoked session changes no factor", "[contract][factors][attacks]") {
  FactorsServer server;
  auto page = server.completed(kAda);
  const auto session = page.session();
  const auto device = server.started(page);
  // Revoked by another node, whose word has not come here: the access token still passes.
  server.storage().transact([&](Transaction& tx) { (void)tx.sessions().revoke(session->getHandle()); });
  CHECK_THROWS_AS(server.finish(session, device, server.lastCode(kNewPhone)), UnauthorisedError);
  CHECK_THROWS_AS(server.factors().startContactChange({.session = session, .phoneNumber = kNewPhone}),
                  UnauthorisedError);
  CHECK_THROWS_AS(server.factors().remove({.session = session, .factorId = "otp-phone"}), UnauthorisedError);
  CHECK(server.rowsOf(session->getUserId()).front().contact.value == kPhoneNumber);
}

TEST_CASE("the contact that opened a session does not become its second factor",
          "[contract][factors][attacks]") {
  // Codes as a first factor too, and a second one to another phone.
  auto changes = withoutSendLimits();
  FactorsServer server{changes};
  auto page = server.completed(kAda);
  const auto session = page.session();
  server.storage().transact([&](Transaction& tx) {
    (void)tx.sessions().markOpenedByContact(session->getHandle(), "phone:" + std::string{kNewPhone},
                                            server.clock().now());
  });
  CHECK(outcomeOf(server.start(page, kNewPhone)) == "GENERAL_ERROR");
  CHECK(outcomeOf(server.start(page, "+12015550177")) == "OK");
}

TEST_CASE("a user whose phone is gone from the users completes nothing with another one",
          "[contract][factors][attacks][A7]") {
  FactorsServer server;
  auto page = server.completed(kAda);
  const auto userId = page.session()->getUserId();
  const auto metadata = server.auth().userMetadata().getUserMetadata(userId);
  const std::string phoneUser{metadata.at("passwordlessUserId").as_string()};
  SECTION("deleted") { server.auth().deleteUser(phoneUser); }
  SECTION("moved to another number") {
    REQUIRE(ok(
        server.auth().passwordless().updateUser({.recipeUserId = phoneUser, .phoneNumber = kMallorysPhone})));
  }
  auto thief = server.signedIn(kAda);
  REQUIRE(thief.createCode(kMallorysPhone).outcome() == "OK");
  CHECK(thief.consumeCode(thief.device(), server.lastCode(kMallorysPhone)).outcome() == "RESTART_FLOW_ERROR");
  CHECK_FALSE(thief.hasSecondFactor());
  CHECK(server.rowsOf(userId).front().contact.value == kPhoneNumber);
}
