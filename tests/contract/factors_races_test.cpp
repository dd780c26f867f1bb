// Changes of a factor that are made at once.
#include <atomic>
#include <catch2/catch.hpp>
#include <filesystem>
#include <latch>
#include <random>
#include <thread>

#include "contract/factors_server.hpp"

using namespace mfa;
using namespace mfa::test;

namespace {

// A file, because a database in memory has one connection, which knows no races.
struct DatabaseFile {
  std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("mfa_factor_race_" + std::to_string(std::random_device{}()));
  DatabaseFile() { std::filesystem::create_directory(folder); }
  ~DatabaseFile() { std::filesystem::remove_all(folder); }
  DatabaseFile(const DatabaseFile&) = delete;
  DatabaseFile& operator=(const DatabaseFile&) = delete;
};

std::shared_ptr<Storage> openIn(const DatabaseFile& file) {
  return sqlite::open((file.folder / "auth.db").string());
}

GuideChanges on(const std::shared_ptr<Storage>& storage) {
  return {.config = [storage](Config& config) {
    config.storage = storage;
    config.limits.sends = {};
    config.limits.sendsPerDay = {};
  }};
}

std::string attempt(FactorsServer& server, const SessionPtr& session, const Device& device,
                    const std::string& code) {
  try {
    return outcomeOf(server.finish(session, device, code));
  } catch (const UnauthorisedError&) {  // another one has ended this session
    return "UNAUTHORISED";
  }
}

}  // namespace

TEST_CASE("one code for a change that many bring at once is spent once", "[contract][factors][races]") {
  const DatabaseFile file;
  const auto storage = openIn(file);
  FactorsServer server{on(storage)};
  auto page = server.completed(kAda);
  for (int round = 0; round < 5; ++round) {
    const auto number = "+120155501" + std::to_string(50 + round);
    const auto device = server.started(page, number);
    const auto code = server.lastCode(number);
    const auto session = page.session();
    std::latch start{4};
    std::atomic<int> changed = 0;
    std::vector<std::jthread> requests;
    for (int thread = 0; thread < 4; ++thread)
      requests.emplace_back([&] {
        start.arrive_and_wait();
        if (attempt(server, session, device, code) == "OK") ++changed;
      });
    requests.clear();  // joins
    REQUIRE(changed == 1);
    REQUIRE(server.phoneOf(page) == number);
  }
  CHECK(server.count(EventType::FactorReplaced) == 5);
}

TEST_CASE("of two sessions that change the phone at once one wins and the other ends",
          "[contract][factors][races]") {
  const DatabaseFile file;
  const auto storage = openIn(file);
  FactorsServer server{on(storage)};
  auto mine = server.completed(kAda).session();
  for (int round = 0; round < 5; ++round) {
    auto other = server.signedIn(kAda);
    const std::vector<std::string> numbers{"+120155501" + std::to_string(60 + 2 * round),
                                           "+120155501" + std::to_string(61 + 2 * round)};
    const auto theirs = other.session();
    const auto userId = mine->getUserId();
    // What a code to the phone that is enrolled now would have recorded.
    const auto now = server.clock().now();
    storage->transact([&](Transaction& tx) {
      (void)tx.sessions().completeFactor(theirs->getHandle(), {"otp-phone", "code", now}, now);
    });
    const std::vector<SessionPtr> sessions{mine, theirs};
    std::vector<Device> devices;
    std::vector<std::string> codes;
    for (std::size_t i = 0; i < 2; ++i) {
      const auto started =
          server.factors().startContactChange({.session = sessions[i], .phoneNumber = numbers[i]});
      REQUIRE(ok(started));
      devices.push_back({ok(started)->deviceId, ok(started)->preAuthSessionId});
      codes.push_back(server.lastCode(numbers[i]));
    }
    std::latch start{2};
    std::vector<std::string> outcomes(2);
    std::vector<std::jthread> requests;
    for (std::size_t i = 0; i < 2; ++i)
      requests.emplace_back([&, i] {
        start.arrive_and_wait();
        outcomes[i] = attempt(server, sessions[i], devices[i], codes[i]);
      });
    requests.clear();  // joins
    REQUIRE((outcomes[0] == "OK") != (outcomes[1] == "OK"));
    const std::size_t winner = outcomes[0] == "OK" ? 0 : 1;
    REQUIRE(server.auth().factors().list(userId).front().phoneNumber == numbers[winner]);
    REQUIRE(server.auth().session().getAllSessionHandlesForUser(userId) ==
            std::vector{sessions[winner]->getHandle()});
    mine = sessions[winner];
  }
}
