// A password that changes while somebody signs in with the old one.
#include <array>
#include <atomic>
#include <catch2/catch.hpp>
#include <filesystem>
#include <latch>
#include <random>
#include <thread>

#include "contract/password_server.hpp"

using namespace mfa;
using namespace mfa::test;

namespace {

constexpr const char* kAda = "ada@example.com";
const std::string kNewPassword = "battery staple 2";

/// Runs once between the check of a password and the session that it is to begin.
struct Between {
  std::function<void()> act{};

  [[nodiscard]] PasswordServerChanges changes() {
    return {.passwords = [this](EmailPassword::Config& config) {
      config.override.functions = [this](EmailPassword::Functions original) {
        auto functions = original;
        functions.signIn = [this, next = original.signIn](EmailPassword::SignIn::Input input) {
          auto result = next(std::move(input));
          if (auto once = std::exchange(act, nullptr)) once();
          return result;
        };
        return functions;
      };
    }};
  }
};

std::size_t sessionsOf(const PasswordServer& server) {
  const auto users = server.auth().listUsersByAccountInfo(kPublicTenant, {.email = kAda});
  return server.auth().session().getAllSessionHandlesForUser(users.at(0).id).size();
}

struct DatabaseFile {
  std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("mfa_overtaken_" + std::to_string(std::random_device{}()));
  DatabaseFile() { std::filesystem::create_directory(folder); }
  ~DatabaseFile() { std::filesystem::remove_all(folder); }
  DatabaseFile(const DatabaseFile&) = delete;
  DatabaseFile& operator=(const DatabaseFile&) = delete;
};

PasswordServerChanges onFile(const DatabaseFile& file) {
  return {
      .passwords =
          [](EmailPassword::Config& config) { config.passwordHashing.patience = std::chrono::minutes{5}; },
      .config =
          [&file](Config& config) {
            config.storage = sqlite::open((file.folder / "auth.db").string());
            config.limits.passwordsPerAccountAndAddress = {};
            config.limits.passwordsPerAddress = {};
          }};
}

}  // namespace

TEST_CASE("a sign-in whose password is changed before its session begins gets none",
          "[contract][emailpassword][change]") {
  Between between;
  PasswordServer server{between.changes()};
  auto owner = server.signedUp(kAda);
  auto thief = server.browser();
  between.act = [&] {
    REQUIRE(ok(server.passwords().changePassword(
        {.session = owner.session(), .currentPassword = kGoodPassword, .newPassword = kNewPassword})));
  };
  CHECK(thief.signIn(kAda, kGoodPassword).outcome() == "WRONG_CREDENTIALS_ERROR");
  CHECK(thief.protectedRoute().status == 401);
  CHECK(sessionsOf(server) == 1);
  CHECK(owner.protectedRoute().status == 200);
  CHECK(thief.signIn(kAda, kNewPassword).outcome() == "OK");
}

TEST_CASE("a sign-in whose password an administrator sets meanwhile gets no session",
          "[contract][emailpassword][change]") {
  Between between;
  PasswordServer server{between.changes()};
  (void)server.signedUp(kAda);
  const auto id = server.userOf(kAda).value().id;
  auto thief = server.browser();
  between.act = [&] {
    REQUIRE(ok(server.passwords().updateEmailOrPassword({.recipeUserId = id, .password = kNewPassword})));
  };
  CHECK(thief.signIn(kAda, kGoodPassword).outcome() == "WRONG_CREDENTIALS_ERROR");
  CHECK(sessionsOf(server) == 0);
}

TEST_CASE("a host that signs in by itself is told that the password has changed",
          "[contract][emailpassword][change]") {
  PasswordServer server;
  auto owner = server.signedUp(kAda);
  const UserContext userContext{server.auth()};
  const auto signedIn =
      server.passwords().signIn({.email = kAda, .password = kGoodPassword, .userContext = userContext});
  REQUIRE(ok(signedIn));
  REQUIRE(ok(server.passwords().changePassword(
      {.session = owner.session(), .currentPassword = kGoodPassword, .newPassword = kNewPassword})));
  CHECK_THROWS_AS(server.auth().session().createNewSessionWithoutRequestResponse(
                      kPublicTenant, ok(signedIn)->recipeUserId, {}, {}, false, userContext),
                  UnauthorisedError);
}

TEST_CASE("who changes the password goes on to a session in the same context",
          "[contract][emailpassword][change]") {
  PasswordServer server;
  (void)server.signedUp(kAda);
  const UserContext userContext{server.auth()};
  const auto signedIn =
      server.passwords().signIn({.email = kAda, .password = kGoodPassword, .userContext = userContext});
  REQUIRE(ok(signedIn));
  const auto id = ok(signedIn)->recipeUserId;
  REQUIRE(ok(server.passwords().updateEmailOrPassword(
      {.recipeUserId = id, .password = kNewPassword, .userContext = userContext})));
  CHECK(server.auth().session().createNewSessionWithoutRequestResponse(kPublicTenant, id, {}, {}, false,
                                                                       userContext));
}

TEST_CASE("sign-ins that improve one imported hash at once all get in",
          "[contract][emailpassword][change][races]") {
  const DatabaseFile file;
  PasswordServer server{onFile(file)};
  const std::string imported = "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW";
  REQUIRE(ok(server.passwords().createUserWithPasswordHash({.email = kAda, .passwordHash = imported})));
  std::latch start{8};
  std::atomic<int> in = 0;
  std::vector<std::jthread> requests;
  for (int thread = 0; thread < 8; ++thread)
    requests.emplace_back([&] {
      auto page = server.browser();
      start.arrive_and_wait();
      if (page.signIn(kAda, "U*U").outcome() == "OK") ++in;
    });
  requests.clear();  // joins
  CHECK(in == 8);
  CHECK(sessionsOf(server) == 8);
}

TEST_CASE("no session of an old password is left when its change is done",
          "[contract][emailpassword][change][races]") {
  const DatabaseFile file;
  PasswordServer server{onFile(file)};
  auto owner = server.signedUp(kAda);
  const auto session = owner.session();
  const auto passwordOf = [](int round) {
    return round == 0 ? std::string{kGoodPassword} : "password number " + std::to_string(round);
  };
  constexpr int kRounds = 10;
  for (int round = 0; round < kRounds; ++round) {
    std::latch start{5};
    std::atomic<bool> changed = false;
    std::vector<std::jthread> requests;
    for (int thread = 0; thread < 4; ++thread)
      requests.emplace_back([&] {
        auto thief = server.browser();
        start.arrive_and_wait();
        (void)thief.signIn(kAda, passwordOf(round));
      });
    requests.emplace_back([&] {
      start.arrive_and_wait();
      changed = ok(server.passwords().changePassword({.session = session,
                                                      .currentPassword = passwordOf(round),
                                                      .newPassword = passwordOf(round + 1)})) != nullptr;
    });
    requests.clear();  // joins
    REQUIRE(changed);
    REQUIRE(server.auth().session().getAllSessionHandlesForUser(session->getUserId()) ==
            std::vector{session->getHandle()});
  }
}
