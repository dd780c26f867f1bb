#include "abuse/new_numbers.hpp"

#include <algorithm>
#include <charconv>
#include <string>
#include <string_view>
#include <utility>

#include "identity/calling_code.hpp"

namespace mfa::abuse {
namespace {

constexpr std::string_view kCircuit = "country:";
const std::string kKnown = "known:";
constexpr const char* kStoppedUntil = "new_numbers_stopped_until";
constexpr int kNeverJudged = 1'000'000'000;

/// Without a session, whoever names a number asks to sign in as its user, if there is one. With a session,
/// only what its own user has enrolled is known: a number that somebody else has proven is new to it.
bool isNew(Transaction& tx, const CodeTarget& target) {
  if (target.accountId) return !isEnrolled(tx, *target.accountId, target.contact);
  return !tx.users().findByContact(target.tenantId, "passwordless", target.contact);
}

}  // namespace

bool isEnrolled(Transaction& tx, const std::string& accountId, const Contact& contact) {
  return std::ranges::any_of(tx.factors().list(accountId),
                             [&contact](const auto& factor) { return factor.contact == contact; });
}

Admission NewNumbers::admit(Transaction& tx, const CodeTarget& target, Carrier carrier, Time now) const {
  if (target.contact.kind != ContactKind::Phone) return {};
  const auto country = identity::callingCode(target.contact.value);
  const auto until = stoppedUntil(tx, now);
  if (!isNew(tx, target)) {
    // Counted too, where nobody looks: by a row less, a stranger could measure whose number is known.
    auto known = kKnown + country;
    (void)tx.circuits().attempt(known, policyFor(Carrier::Outbox), now);
    return {.countedCircuit = std::move(known)};
  }
  if (until)
    return {.refusal = SendRefusal{.why = SendRefusal::Why::NewNumbersStopped, .retryAfter = *until - now}};
  auto circuit = circuitOf(country);
  const auto passage = tx.circuits().attempt(circuit, policyFor(carrier), now);
  if (passage.passes) {
    Admission admitted{.countedCircuit = std::move(circuit)};
    if (passage.isTrial) admitted.trialOfCountry = country;
    return admitted;
  }
  Admission paused{.refusal =
                       SendRefusal{.why = SendRefusal::Why::CountryPaused, .retryAfter = passage.retryAfter}};
  if (passage.opened) paused.pausedCountry = country;
  return paused;
}

void NewNumbers::withdraw(Transaction& tx, const Admission& admission) {
  if (admission.countedCircuit) tx.circuits().withdraw(*admission.countedCircuit);
}

std::optional<std::string> NewNumbers::countVerified(Transaction& tx, const CodeTarget& target) const {
  if (target.contact.kind != ContactKind::Phone || !isNew(tx, target)) return std::nullopt;
  auto country = identity::callingCode(target.contact.value);
  // What a success needs of the policy is the share, which is the same for every carrier.
  if (!tx.circuits().succeed(circuitOf(country), policyFor(Carrier::Sender))) return std::nullopt;
  return country;
}

std::string NewNumbers::circuitOf(const std::string& callingCode) {
  return std::string{kCircuit} + callingCode;
}

std::optional<std::string> NewNumbers::countryOf(const std::string& circuit) {
  if (!circuit.starts_with(kCircuit)) return std::nullopt;
  return circuit.substr(kCircuit.size());
}

std::optional<Time> NewNumbers::stoppedUntil(Transaction& tx, Time now) {
  const auto kept = tx.settings().get(kStoppedUntil);
  if (!kept) return std::nullopt;
  UnixMillis until = 0;
  std::from_chars(kept->data(), kept->data() + kept->size(), until);
  if (fromUnixMillis(until) <= now) return std::nullopt;
  return fromUnixMillis(until);
}

void NewNumbers::stopUntil(Transaction& tx, Time until) {
  tx.settings().put(kStoppedUntil, std::to_string(toUnixMillis(until)));
}

// A breaker that is off still lets an operator pause a country: it counts, and judges never.
CircuitPolicy NewNumbers::policyFor(Carrier carrier) const {
  const bool isJudged = breaker_.minimumSends > 0 && carrier == Carrier::Sender;
  return {.minimum = isJudged ? breaker_.minimumSends : kNeverJudged,
          .share = breaker_.share,
          .pause = breaker_.pause,
          .trials = breaker_.trialSends};
}

}  // namespace mfa::abuse
