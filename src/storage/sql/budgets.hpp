// Budgets in SQL.
#pragma once

#include <map>
#include <utility>

#include "mfa/storage/budgets.hpp"
#include "storage/sql/budget_state.hpp"
#include "storage/sql/connection.hpp"

namespace mfa::sql {

class Budgets final : public BudgetStore {
 public:
  explicit Budgets(Connection& db) : db_{db} {}

  std::optional<BudgetRefusal> take(const std::vector<Budget>& budgets, Time now) override;
  void reset(const std::vector<std::string>& keys) override;
  int removeExpired(Time now, int limit) override;

 private:
  using RowKey = std::pair<std::string, Budget::Kind>;

  [[nodiscard]] std::map<RowKey, BudgetState> lockStates(const std::vector<Budget>& budgets);
  [[nodiscard]] BudgetState lockState(const RowKey& key);
  [[nodiscard]] Rows selectForUpdate(const RowKey& key);
  void save(const RowKey& key, const BudgetState& state);

  Connection& db_;
};

}  // namespace mfa::sql
