// How limits are named: in events, and at the beginning of the keys of their budgets.
#pragma once

#include <string>

#include "mfa/storage/budgets.hpp"

namespace mfa::abuse {

/// The limit that a budget is one of: what stands before the colon of its key.
[[nodiscard]] inline std::string limitOf(const BudgetRefusal& refusal) {
  return refusal.key.substr(0, refusal.key.find(':'));
}

}  // namespace mfa::abuse
