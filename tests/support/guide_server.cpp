#include "support/guide_server.hpp"

#include <stdexcept>
#include <utility>

#include "../examples/second_factor/second_factor.hpp"

namespace mfa::test {
namespace {

template <class Value>
Value changed(Value value, const std::function<void(Value&)>& change) {
  if (change) change(value);
  return value;
}

void expectOk(const Answer& answer, const std::string& step) {
  if (answer.outcome() != "OK")
    throw std::runtime_error{step + " answered " + std::to_string(answer.status) + " " +
                             answer.response.body};
}

}  // namespace

GuideServer::GuideServer(const GuideChanges& changes)
    : changes_{changes},
      storage_{changes.storage ? changes.storage : sqlite::open(":memory:")},
      auth_{std::make_unique<Auth>(config())} {}

Config GuideServer::config() const {
  // A password costs 20 ms in production; here nearly nothing, or tests would do little else.
  ThirdPartyEmailPassword::Config passwords{.passwordHashing = {.memoryKiB = 64, .iterations = 1}};
  Passwordless::Config codes{.contactMethod = ContactMethod::Phone,
                             .flowType = FlowType::UserInputCode,
                             .override = {.apis = secondFactorApis}};
  // Tests reckon with exact expiries; and a key of RSA takes longer to make than most of them to run.
  Session::Config sessions{.accessTokenJitterPercent = 0,
                           .signingAlgorithm = Session::SigningAlgorithm::EdDSA,
                           .override = {.functions = keepFirstSession}};
  Config config{
      .appInfo = {.appName = "Acme", .apiDomain = "https://api.acme.example", .websiteDomain = kWebsite},
      .storage = storage_,
      .recipeList = {UserMetadata::init(),
                     ThirdPartyEmailPassword::init(
                         changed(std::move(passwords), changes_.thirdPartyEmailPassword)),
                     Passwordless::init(changed(std::move(codes), changes_.passwordless)),
                     Session::init(changed(std::move(sessions), changes_.session))},
      .outbox = outbox_,
      .onEvent =
          [seen = seen_](const Event& event) {
            const std::lock_guard lock{seen->mutex};
            seen->events.push_back(event);
          },
      .clock = clock_,
      .random = random_,
  };
  return changed(std::move(config), changes_.config);
}

std::vector<Event> GuideServer::events() const {
  const std::lock_guard lock{seen_->mutex};
  return seen_->events;
}

void GuideServer::restart() {
  auth_.reset();
  auth_ = std::make_unique<Auth>(config());
}

Browser GuideServer::browser(Transfer transfer) const { return {*auth_, clock_, kWebsite, transfer}; }

Browser GuideServer::signedIn(const std::string& email, Transfer transfer) const {
  auto page = browser(transfer);
  if (page.signIn(email, kPassword).outcome() != "OK") expectOk(page.signUp(email, kPassword), "sign-up");
  return page;
}

Browser GuideServer::completed(const std::string& email, const std::string& phoneNumber) {
  auto page = signedIn(email);
  expectOk(page.createCode(phoneNumber), "createCode");
  expectOk(page.consumeCode(page.device(), lastCode(phoneNumber)), "consumeCode");
  return page;
}

std::string GuideServer::lastCode(const std::string& to) const {
  const auto message = outbox_->last(to);
  if (!message || !message->userInputCode) throw std::runtime_error{"no code was sent to " + to};
  return *message->userInputCode;
}

}  // namespace mfa::test
