// Messages to numbers that nobody has proven yet: what is paid for and never typed in.
//
// A ring that is paid per message asks for codes to numbers of its own, and has no use for the codes. So per
// country the codes are counted that come back; when hardly any do, the country pauses. Numbers that have
// proven themselves are left alone: their codes do come back, and their owners must not pay for the attack.
#pragma once

#include <optional>
#include <string>

#include "abuse/code_target.hpp"
#include "mfa/limits.hpp"

namespace mfa::abuse {

/// What a message to a number needs besides its budgets.
struct Admission {
  std::optional<SendRefusal> refusal{};
  std::optional<std::string> pausedCountry{};   ///< its calling code: this message found too few come back
  std::optional<std::string> countedCircuit{};  ///< this message is one of its attempts
  std::optional<std::string> trialOfCountry{};  ///< the calling code of a paused country that it tries
};

/// Any thread; each call takes the transaction that it is part of.
class NewNumbers {
 public:
  explicit NewNumbers(const ConversionBreaker& breaker) : breaker_{breaker} {}

  /// Decides on a message and counts it. Nothing but new numbers is refused.
  [[nodiscard]] Admission admit(Transaction& tx, const CodeTarget& target, Carrier carrier, Time now) const;

  /// The message is not sent: a budget is exhausted.
  static void withdraw(Transaction& tx, const Admission& admission);

  /// Counts a right code. Call it before anything says that the number is known.
  /// @return the calling code of a country that this resumed
  [[nodiscard]] std::optional<std::string> countVerified(Transaction& tx, const CodeTarget& target) const;

  /// The circuit of a country; and the country of a circuit, if it is one's.
  [[nodiscard]] static std::string circuitOf(const std::string& callingCode);
  [[nodiscard]] static std::optional<std::string> countryOf(const std::string& circuit);

  /// Until when an operator has stopped new numbers; a time that has passed is none.
  [[nodiscard]] static std::optional<Time> stoppedUntil(Transaction& tx, Time now);
  static void stopUntil(Transaction& tx, Time until);

 private:
  [[nodiscard]] CircuitPolicy policyFor(Carrier carrier) const;

  ConversionBreaker breaker_;
};

}  // namespace mfa::abuse
