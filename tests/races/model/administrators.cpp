// What administrators do, and the time.
#include <array>

#include "races/model/world.hpp"

namespace mfa::test::model {

using namespace std::chrono_literals;

std::vector<User> World::allUsers() { return server_.auth().getUsersOldestFirst({.limit = 100}).users; }

std::optional<std::string> World::enrolledContact(const std::string& userId) {
  const auto factors = storage_->read([&userId](Transaction& tx) { return tx.factors().list(userId); });
  if (factors.empty()) return std::nullopt;
  return factors.front().contact.value;
}

void World::revoke(Lots& lots) {
  const auto users = allUsers();
  if (users.empty()) return;
  const auto& userId = lots.oneOf(users).id;
  tell("revoke the sessions of " + userId.substr(0, 4));
  for (const auto& handle : server_.auth().session().revokeAllSessionsForUser(userId)) ledger_.ended(handle);
}

void World::deleteUser(Lots& lots) {
  const auto users = allUsers();
  if (users.empty()) return;
  const auto& userId = lots.oneOf(users).id;
  tell("delete " + userId.substr(0, 4));
  const auto handles = server_.auth().session().getAllSessionHandlesForUser(userId);
  server_.auth().deleteUser(userId);
  for (const auto& handle : handles) ledger_.ended(handle);
  ledger_.userDeleted(userId);
}

void World::housekeep(Lots&) {
  tell("keep house");
  server_.auth().housekeep();
}

// Mostly less than a code lives; now and then past access tokens and budgets; and back, where the library
// does not follow.
void World::passTime(Lots& lots) {
  constexpr std::array<std::chrono::seconds, 8> kSteps{1s, 20s, 40s, 100s, 200s, 700s, 2h, 25h};
  const auto step = lots.onceIn(8) ? -kSteps.at(lots.below(kSteps.size())) : lots.oneOf(kSteps);
  tell(std::to_string(step.count()) + " s pass");
  server_.clock().advance(step);
}

void World::restart(Lots&) {
  tell("restart");
  stepsUntilOverlap_.reset();  // nobody is served by what goes, or by what is not there yet
  std::vector<CookieJar> jars;
  for (auto& browser : browsers_) jars.push_back(browser.cookies());
  browsers_.clear();
  deadAtRestart_ = ledger_.dead();
  server_.restart();
  for (const auto& jar : jars) {
    browsers_.push_back(server_.browser());
    browsers_.back().cookies() = jar;
  }
}

}  // namespace mfa::test::model
