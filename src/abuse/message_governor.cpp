#include "mfa/message_governor.hpp"

#include <algorithm>

#include "abuse/new_numbers.hpp"
#include "mfa/errors.hpp"
#include "services.hpp"

namespace mfa {
namespace {

using abuse::NewNumbers;

constexpr std::chrono::hours kLongest{10 * 365 * 24};

void require(std::chrono::milliseconds duration) {
  if (duration.count() <= 0 || duration > kLongest)
    throw BadInputError{"messages can be stopped for 1 ms to 10 years"};
}

void requireCallingCode(const std::string& text) {
  const bool isDigits = std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
  if (text.empty() || text.size() > 3 || text.front() == '0' || !isDigits)
    throw BadInputError{"a calling code has 1 to 3 digits and no plus: 49"};
}

std::optional<CountryMessages> messagesOf(const Circuit& circuit) {
  auto callingCode = NewNumbers::countryOf(circuit.name);
  if (!callingCode) return std::nullopt;
  CountryMessages messages{
      .callingCode = *std::move(callingCode), .sent = circuit.attempts, .verified = circuit.successes};
  if (circuit.openedAt) {
    messages.pausedSince = circuit.openedAt;
    messages.pausedUntil = circuit.resumesAt;
  }
  return messages;
}

}  // namespace

void MessageGovernor::stopNewNumbers(std::chrono::milliseconds duration) const {
  require(duration);
  const auto until = services_.clock->now() + duration;
  services_.storage->transact([until](Transaction& tx) { NewNumbers::stopUntil(tx, until); });
  services_.emit({.type = EventType::NewNumbersStopped, .reason = "operator"});
}

void MessageGovernor::resumeNewNumbers() const {
  services_.storage->transact([](Transaction& tx) { NewNumbers::stopUntil(tx, fromUnixMillis(0)); });
  services_.emit({.type = EventType::NewNumbersResumed, .reason = "operator"});
}

std::optional<Time> MessageGovernor::newNumbersStoppedUntil() const {
  return services_.storage->read(
      [now = services_.clock->now()](Transaction& tx) { return NewNumbers::stoppedUntil(tx, now); });
}

void MessageGovernor::pauseCountry(const std::string& callingCode, std::chrono::milliseconds duration) const {
  requireCallingCode(callingCode);
  require(duration);
  const auto now = services_.clock->now();
  services_.storage->transact(
      [&](Transaction& tx) { tx.circuits().open(NewNumbers::circuitOf(callingCode), now, now + duration); });
  services_.emit({.type = EventType::CountryPaused, .callingCode = callingCode, .reason = "operator"});
}

void MessageGovernor::resumeCountry(const std::string& callingCode) const {
  const auto closed = services_.storage->transact(
      [&](Transaction& tx) { return tx.circuits().close(NewNumbers::circuitOf(callingCode)); });
  if (closed == Update::Done)
    services_.emit({.type = EventType::CountryResumed, .callingCode = callingCode, .reason = "operator"});
}

std::vector<CountryMessages> MessageGovernor::countries() const {
  const auto circuits = services_.storage->read([](Transaction& tx) { return tx.circuits().list(); });
  const auto now = services_.clock->now();
  std::vector<CountryMessages> countries;
  for (const auto& circuit : circuits)
    if (auto messages = messagesOf(circuit); messages && circuit.expiresAt > now)
      countries.push_back(*std::move(messages));
  return countries;
}

}  // namespace mfa
