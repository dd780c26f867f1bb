#include <algorithm>
#include <atomic>
#include <latch>
#include <thread>

#include "abuse/wait_in_words.hpp"
#include "unit/budgets_bench.hpp"

namespace mfa::abuse {
namespace {

using namespace std::chrono_literals;

}  // namespace

TEST_CASE("three codes may be sent in a row and then one every 200 seconds", "[unit][budgets]") {
  const Bench bench;
  const auto take = [&] { return bench.sends(kAda, kPhone); };
  CHECK(Bench::countWhile(take) == 3);
  bench.clock->advance(199s);
  CHECK_FALSE(take());
  bench.clock->advance(1s);
  CHECK(Bench::countWhile(take) == 1);
}

TEST_CASE("ten codes may be sent in a day however long the pauses are", "[unit][budgets]") {
  const Bench bench;
  int sent = 0;
  for (int i = 0; i < 100; ++i) {
    sent += bench.sends(kAda, kPhone) ? 1 : 0;
    bench.clock->advance(10min);
  }
  CHECK(sent == 10);
}

TEST_CASE("codes to many numbers draw from the account that asks for them", "[unit][budgets]") {
  const Bench bench;
  int next = 0;
  CHECK(Bench::countWhile([&] { return bench.sends(kMallory, {ContactKind::Phone, number(++next)}); }) == 3);
}

TEST_CASE("codes of many accounts draw from the number that they name", "[unit][budgets]") {
  const Bench bench;
  int next = 0;
  CHECK(Bench::countWhile([&] { return bench.sends("user" + std::to_string(++next), kPhone); }) == 3);
}

TEST_CASE("strangers who name an enrolled number use up a budget that is not its owner's",
          "[unit][budgets]") {
  const Bench bench;
  bench.enrol(kAda, kPhone);
  CHECK(Bench::countWhile([&] { return bench.sends(std::nullopt, kPhone); }) == 3);
  CHECK_FALSE(bench.sends(kMallory, kPhone));
  CHECK(Bench::countWhile([&] { return bench.sends(kAda, kPhone); }) == 3);
}

TEST_CASE("an account whose budget was spent on other numbers still gets codes to its own",
          "[unit][budgets]") {
  const Bench bench;
  bench.enrol(kAda, kPhone);
  CHECK(Bench::countWhile([&] { return bench.sends(kAda, kOtherPhone); }) == 3);
  CHECK(bench.sends(kAda, kPhone));
}

TEST_CASE("asking for a code costs the account one whether or not it is sent", "[unit][budgets]") {
  const Bench bench;
  const auto ask = [&] { return !bench.budgets.takeRequest(kMallory, kPhone); };
  CHECK(Bench::countWhile(ask) == 3);
  CHECK_FALSE(bench.sends(kMallory, kOtherPhone));
}

TEST_CASE("a send whose request was counted takes from the destination alone", "[unit][budgets]") {
  const Bench bench;
  for (int i = 0; i < 3; ++i) {
    REQUIRE_FALSE(bench.budgets.takeRequest(kAda, kPhone));
    CHECK_FALSE(bench.budgets
                    .takeSend({.target = {.accountId = kAda, .contact = kPhone},
                               .carrier = Carrier::Outbox,
                               .accountPart = AccountPart::Taken})
                    .refusal);
  }
  CHECK_FALSE(bench.sends(std::nullopt, kPhone));
}

TEST_CASE("twenty-five guesses a day are judged for a destination however many accounts make them",
          "[unit][budgets]") {
  const Bench bench;
  int next = 0;
  const auto guess = [&] { return bench.guesses("user" + std::to_string(++next), kPhone); };
  CHECK(Bench::countWhile(guess) == 25);
  CHECK_FALSE(bench.guesses(std::nullopt, kPhone));
  bench.clock->advance(24h + 2h);
  CHECK(bench.guesses(std::nullopt, kPhone));
}

TEST_CASE("twenty-five guesses a day are judged for an account however many numbers it names",
          "[unit][budgets]") {
  const Bench bench;
  int next = 0;
  CHECK(Bench::countWhile([&] {
          return bench.guesses(kMallory, {ContactKind::Phone, number(++next)});
        }) == 25);
}

TEST_CASE("guesses of strangers do not lock the owner of an enrolled number out", "[unit][budgets]") {
  const Bench bench;
  bench.enrol(kAda, kPhone);
  CHECK(Bench::countWhile([&] { return bench.guesses(std::nullopt, kPhone); }) == 25);
  CHECK(bench.guesses(kAda, kPhone));
}

TEST_CASE("a code that signs somebody in fills up the destination and not the enrolled pair",
          "[unit][budgets]") {
  const Bench bench;
  bench.enrol(kAda, kPhone);
  Bench::countWhile([&] { return bench.guesses(kAda, kPhone); });
  Bench::countWhile([&] { return bench.guesses(std::nullopt, kPhone); });
  bench.budgets.resetGuessesOfDestination(kPhone);
  CHECK(bench.guesses(std::nullopt, kPhone));
  CHECK_FALSE(bench.guesses(kAda, kPhone));
}

TEST_CASE("a raised session fills up the pair and the account and no stranger's budget", "[unit][budgets]") {
  const Bench bench;
  bench.enrol(kAda, kPhone);
  Bench::countWhile([&] { return bench.guesses(kAda, kPhone); });
  Bench::countWhile([&] { return bench.guesses(kAda, kOtherPhone); });
  Bench::countWhile([&] { return bench.guesses(std::nullopt, kPhone); });
  bench.budgets.resetGuessesOfAccount(kAda, kPhone);
  CHECK(bench.guesses(kAda, kPhone));
  CHECK(bench.guesses(kAda, {ContactKind::Phone, number(1)}));
  CHECK_FALSE(bench.guesses(std::nullopt, kPhone));
}

TEST_CASE("one client address causes ten messages an hour to whatever numbers", "[unit][budgets]") {
  const Bench bench{{.sends = {}, .sendsPerDay = {}}};
  int next = 0;
  const auto fromOneNetwork = [&] {
    ++next;
    return bench.sends(std::nullopt, {ContactKind::Phone, number(next * 1'000 % 10'000 + next)},
                       Carrier::Sender, "2001:db8::" + std::to_string(next));
  };
  CHECK(Bench::countWhile(fromOneNetwork) == 10);
}

TEST_CASE("a block of numbers gets twenty messages an hour from whatever addresses", "[unit][budgets]") {
  const Bench bench;
  int next = 0;
  const auto inOneBlock = [&] {
    ++next;
    return bench.sends(std::nullopt, {ContactKind::Phone, number(next)}, Carrier::Sender,
                       "198.51.100." + std::to_string(next));
  };
  CHECK(Bench::countWhile(inOneBlock, 200) == 20);
}

TEST_CASE("a country and the whole world have limits of their own", "[unit][budgets]") {
  const Bench bench{{.sendsPerCountry = {5, 1h}, .sendsInAll = {8, 1h}, .shareForEnrolled = 0}};
  int next = 0;
  const auto to = [&](const std::string& prefix) {
    ++next;
    return bench.sends(std::nullopt, {ContactKind::Phone, prefix + std::to_string(100 + next) + "000"},
                       Carrier::Sender, "198.51.100." + std::to_string(next));
  };
  CHECK(Bench::countWhile([&] { return to("+1201"); }) == 5);
  CHECK(Bench::countWhile([&] { return to("+4930"); }) == 3);
}

TEST_CASE("limits that keep costs down are off while messages go to the outbox", "[unit][budgets]") {
  const Bench bench{{.sendsPerAddress = {1, 1h},
                     .sendsPerNumberBlock = {1, 1h},
                     .sendsPerCountry = {1, 1h},
                     .sendsInAll = {1, 1h}}};
  for (int i = 0; i < 5; ++i) CHECK(bench.sends(std::nullopt, {ContactKind::Phone, number(i)}));
  CHECK(bench.sends(std::nullopt, {ContactKind::Phone, number(7)}, Carrier::Sender));
  CHECK_FALSE(bench.sends(std::nullopt, {ContactKind::Phone, number(8)}, Carrier::Sender));
}

TEST_CASE("a message that one limit refuses takes from none", "[unit][budgets]") {
  const Bench bench{{.sendsPerAddress = {1, 1h}}};
  REQUIRE(bench.sends(std::nullopt, kOtherPhone, Carrier::Sender));
  for (int i = 0; i < 5; ++i) CHECK_FALSE(bench.sends(std::nullopt, kPhone, Carrier::Sender));
  CHECK(bench.sends(std::nullopt, kPhone, Carrier::Sender, "198.51.100.1"));
}

TEST_CASE("only the listed calling codes are sent to", "[unit][budgets]") {
  const Bench bench{{.allowedCallingCodes = {"1", "49"}}};
  CHECK(bench.budgets.allows(kPhone));
  CHECK(bench.budgets.allows({ContactKind::Phone, "+4930123456"}));
  CHECK_FALSE(bench.budgets.allows({ContactKind::Phone, "+447400123456"}));
  CHECK(bench.budgets.allows({ContactKind::Email, "ada@acme.example"}));
  CHECK(Bench{}.budgets.allows({ContactKind::Phone, "+447400123456"}));
}

TEST_CASE("a limit of zero is off", "[unit][budgets]") {
  const Bench bench{{.sends = {}, .sendsPerDay = {}, .guessesPerDay = {}}};
  CHECK(Bench::countWhile([&] { return bench.sends(kAda, kPhone); }, 50) == 50);
  CHECK(Bench::countWhile([&] { return bench.guesses(kAda, kPhone); }, 50) == 50);
}

TEST_CASE("a refusal says how long to wait", "[unit][budgets]") {
  const Bench bench;
  Bench::countWhile([&] { return bench.sends(kAda, kPhone); });
  bench.clock->advance(20s);
  const auto refusal =
      bench.budgets.takeSend({.target = {.accountId = kAda, .contact = kPhone}, .carrier = Carrier::Outbox})
          .refusal;
  REQUIRE(refusal);
  CHECK(refusal->retryAfter == 180s);
  CHECK(refusal->limit == "sends");
}

TEST_CASE("fifty parallel sends are no more than the bucket holds", "[unit][budgets][races]") {
  const Bench bench;
  std::latch start{50};
  std::atomic<int> sent = 0;
  std::vector<std::thread> requests;
  for (int i = 0; i < 50; ++i)
    requests.emplace_back([&] {
      start.arrive_and_wait();
      if (bench.sends(kAda, kPhone)) ++sent;
    });
  for (auto& request : requests) request.join();
  CHECK(sent == 3);
}

TEST_CASE("a wait is told in words and rounded up", "[unit][budgets]") {
  CHECK(tryAgainIn(0ms) == "try again in 1 second");
  CHECK(tryAgainIn(1'001ms) == "try again in 2 seconds");
  CHECK(tryAgainIn(59'000ms) == "try again in 59 seconds");
  CHECK(tryAgainIn(59'001ms) == "try again in 1 minute");
  CHECK(tryAgainIn(180s) == "try again in 3 minutes");
  CHECK(tryAgainIn(181s) == "try again in 4 minutes");
  CHECK(tryAgainIn(59min + 1s) == "try again in 1 hour");
  CHECK(tryAgainIn(23h + 1ms) == "try again in 24 hours");
}

}  // namespace mfa::abuse
