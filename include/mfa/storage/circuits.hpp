/// @file
/// Circuits: whether something that ought to succeed now and then still does. Table `mfa_circuits`.
///
/// A closed circuit lets attempts through and counts how many of them succeed. When too few of the latest do,
/// it opens and lets none through; after a pause it lets a few through again, and closes if those succeed.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "mfa/export.hpp"
#include "mfa/storage/results.hpp"
#include "mfa/time.hpp"

namespace mfa {

/// When a circuit opens and closes.
struct CircuitPolicy {
  int minimum = 1;                    ///< attempts before it is judged. Twice as many: both counts are halved
  double share = 0.0;                 ///< of attempts that must have succeeded
  std::chrono::milliseconds pause{};  ///< after it opened, and between trials
  int trials = 1;                     ///< attempts that are let through after a pause
};

/// A circuit as it stands: a row.
struct Circuit {
  std::string name{};
  int attempts = 0;                ///< of the latest, or of the trial
  int successes = 0;               ///< at most `attempts`
  std::optional<Time> openedAt{};  ///< nothing: it is closed
  Time resumesAt{};                ///< when the next trial begins; of an open one
  int trialsLeft = 0;              ///< of an open one
  Time expiresAt{};                ///< when it is forgotten
};

/// What became of an attempt.
struct CircuitPassage {
  bool passes = true;
  bool opened = false;  ///< it was this attempt that found too few successes, and opened the circuit
  std::chrono::milliseconds retryAfter{};  ///< of one that does not pass
  bool isTrial = false;                    ///< it passes, through an open circuit, as one of few
};

/// What `CircuitStore::attempt` makes of a row: the arithmetic, for whoever brings a storage. A fresh row has
/// its name alone.
[[nodiscard]] MFA_EXPORT CircuitPassage attemptIn(Circuit& circuit, const CircuitPolicy& policy, Time now);

/// What `CircuitStore::withdraw` makes of a row.
MFA_EXPORT void withdrawFrom(Circuit& circuit);

/// What `CircuitStore::succeed` makes of a row; whether it closed.
[[nodiscard]] MFA_EXPORT bool succeedIn(Circuit& circuit, const CircuitPolicy& policy);

/// A row that was opened by hand.
[[nodiscard]] MFA_EXPORT Circuit openedCircuit(const std::string& name, Time now, Time resumesAt);

class CircuitStore {
 public:
  virtual ~CircuitStore() = default;

  /// Counts an attempt, unless the circuit is open. Of any number of callers at once, no more pass than there
  /// are trials. A circuit that nothing passed for a day and a pause is forgotten.
  [[nodiscard]] virtual CircuitPassage attempt(const std::string& name, const CircuitPolicy& policy,
                                               Time now) = 0;

  /// Takes back an attempt that passed and then was not made.
  virtual void withdraw(const std::string& name) = 0;

  /// Counts a success of an attempt made before. True: it closed an open circuit, because enough of the
  /// attempts before it, or of the trials, have succeeded by now.
  [[nodiscard]] virtual bool succeed(const std::string& name, const CircuitPolicy& policy) = 0;

  /// Opens a circuit by hand until `resumesAt`, when the first trial begins.
  virtual void open(const std::string& name, Time now, Time resumesAt) = 0;

  /// Forgets a circuit, which closes it.
  virtual Update close(const std::string& name) = 0;

  /// All of them, by name.
  [[nodiscard]] virtual std::vector<Circuit> list() = 0;

  /// Removes up to `limit` that are forgotten at `now`; returns how many.
  virtual int removeExpired(Time now, int limit) = 0;
};

}  // namespace mfa
