#include "abuse/password_budgets.hpp"

#include <atomic>
#include <catch2/catch.hpp>
#include <fstream>
#include <thread>

#include "mfa/storage/sqlite.hpp"
#include "mfa/testing/fake_clock.hpp"
#include "support/temporary_directory.hpp"

namespace mfa::abuse {
namespace {

using namespace std::chrono_literals;

struct World {
  explicit World(const std::string& path = ":memory:") {
    services.storage = sqlite::open(path);
    services.clock = clock;
    services.hashingKey = std::make_shared<const crypto::Secret>(std::string(32, 'k'));
  }

  [[nodiscard]] std::optional<BudgetRefusal> tryOne(const std::string& email,
                                                    const std::string& client) const {
    return PasswordBudgets{services}.take({.tenantId = kPublicTenant,
                                           .email = identity::EmailAddress::parse(email),
                                           .client = http::Address::parse(client)},
                                          [] { return false; });
  }

  std::shared_ptr<testing::FakeClock> clock = std::make_shared<testing::FakeClock>();
  Services services{};
};

/// Memory of this process that is in use.
long residentKiB() {
  std::ifstream status{"/proc/self/status"};
  for (std::string line; std::getline(status, line);)
    if (line.starts_with("VmRSS:")) return std::stol(line.substr(6));
  return 0;
}

std::string addressOf(int n) {
  return "10." + std::to_string(n >> 16 & 255) + '.' + std::to_string(n >> 8 & 255) + '.' +
         std::to_string(n & 255);
}

// Somebody uses up the victim's tries, and then tries junk names so that the victim's count is pushed out.
void flood(int names, int threads) {
  const testing::TemporaryDirectory directory;
  const World world{directory.file("auth.db")};
  const auto isVictimRefused = [&] { return world.tryOne("ada@example.com", "203.0.113.7").has_value(); };
  for (int i = 0; i < 5; ++i) REQUIRE_FALSE(isVictimRefused());
  REQUIRE(isVictimRefused());
  std::atomic<int> next = 0;
  std::atomic<int> refused = 0;
  const auto before = residentKiB();
  std::vector<std::jthread> attackers;
  for (int i = 0; i < threads; ++i)
    attackers.emplace_back([&] {
      for (int n = next++; n < names; n = next++)
        if (world.tryOne("junk" + std::to_string(n) + "@example.com", addressOf(n / 50))) ++refused;
    });
  attackers.clear();  // joins
  CHECK(refused == 0);
  CHECK(isVictimRefused());
  CHECK(residentKiB() - before < 64 * 1024);
}

}  // namespace

TEST_CASE("vuln_CVE_2024_21652 vuln_CVE_2024_21662 junk names push no count out of memory",
          "[unit][budgets][vulnerabilities]") {
  flood(2'000, 2);
}

TEST_CASE("vuln_CVE_2024_21652 vuln_CVE_2024_21662 a million junk names push no count out of memory",
          "[.nightly]") {
  flood(1'000'000, 8);
}

TEST_CASE("rows of junk names go while others are tried", "[unit][budgets]") {
  const World world;
  for (int day = 0; day < 3; ++day) {
    for (int n = 0; n < 200; ++n)
      REQUIRE_FALSE(world.tryOne("junk" + std::to_string(n) + "@d" + std::to_string(day) + ".example",
                                 addressOf(n / 50)));
    world.clock->advance(27h);
  }
  // As many old ones go with a try as it adds: the rows are those of about a day.
  const auto left = world.services.storage->transact(
      [&](Transaction& tx) { return tx.budgets().removeExpired(world.clock->now() + 48h, 10'000); });
  CHECK(left <= 700);
}

TEST_CASE("a try from a known client writes as many rows as one from another", "[unit][budgets]") {
  const auto rowsOfTry = [](const std::string& sessionUserId) {
    const World world;
    REQUIRE_FALSE(
        PasswordBudgets{world.services}.take({.tenantId = kPublicTenant,
                                              .email = identity::EmailAddress::parse("ada@example.com"),
                                              .client = http::Address::parse("203.0.113.7"),
                                              .accountId = "ada",
                                              .sessionUserId = sessionUserId},
                                             [] { return false; }));
    return world.services.storage->transact(
        [&](Transaction& tx) { return tx.budgets().removeExpired(world.clock->now() + 1000h, 100); });
  };
  CHECK(rowsOfTry("ada") == rowsOfTry("bob"));
}

TEST_CASE("a site of many networks may try sixteen times as many passwords as one of them",
          "[unit][budgets]") {
  const World world;
  int tried = 0;
  const auto isRefused = [&] {
    const auto network = std::to_string(tried++);
    return world.tryOne("user" + network + "@example.com", "2001:db8:1:" + network + "::1").has_value();
  };
  while (tried < 5'000 && !isRefused()) continue;
  CHECK(tried == 1'601);
}

TEST_CASE("keys of password budgets tell neither account nor address", "[unit][budgets]") {
  const World world;
  for (int i = 0; i < 5; ++i) (void)world.tryOne("ada@example.com", "203.0.113.7");
  const auto refusal = world.tryOne("ada@example.com", "203.0.113.7");
  REQUIRE(refusal);
  CHECK(refusal->key.starts_with("passwords_per_account_and_address:"));
  CHECK(refusal->key.find("ada") == std::string::npos);
  CHECK(refusal->key.find("203") == std::string::npos);
}

TEST_CASE("parallel tries from ever new addresses are no more than the account has",
          "[unit][budgets][races]") {
  World world;
  world.services.limits.passwordsPerAccount = {20, 24h};
  std::atomic<int> next = 0;
  std::atomic<int> taken = 0;
  std::vector<std::jthread> attackers;
  for (int i = 0; i < 16; ++i)
    attackers.emplace_back([&] {
      for (int n = next++; n < 160; n = next++)
        if (!world.tryOne("ada@example.com", addressOf(n))) ++taken;
    });
  attackers.clear();  // joins
  CHECK(taken == 20);
}

}  // namespace mfa::abuse
