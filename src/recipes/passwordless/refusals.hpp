// What a code that was not right is answered with, whatever it was for.
#pragma once

#include <string>

#include "recipes/passwordless/guess.hpp"

namespace mfa::passwordless {

/// The last attempt ends the device.
template <class Result, class CodeError>
Result refuse(const Passwordless::Impl& impl, const Guess& guess, const CountedGuess& counted,
              const std::string& reason) {
  emitRefusal(guess.userContext, counted.device, reason);
  if (survives(impl, counted))
    return CodeError{.failedCodeInputAttemptCount = counted.attempts,
                     .maximumCodeInputAttempts = impl.config.maximumCodeInputAttempts};
  if (counted.form == CodeForm::UserInputCode)
    (void)impl.services.storage->transact(
        [&counted](Transaction& tx) { return tx.codes().removeDevice(counted.device.preAuthSessionId); });
  return RestartFlowError{};
}

template <class Result>
Result refuseWrong(const Passwordless::Impl& impl, const Guess& guess, const CountedGuess& counted) {
  return refuse<Result, IncorrectUserInputCodeError>(impl, guess, counted, "wrong_code");
}

template <class Result>
Result refuseExpired(const Passwordless::Impl& impl, const Guess& guess, const CountedGuess& counted) {
  return refuse<Result, ExpiredUserInputCodeError>(impl, guess, counted, "expired_code");
}

}  // namespace mfa::passwordless
