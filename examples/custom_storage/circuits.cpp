#include "stores.hpp"

namespace custom_storage {

using mfa::Circuit;
using mfa::CircuitPassage;
using mfa::CircuitPolicy;
using mfa::Time;

Circuit* Circuits::find(const std::string& name) {
  auto& rows = draft_.write().circuits.write();
  const auto row = rows.find(name);
  return row == rows.end() ? nullptr : &row->second;
}

// The arithmetic is the library's: a storage brings the row, and keeps others away from it meanwhile.
CircuitPassage Circuits::attempt(const std::string& name, const CircuitPolicy& policy, Time now) {
  auto& rows = draft_.write().circuits.write();
  auto& circuit = rows.try_emplace(name, Circuit{.name = name}).first->second;
  return mfa::attemptIn(circuit, policy, now);
}

void Circuits::withdraw(const std::string& name) {
  if (auto* circuit = find(name)) mfa::withdrawFrom(*circuit);
}

bool Circuits::succeed(const std::string& name, const CircuitPolicy& policy) {
  auto* circuit = find(name);
  return circuit != nullptr && mfa::succeedIn(*circuit, policy);
}

void Circuits::open(const std::string& name, Time now, Time resumesAt) {
  draft_.write().circuits.write().insert_or_assign(name, mfa::openedCircuit(name, now, resumesAt));
}

mfa::Update Circuits::close(const std::string& name) {
  return draft_.write().circuits.write().erase(name) > 0 ? mfa::Update::Done : mfa::Update::Missing;
}

std::vector<Circuit> Circuits::list() {
  std::vector<Circuit> circuits;
  for (const auto& [name, circuit] : draft_.read().circuits.read()) circuits.push_back(circuit);
  return circuits;
}

int Circuits::removeExpired(Time now, int limit) {
  int removed = 0;
  std::erase_if(draft_.write().circuits.write(), [&](const auto& entry) {
    return entry.second.expiresAt <= now && removed < limit && ++removed > 0;
  });
  return removed;
}

}  // namespace custom_storage
