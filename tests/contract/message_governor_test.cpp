// What an operator does about text messages while a server runs, and what the breaker does by itself.
#include <catch2/catch.hpp>
#include <mutex>

#include "contract/passwordless_server.hpp"

namespace mfa::test {
namespace {

using namespace std::chrono_literals;

/// A sender of text messages that keeps them.
class KeepingSender final : public SmsSender {
 public:
  void sendSms(const PasswordlessLogin& message) override {
    const std::lock_guard lock{mutex_};
    ++count_;
    last_[message.to] = message.userInputCode.value_or("");
  }

  [[nodiscard]] int count() const {
    const std::lock_guard lock{mutex_};
    return count_;
  }
  [[nodiscard]] std::string lastCode(const std::string& to) const {
    const std::lock_guard lock{mutex_};
    return last_.at(to);
  }

 private:
  mutable std::mutex mutex_{};
  int count_ = 0;
  std::map<std::string, std::string> last_{};
};

/// Codes alone, carried by a sender: every limit holds.
struct SendingServer {
  explicit SendingServer(std::function<void(Config&)> change = {})
      : server{codesAlone([this](Passwordless::Config& config) { config.smsDelivery.service = sender; },
                          std::move(change))} {}

  /// Asks for a code from an address of its own.
  Answer ask(const std::string& number) {
    auto browser = server.browser();
    browser.peer = "198.51." + std::to_string(next_ / 250) + '.' + std::to_string(next_ % 250);
    ++next_;
    auto answer = browser.createCode(number);
    if (answer.outcome() == "OK") device_ = browser.device();
    return answer;
  }

  Answer askAndVerify(const std::string& number) {
    auto answer = ask(number);
    if (answer.outcome() != "OK") return answer;
    auto browser = server.browser();
    return browser.consumeCode(device_, sender->lastCode(number));
  }

  [[nodiscard]] const MessageGovernor& governor() const { return server.auth().messageGovernor(); }

  std::shared_ptr<KeepingSender> sender = std::make_shared<KeepingSender>();
  GuideServer server;

 private:
  int next_ = 0;
  Device device_{};
};

/// The n-th number of Germany, in a block of its own.
std::string german(int n) { return "+4915" + std::to_string(10'000 + n) + "1000"; }

std::optional<Event> lastEvent(const GuideServer& server, EventType type) {
  std::optional<Event> last;
  for (const auto& event : server.events())
    if (event.type == type) last = event;
  return last;
}

const std::string kNotNow = "Codes cannot be sent to this number at the moment. Please try again in ";

}  // namespace

TEST_CASE("an operator stops new numbers and enrolled users notice nothing", "[contract][governor]") {
  GuideServer server;
  (void)server.completed(kEmail);
  server.clock().advance(1h);
  server.auth().messageGovernor().stopNewNumbers(2h);
  auto ada = server.signedIn(kEmail);
  CHECK(ada.createCode(kPhoneNumber).outcome() == "OK");
  CHECK(ada.consumeCode(ada.device(), server.lastCode()).outcome() == "OK");
  CHECK(ada.hasSecondFactor());

  auto mallory = server.signedIn("mallory@example.com");
  CHECK(mallory.createCode("+12015550199").body ==
        json::object{{"status", "GENERAL_ERROR"}, {"message", kNotNow + "2 hours."}});
  CHECK(mallory.createCode(kPhoneNumber).message() == kNotNow + "2 hours.");
  CHECK(countEvents(server, EventType::CodeNotSent, "new_numbers_stopped") == 2);
}

TEST_CASE("what an operator stopped stays stopped for its time and on every node", "[contract][governor]") {
  SendingServer world;
  const auto& server = world.server;
  world.governor().stopNewNumbers(90min);
  world.server.restart();
  CHECK(world.ask(german(1)).message() == kNotNow + "2 hours.");
  CHECK(server.auth().messageGovernor().newNumbersStoppedUntil() == world.server.clock().now() + 90min);
  world.server.clock().advance(89min);
  CHECK(world.ask(german(2)).message() == kNotNow + "1 minute.");
  world.server.clock().advance(1min);
  CHECK(world.ask(german(3)).outcome() == "OK");
  CHECK_FALSE(world.governor().newNumbersStoppedUntil());
  CHECK(world.sender->count() == 1);
}

TEST_CASE("an operator lets new numbers in again", "[contract][governor]") {
  SendingServer world;
  world.governor().stopNewNumbers(2h);
  CHECK(world.ask(german(1)).outcome() == "GENERAL_ERROR");
  world.governor().resumeNewNumbers();
  CHECK(world.ask(german(1)).outcome() == "OK");
  CHECK(countEvents(world.server, EventType::NewNumbersStopped, "operator") == 1);
  CHECK(countEvents(world.server, EventType::NewNumbersResumed, "operator") == 1);
}

TEST_CASE("who signs in by phone is known by the number while new ones are stopped", "[contract][governor]") {
  SendingServer world;
  REQUIRE(world.askAndVerify(german(1)).outcome() == "OK");
  world.governor().stopNewNumbers(2h);
  CHECK(world.askAndVerify(german(1)).outcome() == "OK");
  CHECK(world.ask(german(2)).outcome() == "GENERAL_ERROR");
}

TEST_CASE("e-mails go on while new numbers are stopped", "[contract][governor]") {
  GuideServer server{codesAlone()};
  server.auth().messageGovernor().stopNewNumbers(2h);
  auto browser = server.browser();
  CHECK(browser.post("/signinup/code", {{"email", kEmail}}).outcome() == "OK");
}

TEST_CASE("a country whose codes nobody types in is paused and says for how long", "[contract][governor]") {
  SendingServer world;
  for (int i = 0; i < 50; ++i) REQUIRE(world.ask(german(i)).outcome() == "OK");
  CHECK(world.ask(german(50)).message() == kNotNow + "1 hour.");
  CHECK(world.ask(german(51)).message() == kNotNow + "1 hour.");
  CHECK(world.ask("+33612345678").outcome() == "OK");
  CHECK(world.sender->count() == 51);
  REQUIRE(countEvents(world.server, EventType::CountryPaused, "few_verified") == 1);
  CHECK(lastEvent(world.server, EventType::CountryPaused)->callingCode == "49");
  CHECK(countEvents(world.server, EventType::CodeNotSent, "country_paused") == 2);

  const auto countries = world.governor().countries();
  REQUIRE(countries.size() == 2);
  CHECK(countries.back().callingCode == "49");
  CHECK(countries.back().sent == 50);
  CHECK(countries.back().verified == 0);
  CHECK(countries.back().pausedUntil == world.server.clock().now() + 1h);
  CHECK_FALSE(countries.front().pausedUntil);
}

TEST_CASE("a paused country resumes when the codes of its trial come back", "[contract][governor]") {
  SendingServer world;
  for (int i = 0; i < 51; ++i) (void)world.ask(german(i));
  world.server.restart();
  CHECK(world.ask(german(60)).outcome() == "GENERAL_ERROR");
  world.server.clock().advance(1h);
  CHECK(world.askAndVerify(german(61)).outcome() == "OK");
  CHECK(countEvents(world.server, EventType::CountryResumed, "enough_verified") == 0);
  CHECK(world.askAndVerify(german(62)).outcome() == "OK");
  CHECK(countEvents(world.server, EventType::CountryResumed, "enough_verified") == 1);
  CHECK(lastEvent(world.server, EventType::CountryResumed)->callingCode == "49");
  for (int i = 70; i < 100; ++i) CHECK(world.ask(german(i)).outcome() == "OK");
}

TEST_CASE("the policy of first enrolments and other checks leave the count as it is",
          "[contract][governor]") {
  SendingServer world;
  for (int i = 0; i < 40; ++i) REQUIRE(world.askAndVerify(german(i)).outcome() == "OK");
  CHECK(world.governor().countries().front().verified == 40);
  CHECK(world.askAndVerify(german(1)).outcome() == "OK");
  CHECK(world.governor().countries().front().sent == 40);
}

TEST_CASE("an operator pauses a country and resumes it", "[contract][governor]") {
  SendingServer world;
  REQUIRE(world.askAndVerify(german(1)).outcome() == "OK");
  world.governor().pauseCountry("49", 3h);
  CHECK(world.ask(german(2)).message() == kNotNow + "3 hours.");
  CHECK(world.ask(german(1)).outcome() == "OK");
  CHECK(world.ask("+33612345678").outcome() == "OK");
  world.governor().resumeCountry("49");
  world.governor().resumeCountry("49");
  CHECK(world.ask(german(3)).outcome() == "OK");
  CHECK(countEvents(world.server, EventType::CountryPaused, "operator") == 1);
  CHECK(countEvents(world.server, EventType::CountryResumed, "operator") == 1);
  CHECK(lastEvent(world.server, EventType::CountryResumed)->callingCode == "49");
}

TEST_CASE("what cannot be stopped is refused", "[contract][governor]") {
  const GuideServer server;
  const auto& governor = server.auth().messageGovernor();
  CHECK_THROWS_AS(governor.stopNewNumbers(0s), BadInputError);
  CHECK_THROWS_AS(governor.stopNewNumbers(-1h), BadInputError);
  CHECK_THROWS_AS(governor.stopNewNumbers(24h * 365 * 11), BadInputError);
  for (const auto* code : {"", "+49", "0", "1234", "4x"})
    CHECK_THROWS_AS(governor.pauseCountry(code, 1h), BadInputError);
  CHECK_THROWS_AS(governor.pauseCountry("49", 0s), BadInputError);
  CHECK(governor.countries().empty());
}

TEST_CASE("an exhausted limit is told by its name", "[contract][governor]") {
  SendingServer world{[](Config& config) { config.limits.sendsInAll = {3, 1h}; }};
  for (int i = 0; i < 4; ++i) (void)world.ask(german(i));
  const auto event = lastEvent(world.server, EventType::BudgetExhausted);
  REQUIRE(event);
  CHECK(event->reason == "sends_in_all");
  CHECK(event->contactMasked.has_value());
  CHECK(event->clientAddress.has_value());
  for (int i = 0; i < 4; ++i) (void)world.ask(german(0));
  CHECK(countEvents(world.server, EventType::CodeNotSent, "no_budget") ==
        countEvents(world.server, EventType::BudgetExhausted, "sends_in_all"));
}

TEST_CASE("housekeeping forgets countries that nobody writes to", "[contract][governor]") {
  SendingServer world;
  (void)world.ask(german(1));
  CHECK(world.governor().countries().size() == 1);
  world.server.clock().advance(25h);
  CHECK(world.governor().countries().empty());
  world.server.auth().housekeep();
  CHECK(world.server.storage().read([](Transaction& tx) { return tx.circuits().list(); }).empty());
}

// A thousand devices of five tries each would hit one code in 200: what counts is the destination.
TEST_CASE("of a thousand rounds of asking and guessing twenty-five guesses are judged",
          "[contract][governor]") {
  GuideServer server{codesAlone({}, allowManySends)};
  int judged = 0;
  for (int round = 0; round < 1'000; ++round) {
    auto thief = server.browser();
    REQUIRE(thief.createCode(kPhoneNumber).outcome() == "OK");
    const auto answer = thief.consumeCode(thief.device(), wrongCodeFor(server.lastCode())).outcome();
    judged += answer == "INCORRECT_USER_INPUT_CODE_ERROR" ? 1 : 0;
  }
  CHECK(judged == 25);
  CHECK(countEvents(server, EventType::BudgetExhausted, "guesses_per_day") == 975);
}

TEST_CASE("a thousand requests to bomb a phone send what the bucket holds and its owner signs in",
          "[contract][governor]") {
  GuideServer server;
  (void)server.completed(kEmail);
  server.clock().advance(1h);
  const auto before = server.outbox().messages().size();
  int next = 0;
  for (int account = 0; account < 20; ++account) {
    auto thief = server.signedIn("thief" + std::to_string(++next) + "@example.com");
    for (int i = 0; i < 50; ++i) (void)thief.createCode(kPhoneNumber);
  }
  CHECK(server.outbox().messages().size() - before <= 3);
  auto ada = server.signedIn(kEmail);
  CHECK(ada.createCode(kPhoneNumber).outcome() == "OK");
  CHECK(ada.consumeCode(ada.device(), server.lastCode()).outcome() == "OK");
  CHECK(ada.hasSecondFactor());
}

}  // namespace mfa::test
