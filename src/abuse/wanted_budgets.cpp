#include "abuse/wanted_budgets.hpp"

#include <algorithm>

namespace mfa::abuse {
namespace {

constexpr int kUnlimited = 1'000'000'000;

/// Who has a site changes groups at will; behind a large one there may be this many busy people.
constexpr int kGroupsPerSite = 16;

}  // namespace

std::vector<NetworkLimit> perNetwork(const http::Address& client, const WindowLimit& limit) {
  std::vector<NetworkLimit> limits{{.network = client.group(), .limit = limit}};
  if (auto site = client.site())
    limits.push_back({.network = *std::move(site), .limit = times(kGroupsPerSite, limit)});
  return limits;
}

WindowLimit times(int factor, const WindowLimit& limit) {
  return {std::min(limit.count, kUnlimited / factor) * factor, limit.period};
}

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

void WantedBudgets::addUnlimited(const std::string& key, const WindowLimit& limit) {
  if (limit.count > 0) add(key, WindowLimit{kUnlimited, limit.period});
}

std::optional<BudgetRefusal> WantedBudgets::take(Transaction& tx, Time now) const {
  if (budgets_.empty()) return std::nullopt;
  (void)tx.budgets().removeExpired(now, static_cast<int>(budgets_.size()));
  return tx.budgets().take(budgets_, now);
}

}  // namespace mfa::abuse
