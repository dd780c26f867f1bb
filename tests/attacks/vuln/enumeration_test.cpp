// Vulnerabilities of others, tried here: answers that tell who has an account, and with which number.
#include <algorithm>
#include <catch2/catch.hpp>
#include <ctime>

#include "contract/password_server.hpp"
#include "contract/passwordless_server.hpp"

namespace {

using namespace mfa;
using namespace mfa::test;

constexpr const char* kAda = "ada@example.com";
constexpr const char* kNobody = "eve@example.com";  // as long as hers

double threadSeconds() {
  timespec spent{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &spent);
  return static_cast<double>(spent.tv_sec) + static_cast<double>(spent.tv_nsec) * 1e-9;
}

bool areAlike(const Answer& left, const Answer& right) {
  return left.status == right.status && left.response.body == right.response.body &&
         left.response.headerMap == right.response.headerMap &&
         left.response.cookieList == right.response.cookieList;
}

json::object emailForm(const std::string& email) {
  return {{"formFields", json::array{{{"id", "email"}, {"value", email}}}}};
}

}  // namespace

TEST_CASE("vuln_CVE-2024-39329: no kind of missing user shows by answer or cost", "[attacks][vuln]") {
  PasswordServer server{{.passwords =
                             [](EmailPassword::Config& config) {
                               config.passwordHashing = {.memoryKiB = 8'192, .iterations = 3};
                             },
                         .config = [](Config& config) { config.limits.passwordsPerAccountAndAddress = {}; }}};
  (void)server.signedUp(kAda);
  const LoginMethod bare{.recipeId = "emailpassword", .recipeUserId = "bare", .email = "bob@example.com"};
  REQUIRE(server.storage().transact([&](Transaction& tx) {
    return tx.users().insertUnique({kPublicTenant, bare, std::nullopt});
  }) == Insert::Done);

  const auto wrong = server.browser().signIn(kAda, "wrong horse 1");
  CHECK(wrong.outcome() == "WRONG_CREDENTIALS_ERROR");
  std::vector<double> least;
  for (const auto* email : {kAda, kNobody, "bob@example.com"}) {
    CAPTURE(email);
    CHECK(areAlike(server.browser().signIn(email, "wrong horse 1"), wrong));
    double best = 1e9;
    for (int i = 0; i < 12; ++i) {
      const auto before = threadSeconds();
      (void)server.browser().signIn(email, "wrong horse 1");
      best = std::min(best, threadSeconds() - before);
    }
    least.push_back(best);
  }
  const auto [fastest, slowest] = std::ranges::minmax(least);
  CAPTURE(fastest, slowest);
  CHECK(slowest < fastest * 1.6);  // a hash that is not paid for takes half away, or more
}

TEST_CASE("vuln_CVE-2024-39891: the routes that say which numbers are known can be taken off the server",
          "[attacks][vuln]") {
  GuideServer open;
  CHECK(open.browser().get("/signup/phonenumber/exists?phoneNumber=%2B12015550123").handled);
  GuideServer server{guideWith([](Passwordless::Config& config) {
    config.override.apis = [guide = config.override.apis](Passwordless::Apis original) {
      original = guide.over(std::move(original));
      original.phoneNumberExistsGET = nullptr;
      original.emailExistsGET = nullptr;
      return original;
    };
  })};
  (void)server.completed(kAda);
  for (const auto* path : {"/signup/phonenumber/exists?phoneNumber=%2B12015550123",
                           "/passwordless/phonenumber/exists?phoneNumber=%2B12015550123",
                           "/passwordless/email/exists?email=a%40b.c"})
    CHECK_FALSE(server.browser().get(path).handled);
}

TEST_CASE("vuln_CVE-2024-39891: asking for a code does not tell whose number it is", "[attacks][vuln]") {
  GuideServer server{guideWith({}, allowManySends)};
  (void)server.completed(kAda, kPhoneNumber);
  auto mallory = server.signedIn("mallory@example.com");
  auto known = mallory.createCode(kPhoneNumber);
  auto unknown = mallory.createCode("+12015550177");
  CHECK(known.status == unknown.status);
  CHECK(known.outcome() == unknown.outcome());
  for (auto* answer : {&known, &unknown}) {
    CHECK(answer->body.erase("deviceId") == 1);
    CHECK(answer->body.erase("preAuthSessionId") == 1);
  }
  CHECK(known.body == unknown.body);
}

TEST_CASE("vuln_CVE-2024-41952: a forgotten password is answered alike for everybody", "[attacks][vuln]") {
  PasswordServer server;
  (void)server.signedUp(kAda);
  auto browser = server.browser();
  CHECK(areAlike(browser.post("/user/password/reset/token", emailForm(kAda)),
                 browser.post("/user/password/reset/token", emailForm(kNobody))));
}
