// Writers of one user's metadata, all at once, with no row there at first.
#include <catch2/catch.hpp>

#include "mfa/mfa.hpp"
#include "races/backends.hpp"
#include "races/broken_storage.hpp"
#include "races/verdict.hpp"
#include "support/seeded_pauses.hpp"

namespace mfa::test {
namespace {

constexpr int kWriters = 32;
constexpr int kKeysEach = 20;

/// Thirty-two writers of twenty members each, and one user.
class MetadataRace {
 public:
  explicit MetadataRace(std::shared_ptr<Storage> storage)
      : auth_{{.appInfo = {.appName = "Acme",
                           .apiDomain = "https://api.acme.example",
                           .websiteDomain = "https://acme.example"},
               .storage = std::move(storage)}} {}

  Verdict play(int rounds) {
    Verdict verdict;
    race(
        kWriters, rounds, [&](int) { userId_ = "user " + std::to_string(++number_); },
        [&](int, int writer) { write(writer); }, [&](int) { check(verdict); });
    return verdict;
  }

 private:
  void write(int writer) {
    for (int key = 0; key < kKeysEach; ++key)
      auth_.userMetadata().updateUserMetadata(userId_,
                                              {{std::to_string(writer) + "." + std::to_string(key), key}});
  }

  void check(Verdict& verdict) {
    const auto found = auth_.userMetadata().getUserMetadata(userId_).size();
    verdict.note(found == kWriters * kKeysEach, std::to_string(found) + " members");
    auth_.userMetadata().clearUserMetadata(userId_);
  }

  Auth auth_;
  int number_ = 0;
  std::string userId_{};
};

}  // namespace

TEST_CASE("thirty-two writers of different members of one user lose none", "[races][usermetadata]") {
  const auto backend = GENERATE(from_range(backends()));
  const auto seed = testSeed();
  MetadataRace contest{paused(backend.open(), seed)};
  const auto verdict = contest.play(Rounds{3, 1'000}.count());
  INFO(backend << ", MFA_SEED=" << seed << ", " << verdict.first);
  CHECK(verdict.broken == 0);
}

TEST_CASE("a storage that reads the metadata and then writes it is found to lose some",
          "[races][usermetadata]") {
  const auto backend = GENERATE(from_range(backends()));
  MetadataRace contest{brokenStorage(backend.open(), Broken::Merge)};
  CHECK(roundsUntilBroken(contest, 20) <= 20);
}

}  // namespace mfa::test
