// The attack suite: each attack with what closes it, and the proof that nothing else does.
//
// Every attack is played on fresh servers: as things are, where it must fail; with its defences taken away,
// where it must succeed; and beside an honest twin, who must succeed as things are. docs/security/attacks.md
// has the same table for readers, and a test compares the two.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "attacks/stage.hpp"
#include "testing/defences.hpp"

namespace mfa::test {

/// Whether an attack needs more than HTTP: a clock, another host's code, rows of another node.
enum class Needs { Http, Inside };

struct Attack {
  std::string id{};    ///< "A1"; several attacks may be of one kind
  std::string name{};  ///< of its test: what is refused
  std::string rule{};  ///< what refuses it
  /// The attack succeeds without all of these, and fails while one is left.
  std::vector<Defence> mutant{};
  /// What the host changed about the guide, made anew for each server. Nothing: the guide as it stands.
  std::function<GuideChanges()> host{};
  /// True: the attack succeeded.
  std::function<bool(Stage&)> succeeds{};
  /// True: a person who does the same honestly was served.
  std::function<bool(Stage&)> honest{};
  Needs needs = Needs::Http;
  /// The guide as it stands lets it through, by its nature; what the host changed closes it. Then the guide
  /// is the mutant.
  bool isOpenInGuide = false;
};

/// All of them, in the order of their ids.
[[nodiscard]] std::vector<Attack> attacks();

// By topic, each in the file of its name.
[[nodiscard]] std::vector<Attack> attacksOnBinding();
[[nodiscard]] std::vector<Attack> attacksOnEnrolment();
[[nodiscard]] std::vector<Attack> attacksOnBudgets();
[[nodiscard]] std::vector<Attack> attacksOnSessions();
[[nodiscard]] std::vector<Attack> attacksThroughOverrides();

}  // namespace mfa::test
