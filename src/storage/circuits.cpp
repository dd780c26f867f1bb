#include "mfa/storage/circuits.hpp"

#include <algorithm>
#include <cmath>

namespace mfa {
namespace {

/// How long a circuit is remembered that nothing passes through, beside its pause.
constexpr std::chrono::hours kMemory{24};

/// How many of `attempts` are `share` of them. A share is written as a decimal fraction, which no double is
/// exactly: 0.07 of 100 must be 7 and not 8.
int successesNeeded(int attempts, double share) {
  constexpr double kRounding = 1e-9;
  return std::max(1, static_cast<int>(std::ceil(attempts * share - kRounding)));
}

bool failsTooOften(const Circuit& circuit, const CircuitPolicy& policy) {
  return circuit.attempts >= policy.minimum &&
         circuit.successes < successesNeeded(circuit.attempts, policy.share);
}

CircuitPassage refuse(const Circuit& circuit, Time now) { return {false, false, circuit.resumesAt - now}; }

CircuitPassage open(Circuit& circuit, const CircuitPolicy& policy, Time now) {
  circuit.openedAt = now;
  circuit.resumesAt = now + policy.pause;
  circuit.trialsLeft = 0;
  circuit.expiresAt = circuit.resumesAt + kMemory;
  return {false, true, policy.pause};
}

CircuitPassage pass(Circuit& circuit, const CircuitPolicy& policy, Time now) {
  ++circuit.attempts;
  circuit.expiresAt = std::max(circuit.expiresAt, now + policy.pause + kMemory);
  return {};
}

void beginTrial(Circuit& circuit, const CircuitPolicy& policy, Time now) {
  circuit.attempts = 0;
  circuit.successes = 0;
  circuit.trialsLeft = policy.trials;
  circuit.resumesAt = now + policy.pause;
}

}  // namespace

CircuitPassage attemptIn(Circuit& circuit, const CircuitPolicy& policy, Time now) {
  if (circuit.expiresAt <= now) circuit = {.name = circuit.name};
  if (!circuit.openedAt) {
    if (failsTooOften(circuit, policy)) return open(circuit, policy, now);
    // What was good an hour ago must not hide what happens now: the past counts half, again and again.
    if (circuit.attempts >= 2 * policy.minimum) {
      circuit.attempts /= 2;
      circuit.successes /= 2;
    }
    return pass(circuit, policy, now);
  }
  if (circuit.trialsLeft == 0) {
    if (now < circuit.resumesAt) return refuse(circuit, now);
    beginTrial(circuit, policy, now);
  }
  --circuit.trialsLeft;
  auto passage = pass(circuit, policy, now);
  passage.isTrial = true;
  return passage;
}

void withdrawFrom(Circuit& circuit) {
  if (circuit.attempts == 0) return;
  --circuit.attempts;
  circuit.successes = std::min(circuit.successes, circuit.attempts);
  if (circuit.openedAt) ++circuit.trialsLeft;
}

bool succeedIn(Circuit& circuit, const CircuitPolicy& policy) {
  circuit.successes = std::min(circuit.successes + 1, circuit.attempts);
  const int tried = circuit.attempts + circuit.trialsLeft;
  if (!circuit.openedAt || circuit.successes < successesNeeded(tried, policy.share)) return false;
  circuit.openedAt.reset();
  circuit.trialsLeft = 0;
  return true;
}

Circuit openedCircuit(const std::string& name, Time now, Time resumesAt) {
  return {.name = name, .openedAt = now, .resumesAt = resumesAt, .expiresAt = resumesAt + kMemory};
}

}  // namespace mfa
