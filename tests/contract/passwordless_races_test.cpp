// Codes under fire: many requests at the same moment, on a database in a file.
#include <atomic>
#include <catch2/catch.hpp>
#include <latch>
#include <thread>

#include "contract/passwordless_server.hpp"
#include "support/seed.hpp"
#include "support/temporary_directory.hpp"

namespace mfa::test {
namespace {

using namespace std::chrono_literals;

/// A server on a file. Limits of sends are out of the way unless a test is about them.
struct Arena {
  explicit Arena(std::function<void(Config&)> change = allowManySends)
      : server{codesAlone({}, [this, change](Config& config) {
          config.storage = storage;
          config.limits.guessesPerDay = {};
          if (change) change(config);
        })} {}

  testing::TemporaryDirectory directory{};
  std::shared_ptr<Storage> storage = sqlite::open(directory.file("auth.db"));
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

}  // namespace

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

TEST_CASE("two first enrolments of one user at once enrol one number", "[contract][passwordless][races]") {
  const testing::TemporaryDirectory directory;
  const std::shared_ptr<Storage> storage = sqlite::open(directory.file("auth.db"));
  GuideServer server{guideWith({}, [&](Config& config) {
    config.storage = storage;
    allowManySends(config);
  })};
  for (int round = 0; round < (isNightly() ? 1'000 : 5); ++round) {
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
