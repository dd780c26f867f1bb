/// @file
/// Budgets: how often something may still happen. Table `mfa_budgets`.
///
/// Taking is counted before the thing happens, in its own committed transaction, so that neither a crash nor
/// a parallel request gets one for nothing.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "mfa/time.hpp"

namespace mfa {

/// One limit of one subject.
struct Budget {
  enum class Kind {
    Bucket,  ///< holds `limit`, one comes back every `period`
    Window,  ///< at most `limit` in any span of `period`; comes back in steps of a twelfth of it or less
  };

  std::string key{};  ///< names purpose and subject; a keyed hash where the subject is an address
  Kind kind = Kind::Bucket;
  int limit = 1;
  std::chrono::milliseconds period{};
};

/// A budget that is empty.
struct BudgetRefusal {
  std::string key{};
  std::chrono::milliseconds retryAfter{};  ///< until one may be taken again
};

class BudgetStore {
 public:
  virtual ~BudgetStore() = default;

  /// Takes one from every budget, or from none: then the refusal names the one with the longest wait. At
  /// equal times any number of callers together get no more than the budget holds; a clock set back gives
  /// nothing back.
  [[nodiscard]] virtual std::optional<BudgetRefusal> take(const std::vector<Budget>& budgets, Time now) = 0;

  /// Fills budgets up again.
  virtual void reset(const std::vector<std::string>& keys) = 0;

  /// Removes up to `limit` rows that are full again at `now`; returns how many.
  virtual int removeExpired(Time now, int limit) = 0;
};

}  // namespace mfa
