// Messages to new numbers: the breaker, the ceilings, and an hour of somebody who pumps.
#include <atomic>
#include <catch2/catch.hpp>
#include <map>

#include "mfa/testing/storage_conformance/race.hpp"
#include "unit/budgets_bench.hpp"

namespace mfa::abuse {
namespace {

using namespace std::chrono_literals;
using testing::conformance::race;

std::string digits(int value, std::size_t width) {
  const auto text = std::to_string(value);
  return std::string(width - text.size(), '0') + text;
}

/// The n-th number of a country: in a block of its own.
Contact numberOf(const std::string& callingCode, int n) {
  return {ContactKind::Phone, '+' + callingCode + '3' + digits(n, 4) + "1000"};
}

struct World {
  explicit World(const Limits& limits = {})
      : budgets{limits, storage, clock, std::make_shared<const crypto::Secret>(std::string(32, 'k'))} {}

  SendDecision ask(const Contact& contact, const std::optional<std::string>& accountId = {},
                   const std::string& client = "", Carrier carrier = Carrier::Sender) const {
    return budgets.takeSend({.target = {.accountId = accountId, .contact = contact},
                             .carrier = carrier,
                             .client = http::Address::parse(client)});
  }

  /// The outcome in a word.
  std::string outcome(const Contact& contact, const std::optional<std::string>& accountId = {}) const {
    const auto decision = ask(contact, accountId);
    if (!decision.refusal) return "sent";
    switch (decision.refusal->why) {
      case SendRefusal::Why::CountryPaused:
        return "country paused";
      case SendRefusal::Why::NewNumbersStopped:
        return "new numbers stopped";
      case SendRefusal::Why::NoBudget:
        break;
    }
    return decision.refusal->limit;
  }

  std::optional<std::string> verify(const Contact& contact,
                                    const std::optional<std::string>& accountId = {}) const {
    return storage->transact([&](Transaction& tx) {
      auto resumed = budgets.countVerified(tx, {.accountId = accountId, .contact = contact});
      if (accountId)
        (void)tx.factors().enrolFirstOrCompare({.userId = *accountId,
                                                .factorId = "otp-phone",
                                                .contact = contact,
                                                .codeId = "code of " + *accountId});
      else
        (void)tx.users().insertUnique({.tenantId = kPublicTenant,
                                       .loginMethod = {.recipeId = "passwordless",
                                                       .recipeUserId = "user of " + contact.value,
                                                       .verified = true,
                                                       .phoneNumber = contact.value}});
      return resumed;
    });
  }

  std::optional<Circuit> country(const std::string& callingCode) const {
    for (const auto& circuit : storage->read([](Transaction& tx) { return tx.circuits().list(); }))
      if (circuit.name == NewNumbers::circuitOf(callingCode)) return circuit;
    return std::nullopt;
  }

  std::shared_ptr<testing::FakeClock> clock = std::make_shared<testing::FakeClock>();
  std::shared_ptr<Storage> storage = sqlite::open(":memory:");
  Budgets budgets;
};

}  // namespace

TEST_CASE("a country is paused when hardly any of its first fifty codes come back", "[unit][budgets]") {
  const World world{breakerAlone()};
  for (int i = 0; i < 50; ++i) REQUIRE(world.outcome(numberOf("49", i)) == "sent");
  for (int i = 0; i < 9; ++i) CHECK_FALSE(world.verify(numberOf("49", i)));
  const auto decision = world.ask(numberOf("49", 50));
  REQUIRE(decision.refusal);
  CHECK(decision.pausedCountry == "49");
  CHECK(decision.refusal->retryAfter == 1h);
  CHECK_FALSE(world.ask(numberOf("49", 51)).pausedCountry);
  CHECK(world.outcome(numberOf("44", 1)) == "sent");
}

TEST_CASE("a country whose codes come back is not paused", "[unit][budgets]") {
  const World world{breakerAlone()};
  for (int i = 0; i < 500; ++i) {
    REQUIRE(world.outcome(numberOf("49", i)) == "sent");
    if (i % 3 == 0) CHECK_FALSE(world.verify(numberOf("49", i)));
  }
}

TEST_CASE("numbers that are known go on while their country is paused", "[unit][budgets]") {
  const World world{breakerAlone()};
  const auto enrolled = numberOf("49", 1'001);
  const auto signsIn = numberOf("49", 1'002);
  REQUIRE(world.outcome(enrolled, "ada") == "sent");
  CHECK_FALSE(world.verify(enrolled, "ada"));
  REQUIRE(world.outcome(signsIn) == "sent");
  CHECK_FALSE(world.verify(signsIn));
  for (int i = 0; i < 50; ++i) (void)world.ask(numberOf("49", i));
  REQUIRE(world.outcome(numberOf("49", 999)) == "country paused");
  for (int i = 0; i < 20; ++i) {
    CHECK(world.outcome(enrolled, "ada") == "sent");
    CHECK(world.outcome(signsIn) == "sent");
  }
  CHECK(world.outcome(enrolled, "mallory") == "country paused");
  CHECK(world.outcome(signsIn, "mallory") == "country paused");
  CHECK(world.outcome(enrolled) == "country paused");
}

TEST_CASE("messages to known numbers say nothing about the new ones", "[unit][budgets]") {
  const World world{breakerAlone()};
  const auto own = numberOf("49", 1'001);
  (void)world.ask(own, "mallory");
  CHECK_FALSE(world.verify(own, "mallory"));
  for (int i = 0; i < 40; ++i) {
    REQUIRE(world.outcome(numberOf("49", i)) == "sent");
    REQUIRE(world.outcome(own, "mallory") == "sent");
    CHECK_FALSE(world.verify(own, "mallory"));
  }
  CHECK(world.country("49")->attempts == 41);
  CHECK(world.country("49")->successes == 1);
}

TEST_CASE("after a pause ten messages find out whether a country is sound again", "[unit][budgets]") {
  const World world{breakerAlone()};
  for (int i = 0; i < 51; ++i) (void)world.ask(numberOf("49", i));
  world.clock->advance(1h);
  for (int i = 100; i < 110; ++i) REQUIRE(world.outcome(numberOf("49", i)) == "sent");
  CHECK(world.outcome(numberOf("49", 111)) == "country paused");
  CHECK_FALSE(world.verify(numberOf("49", 100)));
  CHECK(world.verify(numberOf("49", 101)) == "49");
  CHECK(world.outcome(numberOf("49", 111)) == "sent");
}

TEST_CASE("a message that a budget refuses does not count as one that nobody answered", "[unit][budgets]") {
  auto limits = breakerAlone();
  limits.sends = {1, 24h};
  const World world{limits};
  for (int i = 0; i < 200; ++i) (void)world.ask(numberOf("49", 1));
  CHECK(world.country("49")->attempts == 1);
}

TEST_CASE("the breaker is off with the outbox and where no number of messages is judged", "[unit][budgets]") {
  const World outbox{breakerAlone()};
  for (int i = 0; i < 200; ++i) REQUIRE_FALSE(outbox.ask(numberOf("49", i), {}, "", Carrier::Outbox).refusal);
  auto limits = breakerAlone();
  limits.conversionBreaker.minimumSends = 0;
  const World off{limits};
  for (int i = 0; i < 200; ++i) REQUIRE(off.outcome(numberOf("49", i)) == "sent");
}

TEST_CASE("who asks for new numbers one by one pays for each answer", "[unit][budgets]") {
  const World world;
  world.storage->transact([&](Transaction& tx) { NewNumbers::stopUntil(tx, world.clock->now() + 1h); });
  const auto ask = [&](int i) { return world.ask(numberOf("49", i), {}, "203.0.113.7").refusal.value(); };
  for (int i = 0; i < 10; ++i) CHECK(ask(i).why == SendRefusal::Why::NewNumbersStopped);
  CHECK(ask(10).limit == "sends_per_address");
}

TEST_CASE("beginnings that are denied are never sent to", "[unit][budgets]") {
  const World world{{.allowedCallingCodes = {"1"}, .deniedNumberPrefixes = {"+1900", "+1876"}}};
  CHECK(world.budgets.allows({ContactKind::Phone, "+12015550123"}));
  CHECK_FALSE(world.budgets.allows({ContactKind::Phone, "+19005550123"}));
  CHECK_FALSE(world.budgets.allows({ContactKind::Phone, "+18765550123"}));
  CHECK_FALSE(world.budgets.allows({ContactKind::Phone, "+4930123456"}));
  CHECK(world.budgets.allows({ContactKind::Email, "+1900@acme.example"}));
}

TEST_CASE("strangers leave a share of the ceiling to enrolled users", "[unit][budgets]") {
  auto limits = breakerAlone();
  limits.conversionBreaker.minimumSends = 0;
  limits.sendsInAll = {50, 1h};
  const World world{limits};
  const auto own = numberOf("44", 1);
  (void)world.ask(own, "ada");
  CHECK_FALSE(world.verify(own, "ada"));
  int strangers = 1;
  while (world.outcome(numberOf("49", strangers)) == "sent") ++strangers;
  CHECK(strangers == 40);
  CHECK(world.outcome(numberOf("49", 999)) == "sends_in_all");
  for (int i = 0; i < 10; ++i) CHECK(world.outcome(own, "ada") == "sent");
  CHECK(world.outcome(own, "ada") == "sends_in_all");
}

TEST_CASE("strangers who fill a country and a block do not shut enrolled users out", "[unit][budgets]") {
  const World world;
  const Contact own{ContactKind::Phone, "+4930123456"};
  REQUIRE(world.outcome(own, "ada") == "sent");
  CHECK_FALSE(world.verify(own, "ada"));
  for (int i = 0; i < 100; ++i)
    (void)world.ask({ContactKind::Phone, "+4930123" + digits(i, 3)}, "thief " + std::to_string(i));
  CHECK(world.outcome({ContactKind::Phone, "+4930123999"}) == "sends_per_number_block");
  CHECK(world.outcome(own, "ada") == "sent");
}

TEST_CASE("the ceilings of an hour and a day hold exactly however many ask at once",
          "[unit][budgets][races]") {
  auto limits = breakerAlone();
  limits.conversionBreaker.minimumSends = 0;
  limits.shareForEnrolled = 0;
  limits.sendsInAll = {40, 1h};
  limits.sendsInAllPerDay = {100, 24h};
  const World world{limits};
  std::atomic<int> sent = 0;
  int inAll = 0;
  const auto act = [&](int round, int thread) {
    for (int i = 0; i < 8; ++i)
      if (!world.ask(numberOf("49", (round * 16 + thread) * 8 + i)).refusal) ++sent;
  };
  race(
      16, 5, [&](int) { sent = 0; }, act,
      [&](int round) {
        inAll += sent;
        REQUIRE(sent == (round < 2 ? 40 : round == 2 ? 20 : 0));
        world.clock->advance(2h);
      });
  CHECK(inAll == 100);
}

TEST_CASE("an hour of ten thousand numbers that never answer costs fifty messages and nobody notices",
          "[unit][budgets][attacks]") {
  const World world;
  const std::vector<std::string> honest{"1", "31", "33", "34", "39", "43", "44", "45", "46", "47"};
  std::map<std::string, int> pumped;
  int asked = 0;
  int served = 0;
  int verified = 0;
  const auto pump = [&] {
    // From a thousand addresses, and of one country.
    const auto client = "198.51." + std::to_string(asked / 250 % 4) + '.' + std::to_string(asked % 250);
    const Contact number{ContactKind::Phone, "+3706" + digits(asked++, 7)};
    const auto decision = world.ask(number, {}, client);
    ++pumped[decision.refusal ? "refused" : "sent"];
  };
  // Each second somebody pumps two or three numbers, and every seven seconds a person signs up.
  for (int second = 0; second < 3'600; ++second) {
    for (int i = 0; i < (second % 9 < 7 ? 3 : 2); ++i)
      if (asked < 10'000) pump();
    if (second % 7 == 0 && served < 500) {
      const auto person = numberOf(honest[static_cast<std::size_t>(served) % honest.size()], served);
      const auto client = "203.0." + std::to_string(served / 250) + '.' + std::to_string(served % 250);
      REQUIRE_FALSE(world.ask(person, {}, client).refusal);
      ++served;
      if (served % 4 != 0) {
        (void)world.verify(person);
        ++verified;
      }
    }
    world.clock->advance(1s);
  }
  CHECK(asked == 10'000);
  CHECK(served == 500);
  CHECK(pumped["sent"] == 50);
  CHECK(world.country("370")->openedAt);
  for (const auto& callingCode : honest) CHECK_FALSE(world.country(callingCode)->openedAt);
}

}  // namespace mfa::abuse
