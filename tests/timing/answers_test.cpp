// Who has an account, and whose number is enrolled, is told neither by what is answered nor by what is done
// for it. Source: OWASP ASVS 5.0 6.3.8; CWE-204, CWE-208; CVE-2024-39891 (33 million numbers through one
// answer).
#include <catch2/catch.hpp>

#include "timing/observed_server.hpp"

namespace mfa::test {
namespace {

constexpr const char* kEnrolled = "+12015550111";
constexpr const char* kFree = "+12015550112";
constexpr const char* kBcrypt = "$2b$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW";

void add(Storage& storage, const LoginMethod& method, const std::optional<std::string>& passwordHash) {
  REQUIRE(storage.transact([&](Transaction& tx) {
    return tx.users().insertUnique({kPublicTenant, method, passwordHash});
  }) == Insert::Done);
}

/// Ada has that number as her second factor.
void enrol(GuideServer& server, const std::string& userId, const std::string& number) {
  server.storage().transact([&](Transaction& tx) {
    (void)tx.factors().enrolFirstOrCompare({.userId = userId,
                                            .factorId = "otp-phone",
                                            .contact = {ContactKind::Phone, number},
                                            .codeId = "code",
                                            .enrolledAt = server.clock().now()});
  });
}

/// Everything that a browser can do about a number, one after the other.
struct AboutNumber {
  Observed asked{};
  Observed askedAgain{};
  Observed wrong{};
  Observed tooLate{};
};

AboutNumber tryAll(ObservedServer& observed, Browser& browser, const std::string& number) {
  AboutNumber about;
  about.asked = observed.observe([&] { return browser.createCode(number); });
  about.askedAgain = observed.observe([&] { return browser.resendCode(browser.device()); });
  const auto wrong = wrongCodeFor(observed.server().lastCode(number));
  about.wrong = observed.observe([&] { return browser.consumeCode(browser.device(), wrong); });
  observed.server().clock().advance(std::chrono::minutes{6});
  const auto code = observed.server().lastCode(number);
  about.tooLate = observed.observe([&] { return browser.consumeCode(browser.device(), code); });
  return about;
}

void checkAlike(const Observed& one, const Observed& other) {
  CHECK(one.seen == other.seen);
  CHECK(one.work == other.work);
}

void checkAlike(const AboutNumber& one, const AboutNumber& other) {
  CHECK(one.asked.seen.status == 200);
  CHECK(one.wrong.seen.body.find("INCORRECT_USER_INPUT_CODE_ERROR") != std::string::npos);
  checkAlike(one.asked, other.asked);
  checkAlike(one.askedAgain, other.askedAgain);
  checkAlike(one.wrong, other.wrong);
  checkAlike(one.tooLate, other.tooLate);
}

}  // namespace

TEST_CASE("a failing sign-in looks and works the same whoever it is for", "[timing][emailpassword]") {
  ObservedServer observed;
  auto& server = observed.server();
  (void)server.signedIn("known@example.com");
  add(server.storage(), {.recipeId = "passwordless", .recipeUserId = "1", .email = "codes@example.com"}, {});
  add(server.storage(), {.recipeId = "emailpassword", .recipeUserId = "2", .email = "empty@example.com"}, {});
  add(server.storage(), {.recipeId = "emailpassword", .recipeUserId = "3", .email = "import@example.com"},
      kBcrypt);
  const auto failing = [&](const std::string& email) {
    auto browser = server.browser();
    return observed.observe([&] { return browser.signIn(email, "wrong password 1"); });
  };
  const auto known = failing("known@example.com");
  CHECK(known.seen.body == R"({"status":"WRONG_CREDENTIALS_ERROR"})");
  for (const auto* email :
       {"unknown@example.com", "codes@example.com", "empty@example.com", "import@example.com"}) {
    INFO(email);
    checkAlike(failing(email), known);
  }
}

TEST_CASE("a failing sign-in writes as often whoever it is for where events are kept",
          "[timing][emailpassword]") {
  ObservedServer observed{[](Config& config) { config.auditLog = AuditLog{}; }};
  (void)observed.server().signedIn("known@example.com");
  const auto commits = [&](const std::string& email) {
    auto browser = observed.server().browser();
    const auto work = observed.observe([&] { return browser.signIn(email, "wrong password 1"); }).work;
    return std::ranges::count(work, "transaction");
  };
  const auto known = commits("known@example.com");
  CHECK(known > 1);
  CHECK(commits("unknown@example.com") == known);
}

TEST_CASE("a stranger learns of no number whether somebody enrolled it", "[timing][passwordless]") {
  ObservedServer observed{[](Config& config) { config.limits.sends = {}; }};
  auto& server = observed.server();
  enrol(server, server.signedIn(kEmail).session()->getUserId(), kEnrolled);
  auto one = server.signedIn("eve@example.com");
  auto other = server.signedIn("eva@example.com");
  checkAlike(tryAll(observed, one, kEnrolled), tryAll(observed, other, kFree));
}

TEST_CASE("a visitor learns of no number whether somebody signs in with it", "[timing][passwordless]") {
  ObservedServer observed{allowManySends};
  auto& server = observed.server();
  auto owner = server.browser();
  REQUIRE(signInByCode(server, owner, kEnrolled).outcome() == "OK");
  auto one = server.browser();
  auto other = server.browser();
  checkAlike(tryAll(observed, one, kEnrolled), tryAll(observed, other, kFree));
}

// Who has the password but not the phone asks for codes to numbers, to find out which one it is.
TEST_CASE("a password thief learns of no number whether it is the enrolled one", "[timing][passwordless]") {
  ObservedServer observed;
  auto& server = observed.server();
  auto one = server.signedIn(kEmail);
  auto other = server.signedIn("bob@example.com");
  enrol(server, one.session()->getUserId(), kEnrolled);
  enrol(server, other.session()->getUserId(), kPhoneNumber);
  checkAlike(tryAll(observed, one, kEnrolled), tryAll(observed, other, kFree));
}

}  // namespace mfa::test
