#include "storage/sql/budget_state.hpp"

#include <algorithm>

#include "storage/sql/columns.hpp"

namespace mfa::sql {
namespace {

using std::chrono::milliseconds;

std::optional<milliseconds> takeFromBucket(BudgetState& state, const Budget& budget, Time now) {
  const Time at = std::max(now, state.seenAt);
  // A limit that was lowered since does not make anybody wait longer than the new one would.
  const Time latest = at + budget.limit * budget.period;
  const Time fullAt = std::clamp(state.fullAt, at, latest) + budget.period;
  if (fullAt > latest) return fullAt - latest + (at - now);
  state.seenAt = at;
  state.fullAt = fullAt;
  return std::nullopt;
}

// A step is a twelfth of the period, and what was taken in it comes back a whole period after its end: no
// span of one period, wherever it begins, ever holds more than the limit.
Time stepEnd(Time at, milliseconds period) {
  const auto width = std::max(period / 12, milliseconds{1});
  const auto since = at.time_since_epoch();
  const auto begin = since - (since % width + width) % width;  // floors before 1970 too
  return Time{begin + width};
}

milliseconds waitFor(const BudgetState& state, const Budget& budget, int taken, Time now) {
  for (const auto& step : state.steps) {
    taken -= step.taken;
    if (taken < budget.limit) return step.end + budget.period - now;
  }
  return budget.period;
}

std::optional<milliseconds> takeFromWindow(BudgetState& state, const Budget& budget, Time now) {
  const Time at = std::max(now, state.seenAt);
  std::erase_if(state.steps, [&](const WindowStep& step) { return step.end + budget.period <= at; });
  int taken = 0;
  for (const auto& step : state.steps) taken += step.taken;
  if (taken >= budget.limit) return waitFor(state, budget, taken, now);

  const Time end = stepEnd(at, budget.period);
  if (state.steps.empty() || state.steps.back().end < end) state.steps.push_back({.end = end, .taken = 0});
  state.steps.back().taken += 1;
  state.seenAt = at;
  state.fullAt = state.steps.back().end + budget.period;
  return std::nullopt;
}

}  // namespace

std::optional<milliseconds> takeOne(BudgetState& state, const Budget& budget, Time now) {
  if (budget.limit < 1) return budget.period;
  return budget.kind == Budget::Kind::Bucket ? takeFromBucket(state, budget, now)
                                             : takeFromWindow(state, budget, now);
}

std::string stepsColumn(const std::vector<WindowStep>& steps) {
  json::array column;
  for (const auto& step : steps) column.push_back(json::array{toUnixMillis(step.end), step.taken});
  return json::serialize(column);
}

std::vector<WindowStep> stepsOf(const std::string& column) {
  std::vector<WindowStep> steps;
  const auto value = jsonOf(column);
  for (const auto& step : value.as_array())
    steps.push_back(
        {.end = fromUnixMillis(step.at(0).as_int64()), .taken = static_cast<int>(step.at(1).as_int64())});
  return steps;
}

}  // namespace mfa::sql
