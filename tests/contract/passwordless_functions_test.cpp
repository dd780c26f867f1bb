// What host code calls: the functions of the recipe, and its configuration.
#include <catch2/catch.hpp>

#include "contract/passwordless_server.hpp"

namespace mfa::test {
namespace {

using namespace std::chrono_literals;

std::string problemsOf(const GuideChanges& changes) {
  try {
    const GuideServer server{changes};
  } catch (const ConfigError& error) {
    std::string fields;
    for (const auto& problem : error.problems()) fields += problem.field + ";";
    return fields;
  }
  return "none";
}

/// A production server with real senders, but for what the test takes away.
class Silent final : public SmsSender, public EmailSender {
 public:
  void sendSms(const PasswordlessLogin&) override {}
  void sendEmail(const PasswordlessLogin&) override {}
};

void produce(Config& config) {
  config.mode = Mode::Production;
  config.outbox = nullptr;
  config.masterKeys = {std::string(32, 'm')};
  config.limits.allowedCallingCodes = {"1"};
}

void sendForReal(Passwordless::Config& config) {
  config.smsDelivery.service = std::make_shared<Silent>();
  config.emailDelivery.service = std::make_shared<Silent>();
}

}  // namespace

TEST_CASE("the host signs an owner of a contact up and in without a code", "[contract][passwordless]") {
  GuideServer server{codesAlone()};
  const auto& passwordless = server.auth().passwordless();
  const auto up = passwordless.signInUp({.phoneNumber = "+1 (201) 555-0123"});
  REQUIRE(ok(up));
  CHECK(ok(up)->createdNewRecipeUser);
  CHECK(ok(up)->user.phoneNumbers == std::vector<std::string>{kPhoneNumber});
  CHECK(ok(up)->consumedDevice.failedCodeInputAttemptCount == 0);
  const auto in = passwordless.signInUp({.phoneNumber = kPhoneNumber});
  CHECK_FALSE(ok(in)->createdNewRecipeUser);
  CHECK(ok(in)->recipeUserId == ok(up)->recipeUserId);
  CHECK(server.outbox().messages().empty());
}

TEST_CASE("what the host has proven is no guess", "[contract][passwordless]") {
  GuideServer server{codesAlone({}, [](Config& config) { config.limits.guessesPerDay = {1, 24h}; })};
  for (int i = 0; i < 5; ++i)
    CHECK(ok(server.auth().passwordless().signInUp({.phoneNumber = kPhoneNumber})) != nullptr);
}

TEST_CASE("the host sends a link of its own", "[contract][passwordless]") {
  GuideServer server{codesAlone()};
  const auto url = server.auth().passwordless().createMagicLink({.email = kEmail});
  const std::string start = "https://acme.example/auth/verify?preAuthSessionId=";
  REQUIRE(url.find(start) == 0);
  auto browser = server.browser();
  const Device device{.preAuthSessionId = url.substr(start.size(), 43)};
  CHECK(consumeLink(browser, device, url).outcome() == "OK");
}

TEST_CASE("functions want one contact that has a canonical form", "[contract][passwordless]") {
  GuideServer server{codesAlone()};
  const auto& passwordless = server.auth().passwordless();
  CHECK_THROWS_AS(passwordless.createCode({}), BadInputError);
  CHECK_THROWS_AS(passwordless.createCode({.email = kEmail, .phoneNumber = kPhoneNumber}), BadInputError);
  CHECK_THROWS_AS(passwordless.createCode({.phoneNumber = "0123"}), BadInputError);
  CHECK_THROWS_AS(
      passwordless.createCode({.phoneNumber = kPhoneNumber, .userInputCode = std::string(65, 'x')}), Error);
  CHECK_THROWS_AS(passwordless.consumeCode({.preAuthSessionId = "p"}), BadInputError);
}

TEST_CASE("open devices are listed with their codes and show none", "[contract][passwordless]") {
  GuideServer server{codesAlone()};
  const auto& passwordless = server.auth().passwordless();
  const auto made = passwordless.createCode({.phoneNumber = kPhoneNumber});
  const auto& code = *ok(made);
  (void)passwordless.consumeCode({.preAuthSessionId = code.preAuthSessionId,
                                  .deviceId = code.deviceId,
                                  .userInputCode = wrongCodeFor(code.userInputCode)});
  const auto byPhone = passwordless.listCodesByPhoneNumber({.phoneNumber = "+1 201-555-0123"});
  REQUIRE(byPhone.size() == 1);
  CHECK(byPhone.front().preAuthSessionId == code.preAuthSessionId);
  CHECK(byPhone.front().phoneNumber == kPhoneNumber);
  CHECK(byPhone.front().failedCodeInputAttemptCount == 1);
  REQUIRE(byPhone.front().codes.size() == 1);
  CHECK(byPhone.front().codes.front().codeId == code.codeId);
  CHECK(byPhone.front().codes.front().codeLifetime == 5min);
  CHECK(byPhone.front().codes.front().timeCreated == code.timeCreated);
  CHECK(passwordless.listCodesByDeviceId({.deviceId = code.deviceId}).has_value());
  CHECK(passwordless.listCodesByPreAuthSessionId({.preAuthSessionId = code.preAuthSessionId}).has_value());
  CHECK_FALSE(passwordless.listCodesByDeviceId({.deviceId = "nonsense"}).has_value());
  CHECK_FALSE(
      passwordless
          .listCodesByPreAuthSessionId({.preAuthSessionId = code.preAuthSessionId, .tenantId = "other"})
          .has_value());
  CHECK(passwordless.listCodesByEmail({.email = kEmail}).empty());
}

TEST_CASE("codes are revoked by contact and by device and one by one", "[contract][passwordless]") {
  GuideServer server{codesAlone()};
  const auto& passwordless = server.auth().passwordless();
  const auto make = [&] { return *ok(passwordless.createCode({.phoneNumber = kPhoneNumber})); };
  const auto isOpen = [&](const passwordless::CreatedCode& code) {
    return passwordless.listCodesByDeviceId({.deviceId = code.deviceId}).has_value();
  };
  const auto first = make();
  passwordless.revokeAllCodes({.phoneNumber = kPhoneNumber});
  CHECK_FALSE(isOpen(first));
  const auto second = make();
  passwordless.revokeCode({.preAuthSessionId = second.preAuthSessionId});
  CHECK_FALSE(isOpen(second));
  const auto third = make();
  const auto more = passwordless.createNewCodeForDevice({.deviceId = third.deviceId});
  passwordless.revokeCode({.codeId = third.codeId});
  CHECK(isOpen(third));
  passwordless.revokeCode({.codeId = ok(more)->codeId});
  CHECK_FALSE(isOpen(third));
  CHECK_THROWS_AS(passwordless.revokeCode({}), BadInputError);
}

TEST_CASE("a check tells about a code and leaves it", "[contract][passwordless]") {
  GuideServer server{codesAlone()};
  const auto& passwordless = server.auth().passwordless();
  const auto code = *ok(passwordless.createCode({.phoneNumber = kPhoneNumber}));
  const auto check = [&](const std::string& typed) {
    return passwordless.checkCode(
        {.preAuthSessionId = code.preAuthSessionId, .deviceId = code.deviceId, .userInputCode = typed});
  };
  const auto right = check(code.userInputCode);
  REQUIRE(ok(right));
  CHECK(ok(right)->consumedDevice.phoneNumber == kPhoneNumber);
  CHECK(std::holds_alternative<passwordless::IncorrectUserInputCodeError>(
      check(wrongCodeFor(code.userInputCode))));
  server.clock().advance(5min);
  CHECK(std::holds_alternative<passwordless::ExpiredUserInputCodeError>(check(code.userInputCode)));
}

TEST_CASE("contacts of a user change and no two users have one", "[contract][passwordless]") {
  GuideServer server{codesAlone()};
  const auto& passwordless = server.auth().passwordless();
  const auto ada = ok(passwordless.signInUp({.phoneNumber = kPhoneNumber}))->recipeUserId;
  (void)passwordless.signInUp({.email = "grace@example.com"});
  const auto before = *ok(passwordless.createCode({.phoneNumber = kPhoneNumber}));

  CHECK(
      ok(passwordless.updateUser({.recipeUserId = ada, .email = kEmail, .phoneNumber = "+1 201 555 0199"})));
  const auto user = server.auth().getUser(ada);
  CHECK(user->emails == std::vector<std::string>{kEmail});
  CHECK(user->phoneNumbers == std::vector<std::string>{"+12015550199"});
  // A code that was on its way to the old number signs nobody in any more.
  CHECK_FALSE(passwordless.listCodesByDeviceId({.deviceId = before.deviceId}).has_value());

  const auto taken = passwordless.updateUser(
      {.recipeUserId = ada, .email = "grace@example.com", .phoneNumber = "+12015550177"});
  CHECK(std::holds_alternative<Passwordless::UpdateUser::EmailAlreadyExistsError>(taken));
  CHECK(server.auth().getUser(ada)->phoneNumbers == std::vector<std::string>{"+12015550199"});

  CHECK(ok(passwordless.updateUser({.recipeUserId = ada, .email = ""})));
  CHECK(server.auth().getUser(ada)->emails.empty());
  CHECK_THROWS_AS(passwordless.updateUser({.recipeUserId = ada, .phoneNumber = ""}), BadInputError);
  CHECK(std::holds_alternative<Passwordless::UpdateUser::UnknownUserIdError>(
      passwordless.updateUser({.recipeUserId = "nobody", .email = kEmail})));
}

TEST_CASE("a configuration that cannot be safe is refused", "[contract][passwordless]") {
  const auto with = [](std::function<void(Passwordless::Config&)> change) { return codesAlone(change); };
  CHECK(problemsOf(with([](auto& config) { config.codeLifetime = 10min + 1ms; })) ==
        "passwordless.codeLifetime;");
  CHECK(problemsOf(with([](auto& config) { config.codeLifetime = 0ms; })) == "passwordless.codeLifetime;");
  CHECK(problemsOf(with([](auto& config) { config.codeLifetime = 10min; })) == "none");
  CHECK(problemsOf(with([](auto& config) { config.maximumCodeInputAttempts = 0; })) ==
        "passwordless.maximumCodeInputAttempts;");
  CHECK(problemsOf(with([](auto& config) {
          config.override.functions = [](Passwordless::Functions original) {
            original.consumeCode = nullptr;
            return original;
          };
        })) == "passwordless.consumeCode;");
}

TEST_CASE("production wants senders and a list of countries", "[contract][passwordless]") {
  CHECK(problemsOf(codesAlone(sendForReal, produce)) == "none");
  CHECK(problemsOf(codesAlone({}, produce)) ==
        "passwordless.smsDelivery.service;passwordless.emailDelivery.service;");
  CHECK(problemsOf(codesAlone(sendForReal, [](Config& config) {
          produce(config);
          config.limits.allowedCallingCodes = {};
        })) == "limits.allowedCallingCodes;");
}

TEST_CASE("a database keeps the way in which its phone numbers were read", "[contract][passwordless]") {
  const std::shared_ptr<Storage> storage = sqlite::open(":memory:");
  const auto keepIn = [&storage](Config& config) { config.storage = storage; };
  CHECK(problemsOf(codesAlone({}, keepIn)) == "none");
  CHECK(problemsOf(codesAlone({}, keepIn)) == "none");
  storage->transact([](Transaction& tx) { tx.settings().put("phone_normaliser", "another"); });
  CHECK(problemsOf(codesAlone({}, keepIn)) == "storage;");
}

TEST_CASE("neither device ids nor codes lie in the database", "[contract][passwordless]") {
  GuideServer server{codesAlone()};
  const auto code = *ok(server.auth().passwordless().createCode({.phoneNumber = kPhoneNumber}));
  const auto found = server.storage().read(
      [&](Transaction& tx) { return tx.codes().findDevice(code.preAuthSessionId).value(); });
  for (const auto& stored : {found.device.linkCodeSalt, found.codes.front().codeHash}) {
    CHECK(stored.find(code.userInputCode) == std::string::npos);
    CHECK(stored != code.linkCode);
    CHECK(stored != code.deviceId);
  }
}

}  // namespace mfa::test
