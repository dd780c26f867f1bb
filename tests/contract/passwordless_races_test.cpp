// Codes under fire: many requests at the same moment, on a database in a file.
#include <atomic>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <latch>
#include <thread>

#include "contract/passwordless_server.hpp"

namespace mfa::test {
namespace {

using namespace std::chrono_literals;

/// Full counts take minutes: they run at night.
int rounds(int quick, int full) { return std::getenv("MFA_NIGHTLY") != nullptr ? full : quick; }

class DatabaseFile {
 public:
  DatabaseFile() {
    auto pattern = (std::filesystem::temp_directory_path() / "mfa-races-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error{"no temporary folder"};
    folder_ = pattern;
  }
  ~DatabaseFile() { std::filesystem::remove_all(folder_); }
  DatabaseFile(const DatabaseFile&) = delete;
  DatabaseFile& operator=(const DatabaseFile&) = delete;

  [[nodiscard]] std::string path() const { return (folder_ / "auth.db").string(); }

 private:
  std::filesystem::path folder_;
};

/// A server on a file. Limits of sends are out of the way unless a test is about them.
struct Arena {
  explicit Arena(std::function<void(Config&)> change = allowManySends)
      : server{codesAlone({}, [this, change](Config& config) {
          config.storage = storage;
          config.limits.guessesPerDay = {};
          if (change) change(config);
        })} {}

  DatabaseFile file{};
  std::shared_ptr<Storage> storage = sqlite::open(file.path());
  GuideServer server;
};

/// Runs `request(i)` in `count` threads that start together.
template <class Request>
void atOnce(int count, Request request) {
  std::latch start{count};
  std::vector<std::thread> threads;
  for (int i = 0; i < count; ++i)
    threads.emplace_back([&start, &request, i] {
      start.arrive_and_wait();
      request(i);
    });
  for (auto& thread : threads) thread.join();
}

std::size_t sessionsOf(GuideServer& server, const std::string& userId) {
  return server.auth().session().getAllSessionHandlesForUser(userId).size();
}

}  // namespace

TEST_CASE("a right code that sixteen requests bring at once signs one of them in",
          "[contract][passwordless][races]") {
  Arena arena;
  for (int round = 0; round < rounds(20, 10'000); ++round) {
    const auto number = "+1201555" + std::to_string(1'000 + round % 9'000);
    auto asking = arena.server.browser();
    REQUIRE(asking.createCode(number).outcome() == "OK");
    const auto device = asking.device();
    const auto code = arena.server.outbox().last(number)->userInputCode.value();
    std::atomic<int> signedIn = 0;
    std::atomic<int> restarted = 0;
    atOnce(16, [&](int) {
      auto browser = arena.server.browser();
      const auto outcome = browser.consumeCode(device, code).outcome();
      if (outcome == "OK") ++signedIn;
      if (outcome == "RESTART_FLOW_ERROR") ++restarted;
    });
    REQUIRE(signedIn == 1);
    REQUIRE(restarted == 15);
    const auto user = arena.server.auth().listUsersByAccountInfo("public", {.phoneNumber = number});
    REQUIRE(user.size() == 1);
    REQUIRE(sessionsOf(arena.server, user.front().id) >= 1);
  }
}

TEST_CASE("of sixty-four guesses at once no more than five are judged", "[contract][passwordless][races]") {
  Arena arena;
  for (int round = 0; round < rounds(4, 2'000); ++round) {
    const auto number = "+1201555" + std::to_string(1'000 + round % 9'000);
    auto asking = arena.server.browser();
    REQUIRE(asking.createCode(number).outcome() == "OK");
    const auto device = asking.device();
    const auto code = arena.server.outbox().last(number)->userInputCode.value();
    std::atomic<int> counted = 0;
    std::atomic<int> signedIn = 0;
    atOnce(64, [&](int) {
      auto browser = arena.server.browser();
      const auto outcome = browser.consumeCode(device, wrongCodeFor(code)).outcome();
      if (outcome == "INCORRECT_USER_INPUT_CODE_ERROR") ++counted;
      if (outcome == "OK") ++signedIn;
    });
    REQUIRE(counted <= 4);
    REQUIRE(signedIn == 0);
    REQUIRE(asking.consumeCode(device, code).outcome() == "RESTART_FLOW_ERROR");
  }
}

TEST_CASE("parallel guesses at many devices are no more than the budget of their destination",
          "[contract][passwordless][races]") {
  Arena arena{[](Config& config) {
    allowManySends(config);
    config.limits.guessesPerDay = {10, 24h};
  }};
  std::atomic<int> judged = 0;
  for (int round = 0; round < 4; ++round) {
    auto asking = arena.server.browser();
    REQUIRE(asking.createCode(kPhoneNumber).outcome() == "OK");
    const auto device = asking.device();
    const auto code = arena.server.lastCode();
    atOnce(4, [&](int) {
      auto browser = arena.server.browser();
      if (browser.consumeCode(device, wrongCodeFor(code)).outcome() == "INCORRECT_USER_INPUT_CODE_ERROR")
        ++judged;
    });
  }
  CHECK(judged == 10);
}

TEST_CASE("fifty resends at once send no more than the bucket holds", "[contract][passwordless][races]") {
  Arena arena{nullptr};
  for (int round = 0; round < rounds(2, 1'000); ++round) {
    const auto number = "+1201555" + std::to_string(1'000 + round % 9'000);
    auto asking = arena.server.browser();
    REQUIRE(asking.createCode(number).outcome() == "OK");
    const auto device = asking.device();
    std::atomic<int> sent = 0;
    atOnce(50, [&](int) {
      auto browser = arena.server.browser();
      if (browser.resendCode(device).outcome() == "OK") ++sent;
    });
    REQUIRE(sent == 2);
    int messages = 0;
    for (const auto& message : arena.server.outbox().messages()) messages += message.to == number ? 1 : 0;
    REQUIRE(messages == 3);
  }
}

TEST_CASE("two first enrolments of one user at once enrol one number", "[contract][passwordless][races]") {
  DatabaseFile file;
  const std::shared_ptr<Storage> storage = sqlite::open(file.path());
  GuideServer server{guideWith({}, [&](Config& config) {
    config.storage = storage;
    allowManySends(config);
  })};
  for (int round = 0; round < rounds(5, 1'000); ++round) {
    const auto email = "user" + std::to_string(round) + "@example.com";
    std::vector<Browser> browsers;
    std::vector<std::string> codes;
    for (int i = 0; i < 2; ++i) {
      browsers.push_back(server.signedIn(email));
      const auto number = "+1201555" + std::to_string(1'000 + (2 * round + i) % 9'000);
      REQUIRE(browsers.back().createCode(number).outcome() == "OK");
      codes.push_back(server.outbox().last(number)->userInputCode.value());
    }
    std::atomic<int> raised = 0;
    atOnce(2, [&](int i) {
      const auto index = static_cast<std::size_t>(i);
      const auto answer = browsers[index].consumeCode(browsers[index].device(), codes[index]);
      if (answer.outcome() == "OK") ++raised;
    });
    REQUIRE(raised == 1);
    const auto userId = browsers[0].session()->getUserId();
    REQUIRE(storage->read([&](Transaction& tx) { return tx.factors().list(userId).size(); }) == 1);
  }
}

}  // namespace mfa::test
