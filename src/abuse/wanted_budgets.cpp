#include "abuse/wanted_budgets.hpp"

namespace mfa::abuse {
namespace {

constexpr int kExpiredPerTake = 3;

}  // namespace

void WantedBudgets::add(const std::string& key, const BucketLimit& limit) {
  if (limit.capacity > 0)
    budgets_.push_back(
        {.key = key, .kind = Budget::Kind::Bucket, .limit = limit.capacity, .period = limit.refill});
}

void WantedBudgets::add(const std::string& key, const WindowLimit& limit) {
  if (limit.count > 0)
    budgets_.push_back(
        {.key = key, .kind = Budget::Kind::Window, .limit = limit.count, .period = limit.period});
}

std::optional<BudgetRefusal> WantedBudgets::take(Transaction& tx, Time now) const {
  if (budgets_.empty()) return std::nullopt;
  (void)tx.budgets().removeExpired(now, kExpiredPerTake);
  return tx.budgets().take(budgets_, now);
}

}  // namespace mfa::abuse
