// What attackers are answered: words that front ends know, never a fault of the server, and nothing about the
// number.
#include <catch2/catch.hpp>
#include <string>

#include "support/guide_server.hpp"

namespace {

using namespace mfa;
using namespace mfa::test;
using namespace std::chrono_literals;

constexpr const char* kAda = "ada@example.com";
constexpr const char* kMallorysPhone = "+12015550199";
constexpr const char* kWrongCode = "0000000";  // codes have six digits

std::string consume(GuideServer& server, Browser& browser, const std::string& phoneNumber) {
  const auto created = browser.createCode(phoneNumber);
  if (created.outcome() != "OK") return created.outcome();
  return browser.consumeCode(browser.device(), server.lastCode(phoneNumber)).outcome();
}

}  // namespace

TEST_CASE("a code without a session is 401 where the guide asks for one", "[attacks][A2]") {
  GuideServer server;
  auto anonymous = server.browser();
  CHECK(anonymous.createCode(kMallorysPhone).status == 401);
  CHECK(anonymous.consumeCode({"a", "b"}, "123456").status == 401);
  CHECK(server.outbox().messages().empty());
}

TEST_CASE("a foreign code is RESTART_FLOW_ERROR for everybody", "[attacks][A1][A5]") {
  GuideServer server;
  auto mallory = server.signedIn("mallory@example.com");
  REQUIRE(mallory.createCode(kMallorysPhone).outcome() == "OK");
  auto asAda = server.signedIn(kAda);
  auto anonymous = server.browser();
  CHECK(asAda.consumeCode(mallory.device(), server.lastCode(kMallorysPhone)).outcome() ==
        "RESTART_FLOW_ERROR");
  CHECK(asAda.resendCode(mallory.device()).outcome() == "RESTART_FLOW_ERROR");
  CHECK(anonymous.resendCode(mallory.device()).outcome() == "RESTART_FLOW_ERROR");
}

TEST_CASE("another phone than the enrolled one is RESTART_FLOW_ERROR and leaves the row as it was",
          "[attacks][A3][A6]") {
  GuideServer server;
  auto old = server.signedIn(kAda);  // its token names no phone
  (void)server.completed(kAda);
  CHECK(consume(server, old, kMallorysPhone) == "RESTART_FLOW_ERROR");
  const auto userId = old.session()->getUserId();
  const auto factors = server.storage().read([&](Transaction& tx) { return tx.factors().list(userId); });
  REQUIRE(factors.size() == 1);
  CHECK(factors.front().contact.value == kPhoneNumber);
}

TEST_CASE("an e-mail address instead of a phone is 400", "[attacks][A11]") {
  GuideServer server;
  auto ada = server.signedIn(kAda);
  CHECK(ada.post("/signinup/code", {{"email", "mallory@example.com"}}).status == 400);
}

TEST_CASE("once the guesses of a day are gone the right code is GENERAL_ERROR too", "[attacks][A16]") {
  GuideServer server{{.config = [](Config& config) { config.limits.guessesPerDay = {5, 24h}; }}};
  auto thief = server.signedIn(kAda);
  REQUIRE(thief.createCode(kPhoneNumber).outcome() == "OK");
  for (int i = 0; i < 5; ++i) (void)thief.consumeCode(thief.device(), kWrongCode);
  server.clock().advance(10min);
  REQUIRE(thief.createCode(kPhoneNumber).outcome() == "OK");
  CHECK(thief.consumeCode(thief.device(), server.lastCode()).outcome() == "GENERAL_ERROR");
  CHECK_FALSE(thief.hasSecondFactor());
}

TEST_CASE("a half session is told by a route which claim it lacks", "[attacks][A20]") {
  GuideServer server;
  auto ada = server.signedIn(kAda);
  const auto answer = ada.protectedRoute();
  CHECK(answer.status == 403);
  CHECK(answer.body.at("claimValidationErrors").as_array().front().at("id") == "2fa-completed");
}

TEST_CASE("an expired access token is told to refresh on every code route while its session lives",
          "[attacks][A24]") {
  GuideServer server;
  auto ada = server.signedIn(kAda);
  REQUIRE(ada.createCode(kPhoneNumber).outcome() == "OK");
  server.clock().advance(2h);
  const auto create = ada.createCode(kPhoneNumber);
  const auto resend = ada.resendCode(ada.device());
  const auto consumed = ada.consumeCode(ada.device(), "123456");
  for (const auto& answer : {create, resend, consumed}) {
    CHECK(answer.status == 401);
    CHECK(answer.message() == "try refresh token");
  }
}

TEST_CASE("a foreign number is refused with 200 whether or not one is enrolled", "[attacks][A27]") {
  GuideServer server;
  (void)server.completed(kAda);
  server.clock().advance(1h);
  auto again = server.signedIn(kAda);
  const auto answer = again.createCode(kMallorysPhone);
  CHECK(answer.status == 200);
  CHECK(answer.outcome() == "GENERAL_ERROR");
  CHECK(server.outbox().messages().size() == 1);  // the one of the enrolment
}

TEST_CASE("a form of another site is refused on every route that changes something in every anti-CSRF mode",
          "[attacks][A36]") {
  using AntiCsrf = Session::AntiCsrf;
  for (const auto mode : {AntiCsrf::None, AntiCsrf::ViaCustomHeader, AntiCsrf::ViaToken}) {
    GuideServer server{{.session = [mode](Session::Config& config) {
      config.antiCsrf = mode;
      config.cookieSameSite = Session::SameSite::None;  // the browser sends the cookies along
    }}};
    auto ada = server.signedIn(kAda);
    for (const auto* route : {"/signup", "/signin", "/signinup", "/signinup/code", "/signinup/code/resend",
                              "/signinup/code/consume", "/user/password/reset/token", "/user/password/reset",
                              "/signout", "/session/refresh"}) {
      INFO(route);
      const auto foreign = ada.post(route, {}, {{"rid", ""}, {"origin", "https://evil.example"}});
      CHECK(foreign.status == 403);
      // A browser that tells no Origin sends a form as text.
      const auto form = ada.post(route, {}, {{"rid", ""}, {"origin", ""}, {"content-type", "text/plain"}});
      CHECK(form.status == 400);
      CHECK(form.response.cookieList.empty());
    }
    // The own front end goes on with the same session.
    REQUIRE(ada.createCode(kPhoneNumber).outcome() == "OK");
    CHECK(ada.consumeCode(ada.device(), server.lastCode()).outcome() == "OK");
    CHECK(ada.hasSecondFactor());
    CHECK(ada.refresh().status == 200);
  }
}
