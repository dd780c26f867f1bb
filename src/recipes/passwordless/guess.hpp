// Guessing at a code: who may, and what it costs, before anything is compared.
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "recipes/passwordless/impl.hpp"
#include "recipes/passwordless/session_binding.hpp"
#include "recipes/passwordless/spent_code.hpp"

namespace mfa::passwordless {

/// One code that came back, as `consumeCode` and `checkCode` are given it.
struct Guess {
  std::string preAuthSessionId{};
  std::optional<std::string> deviceId{};
  std::optional<std::string> userInputCode{};
  std::optional<std::string> linkCode{};
  SessionBinding binding{};
  UserContext userContext{};
};

/// A guess that was counted and may be compared.
struct CountedGuess {
  CodeDevice device{};
  std::string codeHash{};
  CodeForm form = CodeForm::UserInputCode;
  int attempts = 0;  ///< wrong ones of the device, if this one is wrong too; links are not counted
};

/// Finds the device, compares its session (rule 1), and counts the guess: in the budgets of account and
/// destination (rule 3), and of the device. All of it is committed when this returns.
/// @throws BadInputError if the guess is neither a code with its device nor a link code
[[nodiscard]] std::variant<CountedGuess, RestartFlowError, GeneralError> countGuess(
    const Passwordless::Impl& impl, const Guess& guess);

/// Lets the next guess at that code in this context pass uncounted: it was counted here already.
void noteCounted(UserContext userContext, const CountedGuess& guess);

/// The same for a code that the host itself made and spends at once: it guesses nothing.
void noteOwnCode(const Passwordless::Impl& impl, UserContext userContext, const CreatedCode& code);

/// Whether a device may still be tried after a wrong code; the last one ends it.
[[nodiscard]] bool survives(const Passwordless::Impl& impl, const CountedGuess& guess);

/// Tells the host that a code was refused.
void emitRefusal(const UserContext& userContext, const CodeDevice& device, const std::string& reason);

}  // namespace mfa::passwordless
