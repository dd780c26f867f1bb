#include "attacks/stage.hpp"

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <stdexcept>
#include <utility>

namespace mfa::test {
namespace {

void expectOk(const Answer& answer, const std::string& step) {
  if (answer.outcome() != "OK")
    throw std::runtime_error{step + " answered " + std::to_string(answer.status) + " " +
                             answer.response.body};
}

/// Hundreds of servers are started, and an RSA key takes longer to make than an attack to play. No attack is
/// about the signature; the running server keeps the default.
GuideChanges withQuickKeys(GuideChanges changes) {
  changes.session = [change = std::move(changes.session)](Session::Config& config) {
    config.signingAlgorithm = Session::SigningAlgorithm::EdDSA;
    if (change) change(config);
  };
  return changes;
}

class StageInProcess final : public Stage {
 public:
  explicit StageInProcess(const GuideChanges& changes) : server_{withQuickKeys(changes)} {}

  using Stage::browser;
  [[nodiscard]] Browser browser(Transfer transfer) override { return server_.browser(transfer); }
  [[nodiscard]] std::vector<OutboxMessage> messages() override { return server_.outbox().messages(); }
  [[nodiscard]] Identity whoIs(Browser& browser) override {
    const auto session = browser.session();
    return {session->getUserId(), session->getHandle()};
  }
  void pass(std::chrono::milliseconds time) override { server_.clock().advance(time); }
  bool changePassword(Browser& browser, const std::string& newPassword) override {
    const auto result = server_.auth().thirdPartyEmailPassword().changePassword(
        {.session = browser.session(), .currentPassword = kPassword, .newPassword = newPassword});
    return ok(result) != nullptr;
  }
  [[nodiscard]] GuideServer& inside() override { return server_; }

 private:
  GuideServer server_;
};

}  // namespace

Person Stage::person(const std::string& name) const {
  static std::atomic<int> people{0};
  const int number = ++people;
  char phoneNumber[16];
  std::snprintf(phoneNumber, sizeof phoneNumber, "+1201555%04d", number % 10'000);
  return {name + std::to_string(number) + "@example.com", phoneNumber};
}

Browser Stage::signedIn(const Person& person, Transfer transfer) {
  auto page = browser(transfer);
  if (page.signIn(person.email, kPassword).outcome() != "OK")
    expectOk(page.signUp(person.email, kPassword), "sign-up");
  return page;
}

Browser Stage::completed(const Person& person) {
  auto page = signedIn(person);
  expectOk(page.createCode(person.phoneNumber), "createCode");
  expectOk(page.consumeCode(page.device(), lastCode(person.phoneNumber)), "consumeCode");
  return page;
}

std::string Stage::lastCode(const std::string& to) {
  const auto sent = messages();
  const auto last = std::find_if(sent.rbegin(), sent.rend(), [&to](const OutboxMessage& message) {
    return message.to == to && message.userInputCode;
  });
  if (last == sent.rend()) throw std::runtime_error{"no code was sent to " + to};
  return *last->userInputCode;
}

int Stage::messagesTo(const std::string& to) {
  return static_cast<int>(std::ranges::count(messages(), to, &OutboxMessage::to));
}

std::unique_ptr<Stage> stageInProcess(const GuideChanges& changes) {
  return std::make_unique<StageInProcess>(changes);
}

bool completeWith(Stage& stage, Browser& browser, const std::string& phoneNumber) {
  if (browser.createCode(phoneNumber).outcome() != "OK") return false;
  return browser.consumeCode(browser.device(), stage.lastCode(phoneNumber)).outcome() == "OK" &&
         browser.hasSecondFactor();
}

}  // namespace mfa::test
