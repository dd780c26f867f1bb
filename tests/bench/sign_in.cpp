#include <sodium.h>

#include <memory>
#include <stdexcept>

#include "benchmarks.hpp"
#include "support/guide_server.hpp"

namespace bench {
namespace {

using mfa::test::GuideServer;

constexpr int kClients = 8;
constexpr int kSignInsEach = 12;
constexpr unsigned long long kIterations = 2;
constexpr std::size_t kMemoryBytes = 19'456 * 1'024;

void hashRaw() {
  std::array<unsigned char, 32> out{};
  const std::array<unsigned char, crypto_pwhash_SALTBYTES> salt{};
  const std::string password = mfa::test::kPassword;
  if (crypto_pwhash(out.data(), out.size(), password.data(), password.size(), salt.data(), kIterations,
                    kMemoryBytes, crypto_pwhash_ALG_ARGON2ID13) != 0)
    throw std::runtime_error{"the baseline does not hash"};
}

// The costs of production, which the other tests go without. Guessing limits are for one client; here one
// machine plays eight.
mfa::test::GuideChanges asInProduction() {
  return {.config =
              [](mfa::Config& config) {
                config.limits.passwordsPerAccountAndAddress = {};
                config.limits.passwordsPerAddress = {};
              },
          .thirdPartyEmailPassword =
              [](mfa::ThirdPartyEmailPassword::Config& config) { config.passwordHashing = {}; }};
}

}  // namespace

void signIn(Report& report) {
  if (sodium_init() < 0) throw std::runtime_error{"libsodium does not start"};
  GuideServer server{asInProduction()};
  std::vector<mfa::test::Browser> browsers;
  for (int i = 0; i < kClients; ++i)
    browsers.push_back(server.signedIn("client" + std::to_string(i) + "@example.com"));
  const auto signInOnce = [&](int client) {
    const auto email = "client" + std::to_string(client) + "@example.com";
    const auto answer = browsers[static_cast<std::size_t>(client)].signIn(email, mfa::test::kPassword);
    if (answer.outcome() != "OK") throw std::runtime_error{"sign-in: " + answer.response.body};
  };
  const int cores = static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
  report.compare(
      "sign-in with 8 clients, against raw Argon2id on all cores", 0.9,
      [&] {
        return Rates{.ours = rateOfMany(kClients, kSignInsEach, signInOnce),
                     .baseline = rateOfMany(cores, kClients * kSignInsEach / cores, [](int) { hashRaw(); })};
      },
      5);
}

}  // namespace bench
