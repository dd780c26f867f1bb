#include <catch2/catch.hpp>
#include <condition_variable>
#include <mutex>
#include <span>
#include <thread>
#include <utility>

#include "contract/password_server.hpp"

using namespace mfa;
using namespace mfa::test;
using emailpassword::CreateUserWithPasswordHash;

namespace {

// "U*U" with cost 5, from the test vectors of crypt_blowfish.
const std::string kBcrypt = "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW";
const std::string kPassword = "U*U";

CreateUserWithPasswordHash::Result import(PasswordServer& server, const std::string& email,
                                          const std::string& hash = kBcrypt) {
  return server.passwords().createUserWithPasswordHash({.email = email, .passwordHash = hash});
}

// Stops the first draw of the thread that waits for it, until it is let go.
class PausingRandom final : public RandomSource {
 public:
  void fill(std::span<std::byte> octets) override {
    std::unique_lock lock{mutex_};
    if (std::exchange(armed_, false)) {
      paused_ = true;
      changed_.notify_all();
      changed_.wait(lock, [this] { return !paused_; });
    }
    lock.unlock();
    source_.fill(octets);
  }
  void arm() {
    const std::lock_guard lock{mutex_};
    armed_ = true;
  }
  void waitUntilPaused() {
    std::unique_lock lock{mutex_};
    changed_.wait(lock, [this] { return paused_; });
  }
  void release() {
    const std::lock_guard lock{mutex_};
    paused_ = false;
    changed_.notify_all();
  }

 private:
  SeededRandom source_{7};
  std::mutex mutex_{};
  std::condition_variable changed_{};
  bool armed_ = false;
  bool paused_ = false;
};

}  // namespace

TEST_CASE("an imported bcrypt hash lets its user in and is replaced then",
          "[contract][emailpassword][import]") {
  PasswordServer server;
  REQUIRE(ok(import(server, "Ada@Example.com")));
  CHECK(server.hashOf("ada@example.com") == kBcrypt);
  auto page = server.browser();
  CHECK(page.signIn("ada@example.com", "U*V").outcome() == "WRONG_CREDENTIALS_ERROR");
  CHECK(server.hashOf("ada@example.com") == kBcrypt);
  CHECK(page.signIn("ada@example.com", kPassword).outcome() == "OK");
  const auto upgraded = server.hashOf("ada@example.com");
  CHECK(upgraded.starts_with("$argon2id$v=19$m=64,t=1,p=1$"));
  CHECK(page.signIn("ada@example.com", kPassword).outcome() == "OK");
  CHECK(server.hashOf("ada@example.com") == upgraded);
  CHECK(page.signIn("ada@example.com", "U*V").outcome() == "WRONG_CREDENTIALS_ERROR");
}

TEST_CASE("a hash that no password could match is not imported", "[contract][emailpassword][import]") {
  PasswordServer server;
  for (const auto* hash :
       {"", "plain text", "$1$salt$hash", "$2a$15$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
        "$argon2id$v=19$m=4194304,t=2,p=1$c2FsdHNhbHQ$YWFhYWFhYWFhYWFhYWFhYQ"})
    CHECK(std::holds_alternative<CreateUserWithPasswordHash::UnsupportedPasswordHashError>(
        import(server, "ada@example.com", hash)));
  CHECK(server.auth().getUserCount() == 0);
  CHECK_THROWS_AS(import(server, "no address"), BadInputError);
}

TEST_CASE("an imported address is taken like any other", "[contract][emailpassword][import]") {
  PasswordServer server;
  REQUIRE(ok(import(server, "ada@example.com")));
  CHECK(std::holds_alternative<emailpassword::EmailAlreadyExistsError>(import(server, " ADA@example.com")));
  auto page = server.browser();
  CHECK(page.signUp("ada@example.com", kGoodPassword).outcome() == "FIELD_ERROR");
}

TEST_CASE("an upgrade never puts back a password that was changed meanwhile",
          "[contract][emailpassword][import][races]") {
  const auto random = std::make_shared<PausingRandom>();
  PasswordServer server{
      {.passwords = [](EmailPassword::Config& config) { config.passwordHashing.atOnce = 2; },
       .config = [&random](Config& config) { config.random = random; }}};
  const auto imported = import(server, "ada@example.com");
  REQUIRE(ok(imported));
  random->arm();  // the next draw is the salt of the upgraded hash
  std::jthread signIn{[&server] {
    static_cast<void>(
        server.passwords().verifyCredentials({.email = "ada@example.com", .password = kPassword}));
  }};
  random->waitUntilPaused();
  const auto changed = server.passwords().updateEmailOrPassword(
      {.recipeUserId = ok(imported)->recipeUserId, .password = "battery staple 2"});
  random->release();
  signIn.join();
  CHECK(ok(changed));
  auto page = server.browser();
  CHECK(page.signIn("ada@example.com", kPassword).outcome() == "WRONG_CREDENTIALS_ERROR");
  CHECK(page.signIn("ada@example.com", "battery staple 2").outcome() == "OK");
}

TEST_CASE("a server that hashes as much as it may answers 503 until a place is free",
          "[contract][emailpassword][overload]") {
  const auto random = std::make_shared<PausingRandom>();
  PasswordServer server{{.passwords =
                             [](EmailPassword::Config& config) {
                               config.passwordHashing.atOnce = 1;
                               config.passwordHashing.waiting = 0;
                             },
                         .config = [&random](Config& config) { config.random = random; }}};
  auto page = server.browser();
  random->arm();  // the next draw is the salt of the hash that takes the only place
  std::jthread signUp{[&server] {
    static_cast<void>(server.passwords().signUp({.email = "bob@example.com", .password = kGoodPassword}));
  }};
  random->waitUntilPaused();
  const auto refused = page.signIn("ada@example.com", "wrong");
  random->release();
  signUp.join();
  CHECK(refused.status == 503);
  CHECK(refused.header("retry-after") == "2");
  CHECK(refused.response.cookieList.empty());
  CHECK(page.signIn("ada@example.com", "wrong").outcome() == "WRONG_CREDENTIALS_ERROR");
  CHECK(page.signIn("bob@example.com", kGoodPassword).outcome() == "OK");
}
