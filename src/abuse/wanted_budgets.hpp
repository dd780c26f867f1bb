// What something that is limited draws from: all of it, or nothing.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "mfa/limits.hpp"
#include "mfa/storage.hpp"
#include "mfa/time.hpp"

namespace mfa::abuse {

/// The budgets of one thing about to happen. A limit that is off wants nothing.
class WantedBudgets {
 public:
  void add(const std::string& key, const BucketLimit& limit);
  void add(const std::string& key, const WindowLimit& limit);

  /// Takes one from each, or from none. Clears away a few that are full again, more than a call adds as a
  /// rule: where nobody keeps house, whoever tries ever new names pays for the rows of older ones.
  [[nodiscard]] std::optional<BudgetRefusal> take(Transaction& tx, Time now) const;

 private:
  std::vector<Budget> budgets_{};
};

}  // namespace mfa::abuse
