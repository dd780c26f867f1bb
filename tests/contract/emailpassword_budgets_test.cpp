#include <catch2/catch.hpp>
#include <latch>
#include <thread>

#include "contract/password_server.hpp"

using namespace mfa;
using namespace mfa::test;
using namespace std::chrono_literals;

namespace {

const std::string kRefusal = "Too many passwords were tried: try again in ";

void exhaust(Browser& page, const std::string& email, int tries = 5) {
  for (int i = 0; i < tries; ++i) CHECK(page.signIn(email, "wrong").outcome() == "WRONG_CREDENTIALS_ERROR");
}

}  // namespace

TEST_CASE("after five wrong passwords even the right one has to wait", "[contract][emailpassword][budgets]") {
  PasswordServer server;
  static_cast<void>(server.signedUp("ada@example.com"));
  auto page = server.browser();
  exhaust(page, "ada@example.com");
  CHECK(page.signIn("ada@example.com", kGoodPassword).body ==
        json::object{{"status", "GENERAL_ERROR"}, {"message", kRefusal + "3 minutes"}});
  server.clock().advance(2min + 30s);
  CHECK(page.signIn("ada@example.com", kGoodPassword).message() == kRefusal + "30 seconds");
  server.clock().advance(30s);
  CHECK(page.signIn("ada@example.com", kGoodPassword).outcome() == "OK");
  CHECK(server.count(EventType::SignInRefused, "no_budget") == 2);
  CHECK(server.count(EventType::BudgetExhausted, "passwords_per_account_and_address") == 2);
}

TEST_CASE("an exhausted budget does not tell whether there is such a user",
          "[contract][emailpassword][budgets]") {
  PasswordServer server;
  static_cast<void>(server.signedUp("ada@example.com"));
  auto page = server.browser();
  exhaust(page, "ada@example.com");
  exhaust(page, "nobody@example.com");
  CHECK(page.signIn("ada@example.com", "x").response.body ==
        page.signIn("nobody@example.com", "x").response.body);
}

TEST_CASE("another address may still sign the same user in", "[contract][emailpassword][budgets]") {
  PasswordServer server;
  static_cast<void>(server.signedUp("ada@example.com"));
  auto attacker = server.browser();
  exhaust(attacker, "ada@example.com");
  auto owner = server.browser();
  owner.peer = "198.51.100.4";
  CHECK(owner.signIn("ada@example.com", kGoodPassword).outcome() == "OK");
}

TEST_CASE("every spelling of an address draws from one budget", "[contract][emailpassword][budgets]") {
  PasswordServer server;
  auto page = server.browser();
  for (const auto* email :
       {"ada@example.com", "ADA@example.com", " ada@example.com", "ada@EXAMPLE.com\t", "Ada@Example.Com"})
    CHECK(page.signIn(email, "wrong").outcome() == "WRONG_CREDENTIALS_ERROR");
  CHECK(page.signIn("aDa@example.com", "wrong").outcome() == "GENERAL_ERROR");
}

TEST_CASE("an IPv6 network is one client", "[contract][emailpassword][budgets]") {
  PasswordServer server;
  auto page = server.browser();
  for (int i = 0; i < 5; ++i) {
    page.peer = "2001:db8:1:2::" + std::to_string(i + 1);
    CHECK(page.signIn("ada@example.com", "wrong").outcome() == "WRONG_CREDENTIALS_ERROR");
  }
  page.peer = "2001:db8:1:2:ffff::1";
  CHECK(page.signIn("ada@example.com", "wrong").outcome() == "GENERAL_ERROR");
  page.peer = "2001:db8:1:3::1";
  CHECK(page.signIn("ada@example.com", "wrong").outcome() == "WRONG_CREDENTIALS_ERROR");
}

TEST_CASE("the right password fills the budget of account and address up",
          "[contract][emailpassword][budgets]") {
  PasswordServer server;
  static_cast<void>(server.signedUp("ada@example.com"));
  auto page = server.browser();
  for (int round = 0; round < 3; ++round) {
    exhaust(page, "ada@example.com", 4);
    CHECK(page.signIn("ada@example.com", kGoodPassword).outcome() == "OK");
  }
}

TEST_CASE("the budget of an address stands above those of accounts and no sign-in fills it up",
          "[contract][emailpassword][budgets]") {
  PasswordServer server{{.config = [](Config& config) { config.limits.passwordsPerAddress.count = 13; }}};
  static_cast<void>(server.signedUp("mallory@example.com"));
  auto page = server.browser();
  for (int i = 0; i < 6; ++i) {
    exhaust(page, "victim" + std::to_string(i) + "@example.com", 1);
    CHECK(page.signIn("mallory@example.com", kGoodPassword).outcome() == "OK");
  }
  CHECK(page.signIn("victim7@example.com", "wrong").outcome() == "GENERAL_ERROR");
  CHECK(page.signIn("mallory@example.com", kGoodPassword).outcome() == "GENERAL_ERROR");
  page.peer = "198.51.100.4";
  CHECK(page.signIn("mallory@example.com", kGoodPassword).outcome() == "OK");
}

TEST_CASE("accounts made from one address are bounded and cost it passwords",
          "[contract][emailpassword][budgets]") {
  PasswordServer server{{.config = [](Config& config) { config.limits.passwordsPerAddress.count = 3; }}};
  const auto page = server.signedUp("a@example.com");
  auto other = server.browser();
  CHECK(other.signUp("a@example.com", kGoodPassword).outcome() == "FIELD_ERROR");  // to ask is to draw
  CHECK(other.signUp("b@example.com", kGoodPassword).outcome() == "OK");
  const auto refused = other.signUp("c@example.com", kGoodPassword);
  CHECK(refused.status == 200);
  CHECK(refused.outcome() == "GENERAL_ERROR");
  CHECK(server.count(EventType::BudgetExhausted, "passwords_per_address") == 1);
  CHECK_FALSE(server.userOf("c@example.com"));
  CHECK(other.signIn("a@example.com", kGoodPassword).outcome() == "GENERAL_ERROR");

  auto elsewhere = server.browser();
  elsewhere.peer = "198.51.100.4";
  CHECK(elsewhere.signUp("c@example.com", kGoodPassword).outcome() == "OK");
}

TEST_CASE("a forged X-Forwarded-For gets no budget of its own", "[contract][emailpassword][budgets]") {
  PasswordServer server;
  auto page = server.browser();
  const auto attempt = [&](int i) {
    return page.post("/signin",
                     {{"formFields", json::array{{{"id", "email"}, {"value", "ada@example.com"}},
                                                 {{"id", "password"}, {"value", "wrong"}}}}},
                     {{"x-forwarded-for", "198.51.100." + std::to_string(i)}});
  };
  for (int i = 0; i < 5; ++i) CHECK(attempt(i).outcome() == "WRONG_CREDENTIALS_ERROR");
  CHECK(attempt(6).outcome() == "GENERAL_ERROR");
}

TEST_CASE("parallel tries get no more comparisons than the budget holds",
          "[contract][emailpassword][budgets][races]") {
  PasswordServer server;
  static_cast<void>(server.signedUp("ada@example.com"));
  std::latch start{32};
  std::vector<std::jthread> attackers;
  for (int i = 0; i < 32; ++i)
    attackers.emplace_back([&] {
      auto page = server.browser();
      start.arrive_and_wait();
      static_cast<void>(page.signIn("ada@example.com", "wrong"));
    });
  attackers.clear();  // joins
  CHECK(server.count(EventType::SignInRefused, "wrong_password") == 5);
  CHECK(server.count(EventType::SignInRefused, "no_budget") == 27);
}

TEST_CASE("outside HTTP an account has one budget", "[contract][emailpassword][budgets]") {
  PasswordServer server;
  static_cast<void>(server.signedUp("ada@example.com"));
  const auto attempt = [&](const std::string& password) {
    return server.passwords().verifyCredentials({.email = "ada@example.com", .password = password});
  };
  for (int i = 0; i < 5; ++i)
    CHECK(std::holds_alternative<emailpassword::WrongCredentialsError>(attempt("wrong")));
  CHECK(std::holds_alternative<GeneralError>(attempt(kGoodPassword)));
}

TEST_CASE("limits of zero are off", "[contract][emailpassword][budgets]") {
  PasswordServer server{{.config = [](Config& config) {
    config.limits.passwordsPerAccountAndAddress.capacity = 0;
    config.limits.passwordsPerAccount.count = 0;
    config.limits.passwordsPerAddress.count = 0;
  }}};
  auto page = server.browser();
  exhaust(page, "ada@example.com", 120);
}
