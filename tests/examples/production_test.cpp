#include <algorithm>
#include <catch2/catch.hpp>
#include <fstream>

#include "acme_config.hpp"
#include "mfa/testing/fake_clock.hpp"
#include "support/browser.hpp"
#include "support/guide_server.hpp"
#include "support/temporary_directory.hpp"

using namespace mfa::test;

namespace {

constexpr const char* kAda = "ada@example.com";

/// The gateway of a telephone company that keeps what it is given.
class KeptSms final : public mfa::SmsSender {
 public:
  void sendSms(const mfa::PasswordlessLogin& message) override {
    codes_[message.to] = *message.userInputCode;
  }
  [[nodiscard]] std::string codeTo(const std::string& number) const { return codes_.at(number); }
  [[nodiscard]] bool isUnused() const { return codes_.empty(); }

 private:
  std::map<std::string, std::string> codes_{};
};

std::vector<std::string> problemsOf(mfa::Config config) {
  std::vector<std::string> fields;
  try {
    const mfa::Auth auth{std::move(config)};
  } catch (const mfa::ConfigError& error) {
    for (const auto& problem : error.problems()) fields.push_back(problem.field);
  }
  std::ranges::sort(fields);
  return fields;
}

mfa::Config sound(std::shared_ptr<mfa::SmsSender> sms = std::make_shared<KeptSms>()) {
  return acmeConfig(":memory:", {std::string(32, 'k')}, std::move(sms));
}

/// The server of the manual, as it runs in production.
struct Acme {
  std::shared_ptr<KeptSms> sms = std::make_shared<KeptSms>();
  std::shared_ptr<mfa::testing::FakeClock> clock = std::make_shared<mfa::testing::FakeClock>();
  mfa::Auth auth{config()};

  [[nodiscard]] mfa::Config config() const {
    auto config = sound(sms);
    config.clock = clock;
    config.onEvent = {};
    return config;
  }

  [[nodiscard]] Browser browser() const { return {auth, clock, kWebsite}; }

  [[nodiscard]] Browser withPassword() const {
    auto page = browser();
    if (page.signIn(kAda, kPassword).outcome() != "OK")
      REQUIRE(page.signUp(kAda, kPassword).outcome() == "OK");
    return page;
  }

  std::string passCode(Browser& page, const std::string& sentAs, const std::string& to) const {
    const auto asked = page.createCode(sentAs);
    if (asked.outcome() != "OK") return asked.outcome();
    return page.consumeCode(page.device(), sms->codeTo(to)).outcome();
  }
};

}  // namespace

TEST_CASE("the configuration of the manual starts in production", "[examples][production]") {
  CHECK(problemsOf(sound()).empty());
}

TEST_CASE("the configuration of the manual lets nobody in by a code alone", "[examples][production]") {
  const Acme acme;
  auto page = acme.browser();
  CHECK(page.createCode(kPhoneNumber).status == 401);
  CHECK(acme.sms->isUnused());
  CHECK(page.consumeCode({"device", "session"}, "000000").status == 401);
}

TEST_CASE("the configuration of the manual asks for a code after the password", "[examples][production]") {
  const Acme acme;
  auto page = acme.withPassword();
  const auto refused = page.protectedRoute();
  CHECK(refused.status == 403);
  CHECK(refused.body.at("claimValidationErrors").at(0).at("id") == "2fa-completed");
  const auto session = page.session()->getHandle();

  REQUIRE(acme.passCode(page, kPhoneNumber, kPhoneNumber) == "OK");
  CHECK(page.hasSecondFactor());
  CHECK(page.session()->getHandle() == session);
}

TEST_CASE("the configuration of the manual sends codes to the enrolled phone and does not name it",
          "[examples][production]") {
  const Acme acme;
  auto first = acme.withPassword();
  REQUIRE(acme.passCode(first, kPhoneNumber, kPhoneNumber) == "OK");

  auto again = acme.withPassword();
  CHECK_FALSE(again.hasSecondFactor());
  const auto payload = again.session()->getAccessTokenPayload();
  CHECK(payload.at("phoneHint") == "•••0123");
  CHECK_FALSE(payload.contains("phoneNumber"));
  CHECK(again.createCode("+12015550188").outcome() == "GENERAL_ERROR");
  CHECK(acme.passCode(again, "•••0123", kPhoneNumber) == "OK");
  CHECK(again.hasSecondFactor());
}

TEST_CASE("production refuses what only development may do", "[examples][production]") {
  auto config = sound();
  config.masterKeys.clear();
  config.appInfo.apiDomain = "http://api.acme.example";
  config.limits.allowedCallingCodes.clear();
  const auto problems = problemsOf(std::move(config));
  CHECK(std::ranges::count(problems, "masterKeys") == 1);
  CHECK(std::ranges::count(problems, "appInfo.apiDomain") == 1);
  CHECK(std::ranges::count(problems, "limits.allowedCallingCodes") == 1);
}

TEST_CASE("production refuses to show codes in an outbox", "[examples][production]") {
  CHECK_FALSE(problemsOf(sound(nullptr)).empty());
}

TEST_CASE("a file of master keys has one a line in hex digits", "[examples][production]") {
  const mfa::testing::TemporaryDirectory directory;
  const auto path = directory.file("master-keys");
  const auto keysIn = [&path](const std::string& text) {
    std::ofstream{path} << text;
    return readMasterKeys(path);
  };
  CHECK(keysIn("00ff41\n\n4b6B\n") == std::vector<std::string>{std::string{"\0\xff\x41", 3}, "Kk"});
  CHECK_THROWS_AS(keysIn("00f\n"), std::runtime_error);
  CHECK_THROWS_AS(keysIn("00 f\n"), std::runtime_error);
  CHECK_THROWS_AS(keysIn("\n"), std::runtime_error);
  CHECK_THROWS_AS(readMasterKeys(directory.file("none")), std::runtime_error);
}
