#include "storage/sql/circuits.hpp"

#include "storage/sql/answers.hpp"

namespace mfa::sql {
namespace {

Circuit circuitOf(Row& row) {
  Fields in{row};
  return {.name = in.text(),
          .attempts = in.count(),
          .successes = in.count(),
          .openedAt = in.optionalTime(),
          .resumesAt = in.time(),
          .trialsLeft = in.count(),
          .expiresAt = in.time()};
}

}  // namespace

std::optional<Circuit> Circuits::lock(const std::string& name) {
  auto rows = db_.queryForUpdate(
      "SELECT name, attempts, successes, opened_at, resumes_at, trials_left, expires_at FROM mfa_circuits "
      "WHERE name = $1",
      {name});
  if (rows.empty()) return std::nullopt;
  return circuitOf(rows.front());
}

// A row lock cannot hold a row that is not there yet.
void Circuits::add(const std::string& name) {
  db_.execute(
      "INSERT INTO mfa_circuits "
      "(name, attempts, successes, opened_at, resumes_at, trials_left, expires_at) "
      "VALUES ($1, 0, 0, NULL, 0, 0, 0) ON CONFLICT DO NOTHING",
      {name});
}

Circuit Circuits::lockOrAdd(const std::string& name) {
  if (auto circuit = lock(name)) return *std::move(circuit);
  add(name);
  return lock(name).value();
}

void Circuits::save(const Circuit& circuit) {
  db_.execute(
      "UPDATE mfa_circuits SET attempts = $2, successes = $3, opened_at = $4, resumes_at = $5, "
      "trials_left = $6, expires_at = $7 WHERE name = $1",
      {circuit.name, circuit.attempts, circuit.successes, circuit.openedAt, circuit.resumesAt,
       circuit.trialsLeft, circuit.expiresAt});
}

CircuitPassage Circuits::attempt(const std::string& name, const CircuitPolicy& policy, Time now) {
  auto circuit = lockOrAdd(name);
  const auto passage = attemptIn(circuit, policy, now);
  if (passage.passes || passage.opened) save(circuit);
  return passage;
}

void Circuits::withdraw(const std::string& name) {
  auto circuit = lock(name);
  if (!circuit) return;
  withdrawFrom(*circuit);
  save(*circuit);
}

bool Circuits::succeed(const std::string& name, const CircuitPolicy& policy) {
  auto circuit = lock(name);
  if (!circuit) return false;
  const bool closed = succeedIn(*circuit, policy);
  save(*circuit);
  return closed;
}

void Circuits::open(const std::string& name, Time now, Time resumesAt) {
  add(name);
  save(openedCircuit(name, now, resumesAt));
}

Update Circuits::close(const std::string& name) {
  return updateOf(db_.execute("DELETE FROM mfa_circuits WHERE name = $1", {name}));
}

std::vector<Circuit> Circuits::list() {
  auto rows = db_.query(
      "SELECT name, attempts, successes, opened_at, resumes_at, trials_left, expires_at FROM mfa_circuits "
      "ORDER BY name",
      {});
  std::vector<Circuit> circuits;
  for (auto& row : rows) circuits.push_back(circuitOf(row));
  return circuits;
}

int Circuits::removeExpired(Time now, int limit) {
  return static_cast<int>(
      db_.execute("DELETE FROM mfa_circuits WHERE name IN "
                  "(SELECT name FROM mfa_circuits WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2)",
                  {now, limit}));
}

}  // namespace mfa::sql
