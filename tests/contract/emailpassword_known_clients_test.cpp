// Passwords per account: what a stranger uses up does not shut out the devices that the user signs in from.
#include <catch2/catch.hpp>

#include "contract/password_server.hpp"
#include "contract/passwordless_server.hpp"
#include "support/guide_server.hpp"
#include "support/relayed_storage.hpp"

namespace mfa::test {
namespace {

using namespace std::chrono_literals;

constexpr const char* kAda = "ada@example.com";
constexpr const char* kHome = "198.51.100.4";

/// Tries wrong passwords from ever new addresses until one is refused; how many were compared.
int attack(Browser page, const std::string& email, int most = 200) {
  for (int i = 0; i < most; ++i) {
    page.peer = "10.1." + std::to_string(i / 200) + '.' + std::to_string(i % 200 + 1);
    if (page.signIn(email, "wrong").outcome() != "WRONG_CREDENTIALS_ERROR") return i;
  }
  return most;
}

Browser at(Browser page, const std::string& peer) {
  page.peer = peer;
  return page;
}

std::string signsIn(const PasswordServer& server, const std::string& peer) {
  return at(server.browser(), peer).signIn(kAda, kGoodPassword).outcome();
}

/// In front of a storage: budgets cannot be taken while `broken`, as on a full disk.
std::shared_ptr<Storage> uncounting(std::shared_ptr<Storage> storage, const bool& broken) {
  return watched(std::move(storage), [&broken](StorageStep step, std::string_view name) {
    if (broken && step == StorageStep::Verb && name == "budgets.take")
      throw StorageError{StorageError::Retry::No, "SQLITE_FULL", "the disk is full"};
  });
}

}  // namespace

TEST_CASE("a hundred passwords a day are compared for one account however many addresses they come from",
          "[contract][emailpassword][budgets]") {
  PasswordServer server;
  (void)server.signedUp(kAda);
  CHECK(attack(server.browser(), kAda) == 100);
  CHECK(server.count(EventType::BudgetExhausted, "passwords_per_account") == 1);
  auto stranger = at(server.browser(), "203.0.113.99");
  CHECK(stranger.signIn(kAda, kGoodPassword).message() ==
        "Too many passwords were tried: try again in 26 hours");
  server.clock().advance(26h);
  CHECK(signsIn(server, "203.0.113.99") == "OK");
}

TEST_CASE("an attacker cannot shut a user out of the device that the user signs in from",
          "[contract][emailpassword][budgets]") {
  PasswordServer server;
  (void)server.signedUp(kAda);
  REQUIRE(signsIn(server, kHome) == "OK");
  CHECK(attack(server.browser(), kAda) == 99);  // the first sign-in from there was a stranger's
  CHECK(signsIn(server, kHome) == "OK");
  CHECK(signsIn(server, "198.51.100.5") == "GENERAL_ERROR");
}

TEST_CASE("a known client has no more tries than another", "[contract][emailpassword][budgets]") {
  PasswordServer server;
  (void)server.signedUp(kAda);
  REQUIRE(signsIn(server, kHome) == "OK");
  auto page = at(server.browser(), kHome);
  for (int i = 0; i < 5; ++i) CHECK(page.signIn(kAda, "wrong").outcome() == "WRONG_CREDENTIALS_ERROR");
  CHECK(page.signIn(kAda, kGoodPassword).outcome() == "GENERAL_ERROR");
}

TEST_CASE("what a known client mistypes does not use up the account's budget",
          "[contract][emailpassword][budgets]") {
  PasswordServer server{{.config = [](Config& config) { config.limits.passwordsPerAccount.count = 4; }}};
  (void)server.signedUp(kAda);
  REQUIRE(signsIn(server, kHome) == "OK");
  auto page = at(server.browser(), kHome);
  for (int i = 0; i < 5; ++i) (void)page.signIn(kAda, "wrong");
  CHECK(attack(server.browser(), kAda) == 3);
}

TEST_CASE("a client is known to the users who signed in from there alone",
          "[contract][emailpassword][budgets]") {
  PasswordServer server;
  (void)server.signedUp(kAda);
  (void)server.signedUp("bob@example.com");
  REQUIRE(at(server.browser(), kHome).signIn("bob@example.com", kGoodPassword).outcome() == "OK");
  CHECK(attack(server.browser(), kAda) == 100);
  CHECK(signsIn(server, kHome) == "GENERAL_ERROR");
}

TEST_CASE("a wrong password makes no client known", "[contract][emailpassword][budgets]") {
  PasswordServer server;
  (void)server.signedUp(kAda);
  CHECK(at(server.browser(), kHome).signIn(kAda, "wrong").outcome() == "WRONG_CREDENTIALS_ERROR");
  CHECK(attack(server.browser(), kAda) == 99);
  CHECK(signsIn(server, kHome) == "GENERAL_ERROR");
}

TEST_CASE("a session of the user makes any client known", "[contract][emailpassword][budgets]") {
  PasswordServer server;
  auto device = server.signedUp(kAda);
  auto thief = server.signedUp("mallory@example.com");
  CHECK(attack(server.browser(), kAda) == 100);
  device.peer = "192.0.2.77";
  thief.peer = "192.0.2.78";
  CHECK(thief.signIn(kAda, kGoodPassword).outcome() == "GENERAL_ERROR");
  CHECK(device.signIn(kAda, kGoodPassword).outcome() == "OK");
  const auto changed = server.passwords().changePassword(
      {.session = device.session(), .currentPassword = kGoodPassword, .newPassword = "another horse 2"});
  CHECK(ok(changed) != nullptr);
}

TEST_CASE("a client is known for thirty days after the last sign-in and after a restart",
          "[contract][emailpassword][budgets]") {
  PasswordServer server;
  (void)server.signedUp(kAda);
  REQUIRE(signsIn(server, kHome) == "OK");
  server.clock().advance(29 * 24h);
  server.restart();
  CHECK(attack(server.browser(), kAda) == 100);
  CHECK(signsIn(server, kHome) == "OK");
  server.clock().advance(31 * 24h);
  CHECK(attack(server.browser(), kAda) == 100);
  CHECK(signsIn(server, kHome) == "GENERAL_ERROR");
}

TEST_CASE("clients are kept as keyed hashes and go with their user", "[contract][emailpassword][budgets]") {
  PasswordServer server;
  (void)server.signedUp(kAda);
  REQUIRE(signsIn(server, kHome) == "OK");
  const auto userId = server.userOf(kAda)->id;
  const auto knows = [&](const std::string& hash) {
    return server.storage().read(
        [&](Transaction& tx) { return tx.knownClients().knows(userId, hash, server.clock().now()); });
  };
  CHECK_FALSE(knows(kHome));
  server.auth().deleteUser(userId);
  CHECK(server.storage().transact([&](Transaction& tx) { return tx.knownClients().removeAll(userId); }) == 0);
}

TEST_CASE("whether there is such a user shows in no answer of an exhausted account",
          "[contract][emailpassword][budgets]") {
  PasswordServer server;
  (void)server.signedUp(kAda);
  CHECK(attack(server.browser(), kAda) == attack(server.browser(), "nobody@example.com"));
  auto page = at(server.browser(), "203.0.113.99");
  CHECK(page.signIn(kAda, "x").response.body == page.signIn("nobody@example.com", "x").response.body);
}

TEST_CASE("a solved challenge lets a stranger's password be compared", "[contract][emailpassword][budgets]") {
  std::vector<std::string> asked;
  PasswordServer server{{.passwords = [&](EmailPassword::Config& config) {
    config.acceptPasswordChallenge = [&](const emailpassword::PasswordChallenge& challenge) {
      asked.push_back(challenge.email);
      return challenge.userContext.request()->header("x-challenge") == "solved";
    };
  }}};
  (void)server.signedUp(kAda);
  CHECK(attack(server.browser(), kAda) == 100);
  CHECK(asked == std::vector<std::string>{kAda});
  const auto attempt = [&](const std::string& password, const Headers& headers) {
    auto page = at(server.browser(), "203.0.113.99");
    return page
        .post("/signin",
              {{"formFields", json::array{{{"id", "email"}, {"value", " ADA@example.com"}},
                                          {{"id", "password"}, {"value", password}}}}},
              headers)
        .outcome();
  };
  CHECK(attempt(kGoodPassword, {}) == "GENERAL_ERROR");
  for (int i = 0; i < 5; ++i)
    CHECK(attempt("wrong", {{"x-challenge", "solved"}}) == "WRONG_CREDENTIALS_ERROR");
  CHECK(attempt(kGoodPassword, {{"x-challenge", "solved"}}) == "GENERAL_ERROR");  // its five are gone
  server.clock().advance(3min);
  CHECK(attempt(kGoodPassword, {{"x-challenge", "solved"}}) == "OK");
}

TEST_CASE("a right password alone fills up nothing for who has a second factor to pass",
          "[contract][emailpassword][budgets]") {
  GuideServer server;
  (void)server.completed(kAda);
  server.clock().advance(24h);
  auto page = server.browser();
  page.peer = kHome;
  for (int i = 0; i < 4; ++i) (void)page.signIn(kAda, "wrong");
  CHECK(page.signIn(kAda, kPassword).outcome() == "OK");
  CHECK(page.signIn(kAda, "wrong").outcome() == "GENERAL_ERROR");
  CHECK(attack(server.browser(), kAda) > 90);
  server.clock().advance(3min);
  auto again = server.browser();
  again.peer = kHome;
  CHECK(again.signIn(kAda, kPassword).outcome() == "GENERAL_ERROR");  // and no client is known by it
}

TEST_CASE("a completed second factor fills up the passwords and makes its client known",
          "[contract][emailpassword][budgets]") {
  GuideServer server;
  (void)server.completed(kAda);
  server.clock().advance(24h);
  auto page = server.browser();
  page.peer = kHome;
  for (int i = 0; i < 4; ++i) (void)page.signIn(kAda, "wrong");
  REQUIRE(page.signIn(kAda, kPassword).outcome() == "OK");
  REQUIRE(page.createCode(kPhoneNumber).outcome() == "OK");
  REQUIRE(page.consumeCode(page.device(), server.lastCode()).outcome() == "OK");
  CHECK(attack(server.browser(), kAda) >= 90);
  auto again = server.browser();
  again.peer = kHome;
  for (int i = 0; i < 4; ++i) CHECK(again.signIn(kAda, "wrong").outcome() == "WRONG_CREDENTIALS_ERROR");
  CHECK(again.signIn(kAda, kPassword).outcome() == "OK");
}

TEST_CASE("while nothing can be counted passwords are refused unless the configuration lets them pass",
          "[contract][emailpassword][budgets]") {
  for (const auto choice : {OnStorageError::Refuse, OnStorageError::Allow}) {
    bool broken = false;
    PasswordServer server{{.config = [&](Config& config) {
      config.storage = uncounting(config.storage, broken);
      config.limits.passwordsOnStorageError = choice;
    }}};
    (void)server.signedUp(kAda);
    broken = true;
    auto page = server.browser();
    const auto answer = page.signIn(kAda, kGoodPassword);
    if (choice == OnStorageError::Refuse)
      CHECK(answer.status == 503);
    else
      CHECK(answer.outcome() == "OK");
    broken = false;
    CHECK(page.signIn(kAda, kGoodPassword).outcome() == "OK");
  }
}

TEST_CASE("while nothing can be counted no code is sent and none is judged",
          "[contract][passwordless][budgets]") {
  bool broken = false;
  GuideServer server{codesAlone({}, [&](Config& config) {
    config.storage = uncounting(config.storage, broken);
    config.limits.passwordsOnStorageError = OnStorageError::Allow;
  })};
  auto page = server.browser();
  REQUIRE(page.createCode(kPhoneNumber).outcome() == "OK");
  broken = true;
  CHECK(page.consumeCode(page.device(), server.lastCode()).status == 503);
  CHECK(page.createCode(kPhoneNumber).status == 503);
  CHECK(server.outbox().messages().size() == 1);
  broken = false;
  CHECK(page.consumeCode(page.device(), server.lastCode()).outcome() == "OK");
}

}  // namespace mfa::test
