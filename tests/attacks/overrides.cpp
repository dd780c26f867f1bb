// Overrides that a host got wrong, under those of the guide.
#include "attacks/attack.hpp"
#include "attacks/hosts.hpp"

namespace mfa::test {
namespace {

bool getsSessionOfOther(Stage& stage) {
  auto victim = stage.signedIn(stage.person("victim"));
  const auto mallorys = stage.person("mallory");
  auto mallory = stage.signedIn(mallorys);
  const auto victims = stage.whoIs(victim);
  return completeWith(stage, mallory, mallorys.phoneNumber) && stage.whoIs(mallory).userId == victims.userId;
}

/// The thief is first, with the password alone, and waits until the owner completes a session.
bool ownerCompletesSessionOfThief(Stage& stage) {
  const auto adas = stage.person("ada");
  auto thief = stage.signedIn(adas);
  auto ada = stage.signedIn(adas);
  (void)completeWith(stage, ada, adas.phoneNumber);
  (void)thief.refresh();
  return thief.hasSecondFactor();
}

bool firstCompletesOwn(Stage& stage) {
  const auto ada = stage.person("ada");
  auto page = stage.signedIn(ada);
  return completeWith(stage, page, ada.phoneNumber);
}

}  // namespace

std::vector<Attack> attacksThroughOverrides() {
  return {
      {.id = "A13",
       .name = "an override that returns the session of somebody else gives it to nobody",
       .rule = "rule 1",
       .mutant = {Defence::OnlyItsOwnSession},
       .host = hostThatKeepsTheFirstSession,
       .succeeds = getsSessionOfOther,
       .honest = firstCompletesOwn,
       .needs = Needs::Inside},
      {.id = "A33",
       .name = "an override that returns an older session raises it for nobody",
       .rule = "rule 1",
       .mutant = {Defence::OnlyItsOwnSession},
       .host = hostThatKeepsTheFirstSession,
       .succeeds = ownerCompletesSessionOfThief,
       .honest = firstCompletesOwn,
       .needs = Needs::Inside},
  };
}

}  // namespace mfa::test
