// What holds for messages to the phone that an account has enrolled, and for the others who cause messages.
#include "unit/budgets_bench.hpp"

namespace mfa::abuse {
namespace {

using namespace std::chrono_literals;

/// Nothing limits messages but what a test adds.
Limits noLimits() {
  auto limits = breakerAlone();
  limits.conversionBreaker.minimumSends = 0;
  return limits;
}

Contact phoneOf(int n) { return {ContactKind::Phone, number(n)}; }

/// How many messages go to the enrolled phones of ever other accounts, one of each, from one address.
int sendsOfNeighbours(const Bench& bench, int most) {
  int next = 0;
  return Bench::countWhile(
      [&] {
        const auto userId = "neighbour" + std::to_string(next);
        bench.enrol(userId, phoneOf(next));
        ++next;
        return bench.sends(userId, phoneOf(next - 1), Carrier::Sender);
      },
      most);
}

std::size_t rowsOf(const Bench& bench) {
  return static_cast<std::size_t>(bench.storage->transact(
      [&](Transaction& tx) { return tx.budgets().removeExpired(bench.clock->now() + 1000h, 10'000); }));
}

}  // namespace

TEST_CASE("neighbours behind one address all get codes to the phones that they have enrolled",
          "[unit][budgets]") {
  const Bench bench;
  CHECK(sendsOfNeighbours(bench, 90) == 90);
}

TEST_CASE("enrolled phones of one block or country get five times what others get", "[unit][budgets]") {
  const Bench block;
  CHECK(sendsOfNeighbours(block, 300) == 100);
  auto limits = noLimits();
  limits.sendsPerCountry = {8, 1h};
  CHECK(sendsOfNeighbours(Bench{limits}, 300) == 40);
}

TEST_CASE("who enrols many rented phones does not get the whole bill", "[unit][budgets]") {
  const Bench bench;
  int sent = 0;
  for (int i = 0; i < 2'000; ++i) {  // numbers of two blocks
    const auto userId = "account" + std::to_string(i);
    bench.enrol(userId, phoneOf(i));
    sent += bench.sends(userId, phoneOf(i), Carrier::Sender) ? 1 : 0;
  }
  CHECK(sent == 200);
}

TEST_CASE("codes to enrolled phones leave an address and a block to others", "[unit][budgets]") {
  const Bench bench;
  (void)sendsOfNeighbours(bench, 100);
  CHECK(bench.sends(std::nullopt, phoneOf(900), Carrier::Sender));
}

TEST_CASE("codes to enrolled phones count in the ceiling of the bill", "[unit][budgets]") {
  auto limits = noLimits();
  limits.sendsInAll = {40, 1h};
  const Bench bench{limits};
  CHECK(sendsOfNeighbours(bench, 300) == 40);
}

TEST_CASE("a phone that many accounts have enrolled gets what three accounts get", "[unit][budgets]") {
  const Bench bench;
  int sent = 0;
  for (int account = 0; account < 10; ++account) {
    const auto userId = "account" + std::to_string(account);
    bench.enrol(userId, kPhone);
    for (int i = 0; i < 3; ++i) sent += bench.sends(userId, kPhone, Carrier::Sender) ? 1 : 0;
  }
  for (int hour = 0; hour < 10; ++hour) {
    bench.clock->advance(1h);
    for (int account = 0; account < 10; ++account)
      sent += bench.sends("account" + std::to_string(account), kPhone, Carrier::Sender) ? 1 : 0;
  }
  CHECK(sent == 30);
}

TEST_CASE("a code to an enrolled phone writes as many rows as one to another", "[unit][budgets]") {
  for (const auto* client : {"203.0.113.7", "2001:db8::1"})
    for (const auto carrier : {Carrier::Outbox, Carrier::Sender}) {
      const Bench own;
      own.enrol(kAda, kPhone);
      REQUIRE(own.sends(kAda, kPhone, carrier, client));
      const Bench other;
      REQUIRE(other.sends(kAda, kPhone, carrier, client));
      CHECK(rowsOf(own) == rowsOf(other));
    }
}

TEST_CASE("a site of many networks may cause sixteen times as many messages as one of them",
          "[unit][budgets]") {
  auto limits = noLimits();
  limits.sendsPerAddress = {10, 1h};
  const Bench bench{limits};
  int next = 0;
  const auto fromNewNetwork = [&] {
    const auto client = "2001:db8:1:" + std::to_string(1 + next) + "::1";
    return bench.sends(std::nullopt, phoneOf(next++), Carrier::Sender, client);
  };
  CHECK(Bench::countWhile(fromNewNetwork) == 160);
  CHECK(bench.sends(std::nullopt, phoneOf(2'000), Carrier::Sender, "2001:db8:2:1::1"));
}

TEST_CASE("notices count in the ceilings and have a tenth that codes cannot use up", "[unit][budgets]") {
  auto limits = noLimits();
  limits.shareForEnrolled = 0;
  limits.sendsInAll = {40, 1h};
  limits.sendsInAllPerDay = {60, 24h};
  const Bench bench{limits};
  const auto tell = [&] { return !bench.budgets.takeNotice(Carrier::Sender); };
  int next = 0;
  const auto ask = [&] { return bench.sends(std::nullopt, phoneOf(next++), Carrier::Sender); };
  CHECK(Bench::countWhile(tell) == 4);
  CHECK(Bench::countWhile(ask) == 36);
  CHECK_FALSE(bench.budgets.takeNotice(Carrier::Outbox));
  bench.clock->advance(2h);
  CHECK(Bench::countWhile(ask) == 20);
  CHECK(Bench::countWhile(tell) == 2);
}

TEST_CASE("a client gets one message of the trial of a country", "[unit][budgets]") {
  auto limits = noLimits();
  limits.conversionBreaker = {.minimumSends = 5, .share = 0.2, .pause = 1h, .trialSends = 10};
  const Bench bench{limits};
  int next = 0;
  const auto from = [&](const std::string& client) {
    return bench.sends(std::nullopt, phoneOf(next++), Carrier::Sender, client);
  };
  CHECK(Bench::countWhile([&] { return from("198.51.100.1"); }) == 5);
  bench.clock->advance(1h);
  CHECK(from("198.51.100.1"));
  CHECK_FALSE(from("198.51.100.1"));
  CHECK_FALSE(from("198.51.100.1"));
  for (int i = 2; i <= 10; ++i) CHECK(from("198.51.100." + std::to_string(i)));
  CHECK_FALSE(from("198.51.100.11"));
}

TEST_CASE("a client that is refused a second message of a trial is told that the country is paused",
          "[unit][budgets]") {
  auto limits = noLimits();
  limits.conversionBreaker = {.minimumSends = 1, .share = 1, .pause = 1h, .trialSends = 10};
  const Bench bench{limits};
  const auto ask = [&](int n) {
    return bench.budgets
        .takeSend({.target = {.contact = phoneOf(n)}, .client = http::Address::parse("198.51.100.1")})
        .refusal;
  };
  REQUIRE_FALSE(ask(1));
  REQUIRE(ask(2));
  bench.clock->advance(1h);
  REQUIRE_FALSE(ask(3));
  const auto refusal = ask(4);
  REQUIRE(refusal);
  CHECK(refusal->why == SendRefusal::Why::CountryPaused);
  CHECK(refusal->retryAfter > 0s);
  CHECK(refusal->retryAfter <= 65min);
}

TEST_CASE("a site of many networks gets one message of a trial", "[unit][budgets]") {
  auto limits = noLimits();
  limits.conversionBreaker = {.minimumSends = 1, .share = 1, .pause = 1h, .trialSends = 10};
  const Bench bench{limits};
  int next = 0;
  const auto from = [&](const std::string& client) {
    return bench.sends(std::nullopt, phoneOf(next++), Carrier::Sender, client);
  };
  REQUIRE(from("2001:db8:1:1::1"));
  REQUIRE_FALSE(from("2001:db8:1:1::1"));
  bench.clock->advance(1h);
  CHECK(from("2001:db8:1:1::1"));
  CHECK_FALSE(from("2001:db8:1:2::1"));
  CHECK(from("2001:db8:2:1::1"));
}

TEST_CASE("where no client can be told a trial is nobody's alone", "[unit][budgets]") {
  auto limits = noLimits();
  limits.conversionBreaker = {.minimumSends = 1, .share = 1, .pause = 1h, .trialSends = 10};
  const Bench bench{limits};
  int next = 0;
  const auto ask = [&] { return bench.sends(std::nullopt, phoneOf(next++), Carrier::Sender, ""); };
  REQUIRE(Bench::countWhile(ask) == 1);
  bench.clock->advance(1h);
  CHECK(Bench::countWhile(ask) == 10);
}

TEST_CASE("who asks for new numbers one by one during a trial pays for each answer", "[unit][budgets]") {
  auto limits = noLimits();
  limits.sendsPerAddress = {5, 2h};
  limits.conversionBreaker = {.minimumSends = 1, .share = 1, .pause = 1h, .trialSends = 10};
  const Bench bench{limits};
  int next = 0;
  const auto ask = [&] {
    const auto decision = bench.budgets.takeSend(
        {.target = {.contact = phoneOf(next++)}, .client = http::Address::parse("198.51.100.1")});
    if (!decision.refusal) return std::string{"sent"};
    return decision.refusal->why == SendRefusal::Why::CountryPaused ? "paused" : decision.refusal->limit;
  };
  REQUIRE(ask() == "sent");
  REQUIRE(ask() == "paused");
  bench.clock->advance(1h);
  CHECK(ask() == "sent");
  CHECK(ask() == "paused");
  CHECK(ask() == "paused");
  CHECK(ask() == "sends_per_address");
}

}  // namespace mfa::abuse
