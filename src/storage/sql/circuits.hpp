// Circuits in SQL.
#pragma once

#include "mfa/storage/circuits.hpp"
#include "storage/sql/connection.hpp"

namespace mfa::sql {

class Circuits final : public CircuitStore {
 public:
  explicit Circuits(Connection& db) : db_{db} {}

  CircuitPassage attempt(const std::string& name, const CircuitPolicy& policy, Time now) override;
  void withdraw(const std::string& name) override;
  bool succeed(const std::string& name, const CircuitPolicy& policy) override;
  void open(const std::string& name, Time now, Time resumesAt) override;
  Update close(const std::string& name) override;
  std::vector<Circuit> list() override;
  int removeExpired(Time now, int limit) override;

 private:
  [[nodiscard]] Circuit lockOrAdd(const std::string& name);
  [[nodiscard]] std::optional<Circuit> lock(const std::string& name);
  void add(const std::string& name);
  void save(const Circuit& circuit);

  Connection& db_;
};

}  // namespace mfa::sql
