// A failing sign-in costs the same whoever it is for. What is measured is the processor time of the thread,
// which hashing runs on, so that a busy machine does not matter.
#include <algorithm>
#include <catch2/catch.hpp>
#include <ctime>
#include <map>
#include <ranges>

#include "contract/password_server.hpp"

using namespace mfa;
using namespace mfa::test;

namespace {

double threadSeconds() {
  timespec spent{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &spent);
  return static_cast<double>(spent.tv_sec) + static_cast<double>(spent.tv_nsec) * 1e-9;
}

// The least cost of a failing sign-in for each address, measured in turns: what else the machine does only
// adds.
std::map<std::string, double> costs(const PasswordServer& server, const std::vector<std::string>& emails) {
  std::map<std::string, std::vector<double>> spent;
  for (int round = 0; round < 15; ++round)
    for (const auto& email : emails) {
      const auto before = threadSeconds();
      REQUIRE_FALSE(ok(server.passwords().signIn({.email = email, .password = "wrong password 1"})));
      spent[email].push_back(threadSeconds() - before);
    }
  std::map<std::string, double> least;
  for (const auto& [email, values] : spent) least[email] = std::ranges::min(values);
  return least;
}

// Hashes that cost enough to stand out from everything else that a sign-in does.
PasswordServer slowServer() {
  return PasswordServer{
      {.passwords =
           [](EmailPassword::Config& config) {
             config.passwordHashing.memoryKiB = 8'192;
             config.passwordHashing.iterations = 3;
           },
       .config = [](Config& config) { config.limits.passwordsPerAccountAndAddress.capacity = 0; }}};
}

// A hash that is not paid for takes half of the cost away, or more.
void checkAlike(const std::map<std::string, double>& costs) {
  const auto [least, most] =
      std::ranges::minmax_element(costs, {}, &std::map<std::string, double>::value_type::second);
  CAPTURE(least->second, most->second);
  CHECK(most->second < least->second * 1.6);
}

}  // namespace

TEST_CASE("a wrong password and every kind of missing user cost the same", "[timing][emailpassword]") {
  auto server = slowServer();
  static_cast<void>(server.signedUp("known@example.com"));
  const LoginMethod phone{.recipeId = "passwordless", .recipeUserId = "u1", .email = "codes@example.com"};
  const LoginMethod bare{.recipeId = "emailpassword", .recipeUserId = "u2", .email = "bare@example.com"};
  for (const auto& method : {phone, bare})
    REQUIRE(server.storage().transact([&](Transaction& tx) {
      return tx.users().insertUnique({kPublicTenant, method, std::nullopt});
    }) == Insert::Done);
  checkAlike(costs(server, {"known@example.com", "unknown@example.com", "codes@example.com",
                            "bare@example.com", "no address"}));
}

TEST_CASE("imported hashes cost a failing sign-in the same as all others", "[timing][emailpassword]") {
  auto server = slowServer();
  static_cast<void>(server.signedUp("known@example.com"));
  // Cost 9 is about as dear as the Argon2 parameters above: one of them alone would show.
  for (const std::string cost : {"05", "09"})
    REQUIRE(ok(server.passwords().createUserWithPasswordHash(
        {.email = "bcrypt" + cost + "@example.com",
         .passwordHash = "$2b$" + cost + "$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"})));
  checkAlike(costs(
      server, {"known@example.com", "unknown@example.com", "bcrypt05@example.com", "bcrypt09@example.com"}));
}

TEST_CASE("a restarted server still pays for the imported hashes it holds", "[timing][emailpassword]") {
  auto first = slowServer();
  REQUIRE(ok(first.passwords().createUserWithPasswordHash(
      {.email = "bcrypt@example.com",
       .passwordHash = "$2b$09$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"})));
  first.restart();
  checkAlike(costs(first, {"unknown@example.com", "bcrypt@example.com"}));
}
