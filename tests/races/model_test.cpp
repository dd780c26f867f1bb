// Random histories of users, sessions, contacts and codes, against a model of what may follow from what.
// Source: OWASP ASVS 5.0 chapters 6 and 7; NIST SP 800-63B section 5.1.3.
#include <algorithm>
#include <catch2/catch.hpp>
#include <fstream>
#include <iterator>
#include <set>

#include "races/backends.hpp"
#include "races/model/world.hpp"
#include "races/verdict.hpp"
#include "support/temporary_directory.hpp"
#include "testing/defences.hpp"

namespace mfa::test {
namespace {

using model::Kind;
using model::Successes;
using model::Violation;
using model::World;

constexpr std::size_t kLength = 60;

/// The lots of a history. Each thing is drawn from its own, so that leaving one out does not change the
/// others.
std::vector<std::uint64_t> drawHistory(std::uint64_t seed) {
  std::vector<std::uint64_t> lots(kLength);
  for (std::size_t i = 0; i < lots.size(); ++i) lots[i] = mixed(seed + mixed(i + 1));
  return lots;
}

/// What came of a history.
struct Outcome {
  std::string violation{};  ///< empty: none
  std::string told{};
  Successes successes{};
};

Outcome play(Kind kind, const std::shared_ptr<Storage>& storage, const std::vector<std::uint64_t>& lots) {
  World world{kind, storage};
  std::string violation;
  try {
    for (const auto lot : lots) world.perform(lot);
    for (const auto& event : world.events())
      for (const auto& secret : world.secrets())
        if (json::serialize(toJson(event)).find(secret) != std::string::npos)
          throw Violation{"an event holds a secret"};
  } catch (const Violation& broken) {
    violation = broken.what();
  }
  return {violation, world.told(), world.successes()};
}

/// Leaves out whatever the violation does not need.
std::vector<std::uint64_t> shrunk(Kind kind, const Backend& backend, std::vector<std::uint64_t> lots) {
  for (std::size_t i = lots.size(); i-- > 0;) {
    auto fewer = lots;
    fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
    if (!play(kind, backend.open(), fewer).violation.empty()) lots = std::move(fewer);
  }
  return lots;
}

std::string report(Kind kind, const Backend& backend, std::uint64_t seed) {
  const auto outcome = play(kind, backend.open(), shrunk(kind, backend, drawHistory(seed)));
  return outcome.violation + ", after\n" + outcome.told;
}

/// How many histories it takes to find something; `most` and one: more.
int historiesUntilViolation(const Backend& backend, int most) {
  for (int history = 1; history <= most; ++history) {
    const auto kind = history % 2 == 0 ? Kind::Guide : Kind::Mixed;
    const auto lots = drawHistory(testSeed() + static_cast<std::uint64_t>(history));
    if (!play(kind, backend.open(), lots).violation.empty()) return history;
  }
  return most + 1;
}

std::string octetsOf(const std::string& path) {
  std::ifstream file{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{file}, {}};
}

}  // namespace

TEST_CASE("no history raises a session but by a code for it or spends anything twice", "[races][model]") {
  const auto backend = GENERATE(from_range(backends()));
  const auto kind = GENERATE(Kind::Guide, Kind::Mixed);
  Successes all;
  const int histories = Rounds{8, 2'000}.count();
  for (int history = 0; history < histories; ++history) {
    const auto seed = testSeed() + static_cast<std::uint64_t>(history);
    const auto outcome = play(kind, backend.open(), drawHistory(seed));
    if (!outcome.violation.empty())
      FAIL(backend << ", MFA_SEED=" << seed << ": " << report(kind, backend, seed));
    all.raised += outcome.successes.raised;
    all.signedInByCode += outcome.successes.signedInByCode;
    all.passwordsChanged += outcome.successes.passwordsChanged;
    all.overlapped += outcome.successes.overlapped;
  }
  // Something came of them: nothing is raised twice where nothing is ever raised.
  CHECK(all.raised > histories);
  CHECK(all.overlapped > 5 * histories);
  CHECK(all.passwordsChanged > 0);
  CHECK((all.signedInByCode > 0) == (kind == Kind::Mixed));
}

TEST_CASE("a file that a history was played on is whole and holds no secret", "[races][model]") {
  for (int history = 0; history < Rounds{3, 300}.count(); ++history) {
    const auto seed = testSeed() + static_cast<std::uint64_t>(history);
    INFO("MFA_SEED=" << seed);
    const testing::TemporaryDirectory directory;
    const auto path = directory.file("auth.db");
    std::set<std::string> secrets;
    {
      World world{Kind::Mixed, sqlite::open(path)};
      for (const auto lot : drawHistory(seed)) world.perform(lot);
      secrets = world.secrets();
    }
    CHECK(testing::askSql(path, "PRAGMA integrity_check") == "ok");
    CHECK(testing::askSql(path, "PRAGMA foreign_key_check").empty());
    const auto octets = octetsOf(path) + octetsOf(path + "-wal");
    CHECK(octets.size() > 10'000);
    CHECK(secrets.size() > 10);
    for (const auto& secret : secrets) CHECK(octets.find(secret) == std::string::npos);
  }
}

#ifdef MFA_TESTING
TEST_CASE("histories find each defence that was taken away", "[races][model]") {
  const auto backend = backends().at(1);
  const auto defence =
      GENERATE(Defence::CodeKeepsItsSession, Defence::EnrolledContactDecides, Defence::EnrolmentIsCommitted,
               Defence::OneFactorIsNotTwo, Defence::CodesAreSpentOnce, Defence::OlderCodesDie,
               Defence::GuessesAreLimited, Defence::SendsAreLimited, Defence::PasswordChangeEndsOthers,
               Defence::DeadSessionsAskNothing, Defence::RevocationIsSeenAtOnce);
  const WithoutDefences without{{defence}};
  CAPTURE(nameOf(defence));
  CHECK(historiesUntilViolation(backend, 200) <= 200);
}
#endif

}  // namespace mfa::test
