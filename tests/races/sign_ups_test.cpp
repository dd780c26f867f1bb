// One e-mail address in many spellings, signed up at once. Source: CWE-367; CVE-2019-19844 (two users for one
// address).
#include <array>
#include <atomic>
#include <catch2/catch.hpp>

#include "contract/password_server.hpp"
#include "races/backends.hpp"
#include "races/broken_storage.hpp"
#include "races/verdict.hpp"
#include "support/seeded_pauses.hpp"

namespace mfa::test {
namespace {

constexpr int kSignUps = 64;

/// Twelve ways to write an address that has `number` in it.
std::string spelling(std::size_t which, const std::string& number) {
  const std::array<std::string, 12> spellings{
      "ada" + number + "@example.com",   "Ada" + number + "@example.com",
      "ADA" + number + "@EXAMPLE.COM",   "ada" + number + "@Example.Com",
      " ada" + number + "@example.com",  "ada" + number + "@example.com ",
      "\tada" + number + "@example.com", "ada" + number + "@example.com\n",
      " ADA" + number + "@example.COM ", "aDA" + number + "@exAMPle.com",
      "adA" + number + "@example.coM",   "\r\nAda" + number + "@Example.com"};
  return spellings.at(which % spellings.size());
}

/// Sixty-four sign-ups with one address.
class SignUpRace {
 public:
  explicit SignUpRace(const std::shared_ptr<Storage>& storage)
      : server_{
            {.passwords =
                 [](EmailPassword::Config& config) {
                   config.passwordHashing.patience = std::chrono::minutes{5};
                 },
             .sessions =
                 [](Session::Config& config) { config.signingAlgorithm = Session::SigningAlgorithm::EdDSA; },
             .config =
                 [storage](Config& config) {
                   config.storage = storage;
                   config.limits.passwordsPerAddress = {};
                 }}} {}

  Verdict play(int rounds) {
    Verdict verdict;
    race(
        kSignUps, rounds, [&](int) { prepare(); },
        [&](int, int thread) { signUp(static_cast<std::size_t>(thread)); }, [&](int) { check(verdict); });
    return verdict;
  }

 private:
  void prepare() {
    address_ = std::to_string(++number_);
    made_ = taken_ = 0;
  }

  void signUp(std::size_t which) {
    auto page = server_.browser();
    const auto answer = page.signUp(spelling(which, address_), kGoodPassword);
    if (answer.outcome() == "OK") ++made_;
    if (answer.outcome() == "FIELD_ERROR" &&
        answer.response.body.find("This email already exists. Please sign in instead.") != std::string::npos)
      ++taken_;
  }

  void check(Verdict& verdict) {
    const auto& auth = server_.auth();
    const auto users = auth.listUsersByAccountInfo(kPublicTenant, {.email = spelling(0, address_)});
    const auto all = auth.getUserCount();
    verdict.note(made_ == 1 && taken_ == kSignUps - 1 && users.size() == 1 && all == 1,
                 std::to_string(made_) + " made, " + std::to_string(taken_) + " told that it is taken, " +
                     std::to_string(users.size()) + " found, " + std::to_string(all) + " users");
    for (const auto& user : auth.getUsersOldestFirst({.tenantId = kPublicTenant}).users)
      auth.deleteUser(user.id);
  }

  PasswordServer server_;
  int number_ = 0;
  std::string address_{};
  std::atomic<int> made_ = 0;
  std::atomic<int> taken_ = 0;
};

}  // namespace

TEST_CASE("of sixty-four sign-ups at once in twelve spellings one makes a user and the others are told",
          "[races][emailpassword]") {
  const auto backend = GENERATE(from_range(backends()));
  const auto seed = testSeed();
  const auto storage = paused(backend.open(), seed);
  SignUpRace contest{storage};
  const auto verdict = contest.play(Rounds{30, 1'000}.count());
  INFO(backend << ", MFA_SEED=" << seed << ", " << verdict.first);
  CHECK(verdict.broken == 0);
  // Nothing is left of the users that were made and deleted, nor of those that were not made.
  storage->read([](Transaction& tx) {
    CHECK(tx.users().count({}, std::nullopt) == 0);
    CHECK(tx.users().passwordHashKinds().empty());
  });
}

TEST_CASE("a storage that looks for the address and then adds the user is found to add two",
          "[races][emailpassword]") {
  const auto backend = GENERATE(from_range(backends()));
  SignUpRace contest{brokenStorage(backend.open(), Broken::InsertUnique)};
  CHECK(roundsUntilBroken(contest, 100) <= 100);
}

}  // namespace mfa::test
