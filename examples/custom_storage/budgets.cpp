#include <algorithm>

#include "stores.hpp"

namespace custom_storage {

using mfa::Budget;
using mfa::BudgetRefusal;
using mfa::Time;
using std::chrono::milliseconds;

namespace {

/// A bucket is one number: the time at which it is full again.
std::optional<milliseconds> takeFromBucket(Taken& taken, const Budget& budget, Time now, Time at) {
  const Time latest = at + budget.limit * budget.period;
  const Time fullAt = std::clamp(taken.fullAt, at, latest) + budget.period;
  if (fullAt > latest) return fullAt - latest + (at - now);
  taken.fullAt = fullAt;
  return std::nullopt;
}

/// A window keeps the time of every take: exact, and as long as its limit.
std::optional<milliseconds> takeFromWindow(Taken& taken, const Budget& budget, Time now, Time at) {
  auto& times = taken.times;
  std::erase_if(times, [&](Time time) { return time + budget.period <= at; });
  const auto limit = static_cast<std::size_t>(budget.limit);
  if (times.size() >= limit) return times[times.size() - limit] + budget.period - now;
  times.push_back(at);
  taken.fullAt = at + budget.period;
  return std::nullopt;
}

// A clock that was set back stands still at the latest time it told: nothing comes back early.
std::optional<milliseconds> takeOne(Taken& taken, const Budget& budget, Time now) {
  if (budget.limit < 1) return budget.period;
  const Time at = std::max(now, taken.seenAt);
  const auto wait = budget.kind == Budget::Kind::Bucket ? takeFromBucket(taken, budget, now, at)
                                                        : takeFromWindow(taken, budget, now, at);
  if (!wait) taken.seenAt = at;
  return wait;
}

}  // namespace

// Takes from copies; they replace the rows only if every budget had one.
std::optional<BudgetRefusal> Budgets::take(const std::vector<Budget>& budgets, Time now) {
  auto& rows = draft_.write().budgets;
  std::map<BudgetKey, Taken> changed;
  std::optional<BudgetRefusal> refusal;
  for (const auto& budget : budgets) {
    const BudgetKey key{budget.key, budget.kind};
    const auto row = rows.read().find(key);
    auto& taken = changed.try_emplace(key, row == rows.read().end() ? Taken{} : row->second).first->second;
    const auto wait = takeOne(taken, budget, now);
    if (wait && (!refusal || *wait > refusal->retryAfter)) refusal = BudgetRefusal{budget.key, *wait};
  }
  if (refusal) return refusal;
  for (auto& [key, taken] : changed) rows.write().insert_or_assign(key, std::move(taken));
  return std::nullopt;
}

void Budgets::reset(const std::vector<std::string>& keys) {
  auto& rows = draft_.write().budgets.write();
  for (const auto& key : keys) {
    rows.erase({key, Budget::Kind::Bucket});
    rows.erase({key, Budget::Kind::Window});
  }
}

int Budgets::removeExpired(Time now, int limit) {
  int removed = 0;
  std::erase_if(draft_.write().budgets.write(), [&](const auto& entry) {
    return entry.second.fullAt <= now && removed < limit && ++removed > 0;
  });
  return removed;
}

}  // namespace custom_storage
