#include "races/model/world.hpp"

#include <array>
#include <utility>

#include "../examples/second_factor/second_factor.hpp"
#include "recipes/passwordless/impl.hpp"
#include "support/relayed_storage.hpp"

namespace mfa::test::model {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kBrowsers = 4;
constexpr int kGuessesPerDay = 4;

/// Few guesses a day, so that histories reach the end of them. What costs money to strangers stays out of the
/// way.
Limits limits() {
  return {.sendsPerAddress = {},
          .sendsPerNumberBlock = {},
          .sendsPerCountry = {},
          .sendsInAll = {},
          .guessesPerDay = {kGuessesPerDay, 24h},
          .passwordsPerAccountAndAddress = {},
          .passwordsPerAddress = {}};
}

/// Keeps the session of the first factor, and asks for none.
Passwordless::Apis keepIfThere(Passwordless::Apis original) {
  auto apis = original;
  apis.consumeCodePOST = [original](Passwordless::ConsumeCodePOST::Input input) {
    if (input.session) input.userContext.set("session", input.session);
    return original.consumeCodePOST(std::move(input));
  };
  return apis;
}

}  // namespace

class World::Sender final : public SmsSender {
 public:
  explicit Sender(World& world) : world_{world} {}

  void sendSms(const PasswordlessLogin& message) override {
    world_.ledger_.sent(
        {message.preAuthSessionId, message.userInputCode.value(), message.to, world_.latest_});
    try {
      for (const auto& subject : world_.subjectsOfSend())
        world_.messages_.use(subject, world_.latest_, "a message was sent");
    } catch (const Violation& violation) {  // what a sender throws, the library answers
      world_.senderSaw_ = violation.what();
    }
  }

 private:
  World& world_;
};

World::World(Kind kind, std::shared_ptr<Storage> storage)
    : messages_{3, 200s, 10},
      guesses_{0, 0s, kGuessesPerDay},
      storage_{storage},
      server_{changes(kind, storage)} {
  for (std::size_t i = 0; i < kBrowsers; ++i) browsers_.push_back(server_.browser());
}

GuideChanges World::changes(Kind kind, const std::shared_ptr<Storage>& storage) {
  return {
      .config = [](Config& config) { config.limits = limits(); },
      .session = [](Session::Config& config) { config.signingAlgorithm = Session::SigningAlgorithm::EdDSA; },
      .passwordless =
          [this, kind](Passwordless::Config& config) {
            config.smsDelivery.service = std::make_shared<Sender>(*this);
            if (kind == Kind::Mixed) config.override.apis = keepIfThere;
          },
      .storage = watched(storage, [this](StorageStep step, std::string_view) {
        if (step == StorageStep::Begin) overlap();
      })};
}

void World::perform(std::uint64_t lot) {
  Lots lots{lot};
  overlapLot_ = mixed(lot);
  if (lots.onceIn(2)) stepsUntilOverlap_ = 1 + lots.below(8);
  act(lots, Nested::No);
  stepsUntilOverlap_.reset();
  tell("\n");
  inspect();
}

// Between two transactions nothing of the library is locked: another request may come from beginning to end.
void World::overlap() {
  if (!stepsUntilOverlap_ || --*stepsUntilOverlap_ > 0) return;
  stepsUntilOverlap_.reset();
  ++successes_.overlapped;
  const auto send = std::exchange(send_, {});
  tell(" [meanwhile: ");
  Lots lots{overlapLot_};
  act(lots, Nested::Yes);
  tell("] ");
  send_ = send;
}

void World::act(Lots& lots, Nested nested) {
  struct Weighted {
    Act act;
    std::size_t weight;
  };
  // The last ones change what a running request stands on: the time, and the server.
  constexpr std::array kActs{Weighted{&World::signUp, 4},         Weighted{&World::signIn, 16},
                             Weighted{&World::ask, 20},           Weighted{&World::askAgain, 5},
                             Weighted{&World::consumeRight, 26},  Weighted{&World::consumeWrong, 12},
                             Weighted{&World::refresh, 8},        Weighted{&World::signOut, 3},
                             Weighted{&World::changePassword, 4}, Weighted{&World::copyCookies, 3},
                             Weighted{&World::revoke, 2},         Weighted{&World::deleteUser, 2},
                             Weighted{&World::housekeep, 1},      Weighted{&World::passTime, 12},
                             Weighted{&World::restart, 1}};
  const auto count = nested == Nested::Yes ? kActs.size() - 2 : kActs.size();
  std::size_t all = 0;
  for (std::size_t i = 0; i < count; ++i) all += kActs.at(i).weight;
  auto lot = lots.below(all);
  std::size_t chosen = 0;
  for (; lot >= kActs.at(chosen).weight; ++chosen) lot -= kActs.at(chosen).weight;
  const auto act = kActs.at(chosen).act;
  // After the host's clock was set back, time goes on at half its pace: what counts is the library's.
  if (act != &World::passTime) latest_ = std::max(latest_, server_.auth().passwordless().impl().now());
  (this->*act)(lots);
}

}  // namespace mfa::test::model
