// The arithmetic of budgets: what a row holds, what a take makes of it.
//
// Both kinds keep what was taken as amounts that come back at a known time. A bucket needs one number, the
// time at which it is full again; a window keeps how many were taken in each step.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "mfa/storage/budgets.hpp"
#include "mfa/time.hpp"

namespace mfa::sql {

/// What was taken in one step of a window.
struct WindowStep {
  Time end{};  ///< everything was taken before it
  int taken = 0;
};

/// A row of `mfa_budgets`. A fresh one is full.
struct BudgetState {
  Time seenAt{};  ///< the latest time it was told: it does not go back behind it
  Time fullAt{};
  std::vector<WindowStep> steps{};  ///< of a window, oldest first
};

/// Takes one from `state`, or returns how long until that may succeed and leaves it as it is.
[[nodiscard]] std::optional<std::chrono::milliseconds> takeOne(BudgetState& state, const Budget& budget,
                                                               Time now);

/// `[[end,taken],…]`.
[[nodiscard]] std::string stepsColumn(const std::vector<WindowStep>& steps);
[[nodiscard]] std::vector<WindowStep> stepsOf(const std::string& column);

}  // namespace mfa::sql
