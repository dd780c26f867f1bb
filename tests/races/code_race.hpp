// A server for races over one-time codes, on a storage of the test's choice.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "contract/passwordless_server.hpp"

namespace mfa::test {

/// Codes that sign people in, without the guide's overrides. Limits stand out of the way unless the race is
/// about them.
inline GuideServer codeServer(std::shared_ptr<Storage> storage,
                              std::function<void(Config&)> change = allowManySends) {
  auto changes = codesAlone({}, [change = std::move(change)](Config& config) {
    config.limits.guessesPerDay = {};
    if (change) change(config);
  });
  // Its keys are made in no time.
  changes.session = [](Session::Config& config) {
    config = {.signingAlgorithm = Session::SigningAlgorithm::EdDSA};
  };
  changes.storage = std::move(storage);
  return GuideServer{changes};
}

/// A number of its own for each of some thousand rounds.
inline std::string numberOf(int round) { return "+1201555" + std::to_string(1'000 + round % 9'000); }

/// What one round is about: a device that was asked for, and the code that was sent.
struct AskedCode {
  std::string number{};
  Device device{};
  std::string code{};
};

inline AskedCode askForCode(const GuideServer& server, const std::string& number) {
  auto browser = server.browser();
  if (const auto answer = browser.createCode(number); answer.outcome() != "OK")
    throw std::runtime_error{"no code was made: " + answer.response.body};
  return {number, browser.device(), server.lastCode(number)};
}

}  // namespace mfa::test
