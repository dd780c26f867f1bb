#include "storage/sql/budgets.hpp"

#include "storage/sql/columns.hpp"

namespace mfa::sql {
namespace {

std::string_view toColumn(Budget::Kind kind) { return kind == Budget::Kind::Bucket ? "bucket" : "window"; }

}  // namespace

// Rows are locked in the order of their keys, so that two takes never wait for each other.
std::map<Budgets::RowKey, BudgetState> Budgets::lockStates(const std::vector<Budget>& budgets) {
  std::map<RowKey, BudgetState> states;
  for (const auto& budget : budgets) states.try_emplace({budget.key, budget.kind});
  for (auto& [key, state] : states) state = lockState(key);
  return states;
}

// A row lock cannot hold a row that is not there yet: an untouched one is written first.
BudgetState Budgets::lockState(const RowKey& key) {
  auto rows = selectForUpdate(key);
  if (rows.empty()) {
    db_.execute(
        "INSERT INTO mfa_budgets (key, kind, seen_at, full_at, steps) VALUES ($1, $2, $3, $3, '[]') "
        "ON CONFLICT DO NOTHING",
        {key.first, toColumn(key.second), fromUnixMillis(0)});
    rows = selectForUpdate(key);
  }
  Fields in{rows.at(0)};
  return {.seenAt = in.time(), .fullAt = in.time(), .steps = stepsOf(in.text())};
}

Rows Budgets::selectForUpdate(const RowKey& key) {
  return db_.queryForUpdate("SELECT seen_at, full_at, steps FROM mfa_budgets WHERE key = $1 AND kind = $2",
                            {key.first, toColumn(key.second)});
}

void Budgets::save(const RowKey& key, const BudgetState& state) {
  db_.execute("UPDATE mfa_budgets SET seen_at = $3, full_at = $4, steps = $5 WHERE key = $1 AND kind = $2",
              {key.first, toColumn(key.second), state.seenAt, state.fullAt, stepsColumn(state.steps)});
}

std::optional<BudgetRefusal> Budgets::take(const std::vector<Budget>& budgets, Time now) {
  auto states = lockStates(budgets);
  std::optional<BudgetRefusal> refusal;
  for (const auto& budget : budgets) {
    const auto wait = takeOne(states.at({budget.key, budget.kind}), budget, now);
    if (wait && (!refusal || *wait > refusal->retryAfter))
      refusal = BudgetRefusal{.key = budget.key, .retryAfter = *wait};
  }
  if (refusal) return refusal;
  for (const auto& [key, state] : states) save(key, state);
  return std::nullopt;
}

void Budgets::reset(const std::vector<std::string>& keys) {
  for (const auto& key : keys) db_.execute("DELETE FROM mfa_budgets WHERE key = $1", {key});
}

int Budgets::removeExpired(Time now, int limit) {
  return static_cast<int>(
      db_.execute("DELETE FROM mfa_budgets WHERE (key, kind) IN "
                  "(SELECT key, kind FROM mfa_budgets WHERE full_at <= $1 ORDER BY full_at LIMIT $2)",
                  {now, limit}));
}

}  // namespace mfa::sql
