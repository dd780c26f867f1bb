// Rule 3: budgets belong to account and destination, and a code is counted before it is compared.
#include <algorithm>
#include <array>
#include <thread>

#include "attacks/attack.hpp"
#include "attacks/rendezvous_storage.hpp"

namespace mfa::test {
namespace {

using namespace std::chrono_literals;

constexpr auto* kWrongCode = "0000000";  // codes have six digits
constexpr int kGuessesPerDay = 25;
constexpr int kSendsInARow = 3;

/// Guesses until the device ends. Returns how many were compared.
int guess(Browser& browser) {
  int compared = 0;
  for (int i = 0; i < 5; ++i) {
    const auto outcome = browser.consumeCode(browser.device(), kWrongCode).outcome();
    if (outcome == "INCORRECT_USER_INPUT_CODE_ERROR" || outcome == "RESTART_FLOW_ERROR") ++compared;
    if (outcome != "INCORRECT_USER_INPUT_CODE_ERROR") break;
  }
  return compared;
}

bool newDevicesBuyGuesses(Stage& stage) {
  const auto ada = stage.person("ada");
  int compared = 0;
  for (int round = 0; round < 60; ++round) {
    stage.pass(10min);
    auto thief = stage.signedIn(ada);
    if (thief.createCode(ada.phoneNumber).outcome() == "OK") compared += guess(thief);
  }
  return compared > kGuessesPerDay;
}

bool mistypesTwice(Stage& stage) {
  const auto ada = stage.person("ada");
  auto page = stage.signedIn(ada);
  if (page.createCode(ada.phoneNumber).outcome() != "OK") return false;
  for (int i = 0; i < 2; ++i)
    if (page.consumeCode(page.device(), kWrongCode).outcome() != "INCORRECT_USER_INPUT_CODE_ERROR")
      return false;
  return page.consumeCode(page.device(), stage.lastCode(ada.phoneNumber)).outcome() == "OK" &&
         page.hasSecondFactor();
}

/// One storage for all servers of this process: the attack reaches it through the configuration alone.
std::shared_ptr<RendezvousStorage>& meetingPlace() {
  static std::shared_ptr<RendezvousStorage> storage;
  return storage;
}

GuideChanges hostWhoseRequestsMeet() {
  return {.config = [](Config& config) {
    meetingPlace() = std::make_shared<RendezvousStorage>(config.storage);
    config.storage = meetingPlace();
  }};
}

bool guessesSideBySide(Stage& stage) {
  constexpr int kThieves = 12;
  const auto ada = stage.person("ada");
  const auto thief = [&] {
    auto page = stage.signedIn(ada);
    (void)page.createCode(ada.phoneNumber);
    return page;
  }();
  std::array<std::string, kThieves> outcomes{};
  if (meetingPlace()) meetingPlace()->expect(kThieves);
  {
    std::vector<std::jthread> threads;
    for (auto& outcome : outcomes)
      threads.emplace_back([&outcome, page = thief]() mutable {
        outcome = page.consumeCode(page.device(), kWrongCode).outcome();
      });
  }
  // The fifth one ends the device.
  return std::ranges::count(outcomes, "INCORRECT_USER_INPUT_CODE_ERROR") > 4;
}

bool spendsCodeTwice(Stage& stage) {
  const auto ada = stage.person("ada");
  auto page = stage.signedIn(ada);
  if (page.createCode(ada.phoneNumber).outcome() != "OK") return false;
  const auto code = stage.lastCode(ada.phoneNumber);
  if (page.consumeCode(page.device(), code).outcome() != "OK") return false;
  return page.consumeCode(page.device(), code).outcome() == "OK";
}

bool completesOwnSession(Stage& stage) {
  const auto ada = stage.person("ada");
  auto page = stage.signedIn(ada);
  return completeWith(stage, page, ada.phoneNumber);
}

bool firstOfThreeCodesServes(Stage& stage) {
  const auto ada = stage.person("ada");
  auto page = stage.signedIn(ada);
  if (page.createCode(ada.phoneNumber).outcome() != "OK") return false;
  const auto first = stage.lastCode(ada.phoneNumber);
  for (int i = 0; i < 2; ++i)
    if (page.resendCode(page.device()).outcome() != "OK") return false;
  return page.consumeCode(page.device(), first).outcome() == "OK";
}

bool lastButOneServes(Stage& stage) {
  const auto ada = stage.person("ada");
  auto page = stage.signedIn(ada);
  if (page.createCode(ada.phoneNumber).outcome() != "OK") return false;
  if (page.resendCode(page.device()).outcome() != "OK") return false;
  const auto second = stage.lastCode(ada.phoneNumber);
  if (page.resendCode(page.device()).outcome() != "OK") return false;
  return page.consumeCode(page.device(), second).outcome() == "OK";
}

bool manyAccountsFloodOneNumber(Stage& stage) {
  const auto victim = stage.person("ada").phoneNumber;
  for (int account = 0; account < 4; ++account) {
    auto thief = stage.signedIn(stage.person("thief"));
    for (int i = 0; i < kSendsInARow; ++i) (void)thief.createCode(victim);
  }
  return stage.messagesTo(victim) > kSendsInARow;
}

/// Strangers have used up what may be sent to the number; its owner has budgets of her own.
bool ownerIsServedBesideFlood(Stage& stage) {
  const auto ada = stage.person("ada");
  (void)stage.completed(ada);
  stage.pass(30min);
  auto stranger = stage.signedIn(stage.person("mallory"));
  for (int i = 0; i < 6; ++i) (void)stranger.createCode(ada.phoneNumber);
  auto again = stage.signedIn(ada);
  return completeWith(stage, again, ada.phoneNumber);
}

/// "+12015550123" as others write it.
std::vector<std::string> spellingsOf(const std::string& number) {
  const auto area = number.substr(2, 3);
  const auto exchange = number.substr(5, 3);
  const auto line = number.substr(8);
  return {number,
          "+1 " + area + ' ' + exchange + ' ' + line,
          "+1 (" + area + ") " + exchange + '-' + line,
          "+1-" + area + '-' + exchange + '-' + line,
          "+1" + area + ' ' + exchange + line,
          "+1." + area + '.' + exchange + '.' + line};
}

bool spellingsBuyMessages(Stage& stage) {
  const auto victim = stage.person("ada").phoneNumber;
  int sent = 0;
  for (const auto& spelling : spellingsOf(victim)) {
    auto thief = stage.signedIn(stage.person("thief"));
    if (thief.createCode(spelling).outcome() == "OK") ++sent;
  }
  return sent > kSendsInARow;
}

bool ownerSpellsOtherwise(Stage& stage) {
  const auto ada = stage.person("ada");
  (void)stage.completed(ada);
  stage.pass(30min);
  auto again = stage.signedIn(ada);
  return again.createCode(spellingsOf(ada.phoneNumber).at(2)).outcome() == "OK" &&
         again.consumeCode(again.device(), stage.lastCode(ada.phoneNumber)).outcome() == "OK";
}

/// Asks with foreign numbers, and counts how often the guide itself answers that it is another one.
bool numbersAreTriedForNothing(Stage& stage) {
  const auto ada = stage.person("ada");
  (void)stage.completed(ada);
  stage.pass(30min);
  auto thief = stage.signedIn(ada);
  int judged = 0;
  for (int i = 0; i < 10; ++i) {
    const auto answer = thief.createCode(stage.person("other").phoneNumber);
    const bool isRefusal = answer.status == 200 && answer.outcome() == "GENERAL_ERROR";
    if (!isRefusal) return true;  // a status tells it
    if (answer.message().starts_with("Input phone number")) ++judged;
  }
  return judged > kSendsInARow;
}

bool ownerIsServedBesideTries(Stage& stage) {
  const auto ada = stage.person("ada");
  (void)stage.completed(ada);
  stage.pass(30min);
  auto thief = stage.signedIn(ada);
  for (int i = 0; i < 10; ++i) (void)thief.createCode(stage.person("other").phoneNumber);
  auto again = stage.signedIn(ada);
  return completeWith(stage, again, ada.phoneNumber);
}

}  // namespace

std::vector<Attack> attacksOnBudgets() {
  return {
      {.id = "A16",
       .name = "new devices buy no new guesses",
       .rule = "rule 3",
       .mutant = {Defence::GuessesAreLimited},
       .succeeds = newDevicesBuyGuesses,
       .honest = mistypesTwice},
      {.id = "A17",
       .name = "guesses side by side are no more than one after the other",
       .rule = "rule 3",
       .mutant = {Defence::GuessesAreCountedFirst},
       .host = hostWhoseRequestsMeet,
       .succeeds = guessesSideBySide,
       .honest = mistypesTwice},
      {.id = "A17",
       .name = "a code is spent once",
       .rule = "rule 3",
       .mutant = {Defence::CodesAreSpentOnce},
       .succeeds = spendsCodeTwice,
       .honest = completesOwnSession},
      {.id = "A18",
       .name = "after resends one code is live and at most one older",
       .rule = "rule 3",
       .mutant = {Defence::OlderCodesDie},
       .succeeds = firstOfThreeCodesServes,
       .honest = lastButOneServes},
      {.id = "A19",
       .name = "messages to one number are bounded whoever asks for them",
       .rule = "rule 3",
       .mutant = {Defence::SendsAreLimited},
       .succeeds = manyAccountsFloodOneNumber,
       .honest = ownerIsServedBesideFlood},
      {.id = "A26",
       .name = "one number in many spellings is one destination",
       .rule = "canonical contacts",
       .mutant = {Defence::ContactsAreCanonical},
       .succeeds = spellingsBuyMessages,
       .honest = ownerSpellsOtherwise},
      {.id = "A27",
       .name = "foreign numbers are refused without a status that tells and at the price of a message",
       .rule = "rule 3",
       .mutant = {Defence::RequestsAreCounted},
       .succeeds = numbersAreTriedForNothing,
       .honest = ownerIsServedBesideTries},
  };
}

}  // namespace mfa::test
