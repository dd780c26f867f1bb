// Plays every attack: one test case each, named after it.
#include "attacks/attack.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <charconv>
#include <iterator>

namespace mfa::test {
namespace {

GuideChanges changesOf(const Attack& attack) { return attack.host ? attack.host() : GuideChanges{}; }

bool succeeds(const Attack& attack, const GuideChanges& changes) {
  const auto stage = stageInProcess(changes);
  return attack.succeeds(*stage);
}

#ifdef MFA_TESTING

bool succeedsWithout(const Attack& attack, const std::vector<Defence>& defences) {
  const WithoutDefences removed{defences};
  return succeeds(attack, changesOf(attack));
}

void playMutants(const Attack& attack) {
  INFO("without its defences");
  CHECK(succeedsWithout(attack, attack.mutant));
  if (attack.mutant.size() < 2) return;
  for (const auto left : attack.mutant) {
    INFO(nameOf(left) << " alone is left");
    auto removed = attack.mutant;
    std::erase(removed, left);
    CHECK_FALSE(succeedsWithout(attack, removed));
  }
}

#else

void playMutants(const Attack&) {}

#endif

void play(const Attack& attack) {
  {
    INFO("the honest twin");
    const auto stage = stageInProcess(changesOf(attack));
    CHECK(attack.honest(*stage));
  }
  {
    INFO("as things are");
    CHECK_FALSE(succeeds(attack, changesOf(attack)));
  }
  if (!attack.isOpenInGuide) return playMutants(attack);
  INFO("the guide as it stands");
  CHECK(succeeds(attack, {}));
}

/// A test case that is told which attack it is.
class Play final : public Catch::ITestInvoker {
 public:
  explicit Play(Attack attack) : attack_{std::move(attack)} {}
  void invoke() const override { play(attack_); }

 private:
  Attack attack_;
};

bool registerAll() {
  for (const auto& attack : attacks()) {
    const auto tags = "[attacks][" + attack.id + "]";
    static std::vector<std::unique_ptr<Catch::AutoReg>> registered;
    registered.push_back(std::make_unique<Catch::AutoReg>(new Play{attack}, CATCH_INTERNAL_LINEINFO,
                                                          Catch::StringRef{},
                                                          Catch::NameAndTags{attack.name, tags}));
  }
  return true;
}

const bool kRegistered = registerAll();

int numberOf(const std::string& id) {
  int number = 0;
  std::from_chars(id.data() + 1, id.data() + id.size(), number);
  return number;
}

}  // namespace

std::vector<Attack> attacks() {
  std::vector<Attack> all;
  for (auto topic :
       {attacksOnBinding, attacksOnEnrolment, attacksOnBudgets, attacksOnSessions, attacksThroughOverrides})
    std::ranges::move(topic(), std::back_inserter(all));
  std::ranges::stable_sort(all, {}, [](const Attack& attack) { return numberOf(attack.id); });
  return all;
}

}  // namespace mfa::test
