// What a user and an administrator do with enrolled factors.
#include "mfa/factors.hpp"

#include <catch2/catch.hpp>

#include "contract/factors_server.hpp"
#include "support/relayed_storage.hpp"

using namespace mfa;
using namespace mfa::test;
using namespace std::chrono_literals;

namespace {

/// Stands for a provider, whose messages cost something: those to the outbox are counted by no ceiling.
struct ProvidersSender final : SmsSender {
  std::vector<std::string> notices{};
  std::string code{};
  void sendSms(const PasswordlessLogin& message) override { code = message.userInputCode.value(); }
  void sendNotice(const SecurityNotice& notice) override { notices.push_back(notice.to); }
};

}  // namespace

TEST_CASE("the factors of a user are listed with what a page may show", "[contract][factors]") {
  FactorsServer server;
  auto before = server.signedIn(kAda);
  CHECK(server.factors().list(before.session()->getUserId()).empty());
  auto page = server.completed(kAda);
  const auto listed = server.factors().list(page.session()->getUserId());
  REQUIRE(listed.size() == 1);
  CHECK(listed.front().factorId == "otp-phone");
  CHECK(listed.front().phoneNumber == kPhoneNumber);
  CHECK(listed.front().contactMasked == "•••0123");
  CHECK(listed.front().timeEnrolled == server.clock().now());
  CHECK(server.factors().list("nobody").empty());
}

TEST_CASE("a user with a finished session replaces the phone by a code to the new one",
          "[contract][factors]") {
  FactorsServer server;
  auto page = server.completed(kAda);
  const auto device = server.started(page);
  CHECK(server.phoneOf(page) == kPhoneNumber);
  const auto result = server.finish(page.session(), device, server.lastCode(kNewPhone));
  REQUIRE(ok(result));
  CHECK(ok(result)->factor.phoneNumber == kNewPhone);
  CHECK(ok(result)->replaced->phoneNumber == kPhoneNumber);
  CHECK(server.phoneOf(page) == kNewPhone);
  CHECK(page.hasSecondFactor());
  CHECK(server.count(EventType::FactorReplaced) == 1);
}

TEST_CASE("the code to a new phone says what it is for", "[contract][factors]") {
  FactorsServer server;
  std::vector<std::string> texts;
  GuideChanges changes = withoutSendLimits();
  changes.passwordless = [&texts](Passwordless::Config& config) {
    config.smsDelivery.override = [&texts](SmsFunctions original) {
      auto functions = original;
      functions.sendSms = [&texts, next = original.sendSms](PasswordlessLogin message) {
        texts.push_back(messageText(message));
        next(message);
      };
      functions.sendNotice = [&texts](const SecurityNotice& notice) { texts.push_back(messageText(notice)); };
      return functions;
    };
  };
  FactorsServer overridden{changes};
  auto page = overridden.completed(kAda);
  const auto device = overridden.started(page);
  const auto code = overridden.lastCode(kNewPhone);
  REQUIRE(ok(overridden.finish(page.session(), device, code)));
  REQUIRE(texts.size() == 3);
  CHECK(texts[1] == code +
                        " is your code to use this contact for your account at Acme.\n"
                        "It expires in 5 minutes. Do not share it with anyone.");
  CHECK(texts[2] ==
        "Codes for your account at Acme now go to •••0188, and no longer here. If this was not you, tell "
        "Acme at once.");
}

TEST_CASE("the old phone is told and completes no session any more", "[contract][factors]") {
  FactorsServer server;
  auto page = server.completed(kAda);
  const auto device = server.started(page);
  REQUIRE(ok(server.finish(page.session(), device, server.lastCode(kNewPhone))));
  CHECK(server.notices("FACTOR_REPLACED", kPhoneNumber) == 1);
  CHECK(server.notices("FACTOR_REPLACED", kNewPhone) == 0);

  auto again = server.signedIn(kAda);
  if (again.createCode(kPhoneNumber).outcome() == "OK")
    CHECK(again.consumeCode(again.device(), server.lastCode()).outcome() == "RESTART_FLOW_ERROR");
  CHECK_FALSE(again.hasSecondFactor());
}

TEST_CASE("a replaced phone ends the other sessions and voids all open codes", "[contract][factors]") {
  FactorsServer server;
  auto page = server.completed(kAda);
  auto other = server.completed(kAda);
  auto pending = server.signedIn(kAda);
  auto stranger = server.completed("bob@example.com", kMallorysPhone);
  const auto device = server.started(page);
  REQUIRE(pending.createCode(kPhoneNumber).outcome() == "OK");
  const auto result = server.finish(page.session(), device, server.lastCode(kNewPhone));
  REQUIRE(ok(result));
  CHECK(ok(result)->revokedSessionHandles.size() == 2);
  CHECK(page.protectedRoute().status == 200);
  CHECK(other.protectedRoute().status == 401);
  CHECK(pending.protectedRoute({.overrideGlobalClaimValidators = noClaimValidators}).status == 401);
  CHECK(stranger.protectedRoute().status == 200);
  CHECK(server.auth().passwordless().listCodesByPhoneNumber({.phoneNumber = kPhoneNumber}).empty());
  CHECK(server.count(EventType::SessionRevoked, "factor_changed") == 2);
}

TEST_CASE("a wrong code to a new phone is counted as at a sign-in", "[contract][factors]") {
  FactorsServer server;
  auto page = server.completed(kAda);
  const auto device = server.started(page);
  for (int i = 1; i < 5; ++i) {
    const auto result = server.finish(page.session(), device, "0000000");
    const auto* wrong = std::get_if<passwordless::IncorrectUserInputCodeError>(&result);
    REQUIRE(wrong != nullptr);
    CHECK(wrong->failedCodeInputAttemptCount == i);
  }
  CHECK(outcomeOf(server.finish(page.session(), device, "0000000")) == "RESTART_FLOW");
  CHECK(outcomeOf(server.finish(page.session(), device, server.lastCode(kNewPhone))) == "RESTART_FLOW");
  CHECK(server.phoneOf(page) == kPhoneNumber);
}

// What a country sends and never gets back pauses it: an honest change must not look like pumping.
TEST_CASE("a code to a new phone that comes back counts for its country", "[contract][factors][governor]") {
  FactorsServer server;
  auto page = server.completed(kAda);
  const auto verified = [&] { return server.auth().messageGovernor().countries().front().verified; };
  const auto before = verified();
  const auto device = server.started(page);
  REQUIRE(ok(server.finish(page.session(), device, server.lastCode(kNewPhone))));
  CHECK(verified() == before + 1);
}

TEST_CASE("a code to a new phone expires", "[contract][factors]") {
  FactorsServer server;
  auto page = server.completed(kAda);
  const auto session = page.session();
  const auto device = server.started(page);
  server.clock().advance(5min);
  CHECK(outcomeOf(server.finish(session, device, server.lastCode(kNewPhone))) == "EXPIRED");
  CHECK(server.phoneOf(page) == kPhoneNumber);
}

TEST_CASE("a number that is enrolled or invalid gets no code", "[contract][factors]") {
  FactorsServer server;
  auto page = server.completed(kAda);
  const auto before = server.outbox().messages().size();
  CHECK(outcomeOf(server.start(page, kPhoneNumber)) == "ALREADY_ENROLLED");
  CHECK(outcomeOf(server.start(page, "+1 (201) 555-0123")) == "ALREADY_ENROLLED");
  CHECK(outcomeOf(server.start(page, "no number")) == "GENERAL_ERROR");
  CHECK_THROWS_AS(server.factors().startContactChange({.session = page.session()}), BadInputError);
  CHECK_THROWS_AS(
      server.factors().startContactChange({.session = page.session(), .email = "ada@example.com"}),
      BadInputError);
  CHECK_THROWS_AS(server.factors().startContactChange({.phoneNumber = kNewPhone}), Error);
  CHECK(server.outbox().messages().size() == before);
}

TEST_CASE("codes to new phones draw from the budgets of the account", "[contract][factors]") {
  FactorsServer server{GuideChanges{}};
  auto page = server.completed(kAda);
  int sent = 0;
  for (int i = 0; i < 10; ++i)
    if (outcomeOf(server.start(page, "+120155501" + std::to_string(30 + i))) == "OK") ++sent;
  CHECK(sent > 0);
  CHECK(sent <= 3);
}

TEST_CASE("a host can ask for a factor that was completed just now", "[contract][factors]") {
  FactorsServer server;
  auto page = server.completed(kAda);
  const auto startWithin = [&](std::chrono::milliseconds age) {
    return outcomeOf(server.factors().startContactChange(
        {.session = page.session(), .phoneNumber = kNewPhone, .completedWithin = age}));
  };
  server.clock().advance(4min);
  CHECK(startWithin(5min) == "OK");
  server.clock().advance(1min);
  CHECK(startWithin(5min) == "NOT_COMPLETED");
  CHECK(outcomeOf(server.factors().remove(
            {.session = page.session(), .factorId = "otp-phone", .completedWithin = 5min})) ==
        "NOT_COMPLETED");
  REQUIRE(page.createCode(kPhoneNumber).outcome() == "OK");
  REQUIRE(page.consumeCode(page.device(), server.lastCode()).outcome() == "OK");
  CHECK(startWithin(5min) == "OK");
}

TEST_CASE("a contact of another kind is enrolled beside the first and completes sessions too",
          "[contract][factors]") {
  auto changes = withoutSendLimits();
  changes.passwordless = [](Passwordless::Config& config) {
    config.contactMethod = ContactMethod::EmailOrPhone;
  };
  FactorsServer server{changes};
  auto page = server.completed(kAda);
  const auto started =
      server.factors().startContactChange({.session = page.session(), .email = "Ada.Spare@example.com"});
  REQUIRE(ok(started));
  const auto finished = server.finish(page.session(), {ok(started)->deviceId, ok(started)->preAuthSessionId},
                                      server.lastCode("ada.spare@example.com"));
  REQUIRE(ok(finished));
  CHECK_FALSE(ok(finished)->replaced);
  CHECK(server.factors().list(page.session()->getUserId()).size() == 2);
  CHECK(server.count(EventType::FactorEnrolled) == 2);
  CHECK(server.notices("FACTOR_ENROLLED", kPhoneNumber) == 1);

  // The phone is lost: the address completes a session, which removes the phone.
  const auto removed = server.factors().remove({.session = page.session(), .factorId = "otp-phone"});
  REQUIRE(ok(removed));
  CHECK(ok(removed)->removed.phoneNumber == kPhoneNumber);
  CHECK(server.notices("FACTOR_REMOVED", kPhoneNumber) == 1);
  CHECK(server.factors().list(page.session()->getUserId()).front().factorId == "otp-email");
}

TEST_CASE("a removed factor ends the other sessions and a first one may follow", "[contract][factors]") {
  FactorsServer server;
  auto page = server.completed(kAda);
  auto other = server.completed(kAda);
  const auto otherHandle = other.session()->getHandle();
  const auto removed = server.factors().remove({.session = page.session(), .factorId = "otp-phone"});
  REQUIRE(ok(removed));
  CHECK(ok(removed)->revokedSessionHandles == std::vector{otherHandle});
  CHECK(server.factors().list(page.session()->getUserId()).empty());
  CHECK(server.count(EventType::FactorRemoved, "by_user") == 1);
  CHECK(outcomeOf(server.factors().remove({.session = page.session(), .factorId = "otp-phone"})) ==
        "NOT_COMPLETED");
  // What this session had completed is no proof for the next factor.
  CHECK(outcomeOf(server.start(page, kNewPhone)) == "NOT_COMPLETED");
  server.clock().advance(1s);
  (void)server.completed(kAda);
  CHECK(outcomeOf(server.start(page, kNewPhone)) == "NOT_COMPLETED");
}

TEST_CASE("a factor that the user does not have is not removed", "[contract][factors]") {
  FactorsServer server;
  auto page = server.completed(kAda);
  CHECK(outcomeOf(server.factors().remove({.session = page.session(), .factorId = "otp-email"})) ==
        "UNKNOWN_FACTOR");
  CHECK(server.phoneOf(page) == kPhoneNumber);
}

TEST_CASE("an administrator resets the factors of somebody who lost the phone", "[contract][factors]") {
  FactorsServer server;
  auto page = server.completed(kAda);
  const auto userId = page.session()->getUserId();
  auto pending = server.signedIn(kAda);
  REQUIRE(pending.createCode(kPhoneNumber).outcome() == "OK");
  const auto done = server.factors().reset({.userId = userId});
  REQUIRE(done.removed.size() == 1);
  CHECK(done.removed.front().phoneNumber == kPhoneNumber);
  CHECK(done.revokedSessionHandles.size() == 2);
  CHECK(page.protectedRoute().status == 401);
  CHECK(page.refresh().status == 401);
  CHECK(server.auth().passwordless().listCodesByPhoneNumber({.phoneNumber = kPhoneNumber}).empty());
  CHECK(server.count(EventType::FactorRemoved, "administrator_reset") == 1);
  CHECK(server.notices("FACTOR_RESET", kPhoneNumber) == 1);
  CHECK(server.factors().reset({.userId = userId}).removed.empty());
  CHECK(server.factors().reset({.userId = "nobody"}).removed.empty());
}

TEST_CASE("the policy for first enrolments is asked again after a reset", "[contract][factors]") {
  auto changes = withoutSendLimits();
  auto allowed = std::make_shared<bool>(true);
  changes.passwordless = [allowed](Passwordless::Config& config) {
    config.validateFirstEnrolment = [allowed](const auto&) {
      return *allowed ? std::nullopt : std::optional<std::string>{"Call us first."};
    };
  };
  FactorsServer server{changes};
  auto page = server.completed(kAda);
  (void)server.factors().reset({.userId = page.session()->getUserId()});
  *allowed = false;
  // The guide's metadata still knows the old number: its own check refuses other ones.
  auto again = server.signedIn(kAda);
  REQUIRE(again.createCode(kPhoneNumber).outcome() == "OK");
  const auto answer = again.consumeCode(again.device(), server.lastCode());
  CHECK(answer.outcome() == "GENERAL_ERROR");
  CHECK(answer.message() == "Call us first.");
  CHECK_FALSE(again.hasSecondFactor());
}

TEST_CASE("a change is made even if nobody can be told", "[contract][factors]") {
  struct OldSender final : SmsSender {
    std::shared_ptr<MemoryOutbox> outbox = std::make_shared<MemoryOutbox>();
    void sendSms(const PasswordlessLogin& message) override {
      outbox->add({.to = message.to, .userInputCode = message.userInputCode});
    }
  };
  const auto sender = std::make_shared<OldSender>();
  auto changes = withoutSendLimits();
  changes.passwordless = [sender](Passwordless::Config& config) { config.smsDelivery.service = sender; };
  FactorsServer server{changes};
  const auto codeFor = [&](const std::string& to) { return sender->outbox->last(to)->userInputCode.value(); };
  auto page = server.signedIn(kAda);
  REQUIRE(page.createCode(kPhoneNumber).outcome() == "OK");
  REQUIRE(page.consumeCode(page.device(), codeFor(kPhoneNumber)).outcome() == "OK");
  const auto device = server.started(page);
  REQUIRE(ok(server.finish(page.session(), device, codeFor(kNewPhone))));
  CHECK(server.phoneOf(page) == kNewPhone);
  CHECK(server.count(EventType::NoticeNotSent, "sender_failed") == 1);
}

TEST_CASE("a notice goes out though codes have used up the ceiling and notices have one of their own",
          "[contract][factors]") {
  const auto sender = std::make_shared<ProvidersSender>();
  auto changes = withoutSendLimits();
  changes.passwordless = [sender](Passwordless::Config& config) { config.smsDelivery.service = sender; };
  changes.config = [](Config& config) {
    config.limits.sends = {};
    config.limits.sendsPerDay = {};
    config.limits.sendsInAll = {3, std::chrono::hours{1}};
    config.limits.shareForEnrolled = 0;
  };
  FactorsServer server{changes};
  auto page = server.signedIn(kAda);
  REQUIRE(page.createCode(kPhoneNumber).outcome() == "OK");
  REQUIRE(page.consumeCode(page.device(), sender->code).outcome() == "OK");
  const auto first = server.started(page);
  const auto codeOfFirst = sender->code;
  auto stranger = server.signedIn("bob@example.com");
  REQUIRE(stranger.createCode("+12015550177").outcome() == "OK");
  REQUIRE(stranger.createCode("+12015550178").outcome() == "GENERAL_ERROR");
  REQUIRE(ok(server.finish(page.session(), first, codeOfFirst)));
  CHECK(sender->notices == std::vector<std::string>{kPhoneNumber});
  REQUIRE(server.factors().reset({.userId = page.session()->getUserId()}).revokedSessionHandles.size() == 1);
  CHECK(sender->notices.size() == 1);
  CHECK(server.count(EventType::NoticeNotSent, "no_budget") == 1);
}

TEST_CASE("a notice that cannot be counted goes out all the same", "[contract][factors]") {
  const auto sender = std::make_shared<ProvidersSender>();
  bool broken = false;
  GuideChanges changes;
  changes.passwordless = [sender](Passwordless::Config& config) { config.smsDelivery.service = sender; };
  changes.config = [&broken](Config& config) {
    config.storage = watched(config.storage, [&broken](StorageStep step, std::string_view name) {
      if (broken && step == StorageStep::Verb && name == "budgets.take")
        throw StorageError{StorageError::Retry::No, "SQLITE_FULL", "the disk is full"};
    });
  };
  FactorsServer server{changes};
  auto page = server.signedIn(kAda);
  REQUIRE(page.createCode(kPhoneNumber).outcome() == "OK");
  REQUIRE(page.consumeCode(page.device(), sender->code).outcome() == "OK");
  broken = true;
  REQUIRE(server.factors().reset({.userId = page.session()->getUserId()}).revokedSessionHandles.size() == 1);
  CHECK(sender->notices == std::vector<std::string>{kPhoneNumber});
}

TEST_CASE("a reset and a deletion void the codes that sign in as the user", "[contract][factors][users]") {
  FactorsServer server;
  const auto& passwordless = server.auth().passwordless();
  const auto signedUp = passwordless.signInUp({.phoneNumber = kNewPhone});
  REQUIRE(ok(signedUp));
  const auto userId = ok(signedUp)->user.id;
  const auto ask = [&] { return ok(passwordless.createCode({.phoneNumber = kNewPhone})) != nullptr; };
  const auto openCodes = [&] {
    return passwordless.listCodesByPhoneNumber({.phoneNumber = kNewPhone}).size();
  };
  REQUIRE(ask());
  REQUIRE(openCodes() == 1);
  (void)server.factors().reset({.userId = userId});
  CHECK(openCodes() == 0);
  REQUIRE(ask());
  REQUIRE(openCodes() == 1);
  server.auth().deleteUser(userId);
  CHECK(openCodes() == 0);
}
