#include "abuse/budgets.hpp"

#include <algorithm>
#include <utility>

#include "abuse/limit_names.hpp"
#include "crypto/encoding.hpp"
#include "crypto/hash.hpp"
#include "identity/calling_code.hpp"

namespace mfa::abuse {

namespace {

// A block is what a pumping ring rents: all numbers that differ in their last three digits.
constexpr std::size_t kBlockDigits = 3;

// Of the messages of a day: a family shares a phone. Who enrols one phone in ever more accounts to be sent
// messages, and is paid for them, gets no more.
constexpr int kAccountsPerContact = 3;

const std::string kGuesses = "guesses_per_day:";
const std::string kTrials = "trial_sends_per_address:";

SendDecision refusedBy(const BudgetRefusal& refusal) {
  if (refusal.key.starts_with(kTrials))
    return {.refusal = SendRefusal{.why = SendRefusal::Why::CountryPaused, .retryAfter = refusal.retryAfter}};
  return {.refusal = SendRefusal{.limit = limitOf(refusal), .retryAfter = refusal.retryAfter}};
}

std::string blockOf(const std::string& number) {
  return number.substr(0, number.size() - std::min(kBlockDigits, number.size()));
}

/// A row that is there for its time alone. An enrolled pair is two subjects, as account and destination are,
/// and is counted by limits that do not hold for it: by a row more or less, whoever has the password but not
/// the phone could measure which number is enrolled.
std::string evenOf(const std::string& key) { return key + ":even"; }

}  // namespace

Budgets::Budgets(const Limits& limits, std::shared_ptr<Storage> storage, std::shared_ptr<const Clock> clock,
                 std::shared_ptr<const crypto::Secret> hashingKey)
    : limits_{limits},
      newNumbers_{limits.conversionBreaker},
      storage_{std::move(storage)},
      clock_{std::move(clock)},
      hashingKey_{std::move(hashingKey)} {}

bool Budgets::allows(const Contact& contact) const {
  if (contact.kind != ContactKind::Phone) return true;
  const auto& denied = limits_.deniedNumberPrefixes;
  if (std::ranges::any_of(denied, [&](const auto& prefix) { return contact.value.starts_with(prefix); }))
    return false;
  const auto& allowed = limits_.allowedCallingCodes;
  return allowed.empty() || std::ranges::find(allowed, identity::callingCode(contact.value)) != allowed.end();
}

std::optional<BudgetRefusal> Budgets::takeRequest(const std::string& accountId,
                                                  const Contact& contact) const {
  return storage_->transact([&](Transaction& tx) {
    Wanted wanted;
    wantSend(wanted, subjectOfAccount(tx, accountId, contact));
    return wanted.take(tx, clock_->now());
  });
}

SendDecision Budgets::takeSend(const Send& send) const {
  return storage_->transact([&](Transaction& tx) { return decide(tx, send, clock_->now()); });
}

// A refusal because the number is new tells that it is: whoever asks number by number pays for each answer.
SendDecision Budgets::decide(Transaction& tx, const Send& send, Time now) const {
  auto admission = newNumbers_.admit(tx, send.target, send.carrier, now);
  if (admission.refusal) {
    Wanted asked;
    if (send.carrier == Carrier::Sender) wantClient(asked, send);
    auto decision = SendDecision{.refusal = std::move(admission.refusal)};
    if (const auto refusal = asked.take(tx, now)) decision = refusedBy(*refusal);
    decision.pausedCountry = std::move(admission.pausedCountry);
    return decision;
  }
  auto wanted = wantedFor(tx, send);
  if (admission.trialOfCountry) wantTrial(wanted, send, *admission.trialOfCountry);
  const auto refusal = wanted.take(tx, now);
  if (!refusal) return {};
  NewNumbers::withdraw(tx, admission);
  return refusedBy(*refusal);
}

Budgets::Wanted Budgets::wantedFor(Transaction& tx, const Send& send) const {
  Wanted wanted;
  const auto ofAccount = send.target.accountId
                             ? subjectOfAccount(tx, *send.target.accountId, send.target.contact)
                             : std::string{};
  for (const auto& subject : subjects(tx, send.target))
    if (subject != ofAccount || send.accountPart == AccountPart::Due) wantSend(wanted, subject);
  if (send.carrier == Carrier::Outbox) return wanted;
  const auto& [accountId, contact, tenantId] = send.target;
  wantCostLimits(wanted, send, accountId && isEnrolled(tx, *accountId, contact) ? Whose::Own : Whose::Others);
  return wanted;
}

std::optional<BudgetRefusal> Budgets::takeNotice(Carrier carrier) const {
  if (carrier == Carrier::Outbox) return std::nullopt;
  Wanted wanted;
  wantCeilings(wanted);
  return storage_->transact([&](Transaction& tx) { return wanted.take(tx, clock_->now()); });
}

std::optional<BudgetRefusal> Budgets::takeGuess(Transaction& tx, const CodeTarget& target) const {
  Wanted wanted;
  for (const auto& subject : subjects(tx, target)) wanted.add(kGuesses + subject, limits_.guessesPerDay);
  return wanted.take(tx, clock_->now());
}

std::optional<std::string> Budgets::countVerified(Transaction& tx, const CodeTarget& target) const {
  return newNumbers_.countVerified(tx, target);
}

void Budgets::resetGuessesOfAccount(const std::string& accountId, const Contact& contact) const {
  const auto pair = pairOf(accountId, contact);
  const std::vector<std::string> keys{kGuesses + pair, kGuesses + evenOf(pair),
                                      kGuesses + "account:" + accountId};
  storage_->transact([&keys](Transaction& tx) { tx.budgets().reset(keys); });
}

void Budgets::resetGuessesOfDestination(const Contact& contact) const {
  const std::vector<std::string> keys{kGuesses + hashed(contact)};
  storage_->transact([&keys](Transaction& tx) { tx.budgets().reset(keys); });
}

std::string Budgets::hashed(std::string_view kind, std::string_view value) const {
  const auto message = std::string{"budget:"}.append(kind).append(":").append(value);
  return std::string{kind} + ':' + crypto::base64url(crypto::hmacSha256(*hashingKey_, message));
}

std::string Budgets::hashed(const Contact& contact) const {
  return hashed(contact.kind == ContactKind::Phone ? "phone" : "email", contact.value);
}

std::string Budgets::pairOf(const std::string& accountId, const Contact& contact) const {
  return hashed("pair", accountId + ' ' + contact.value);
}

// What is not used is computed too, here and below: the time must not tell which number is enrolled.
std::string Budgets::subjectOfAccount(Transaction& tx, const std::string& accountId,
                                      const Contact& contact) const {
  auto pair = pairOf(accountId, contact);
  auto account = "account:" + accountId;
  return isEnrolled(tx, accountId, contact) ? std::move(pair) : std::move(account);
}

std::vector<std::string> Budgets::subjects(Transaction& tx, const CodeTarget& target) const {
  auto destination = hashed(target.contact);
  if (!target.accountId) return {std::move(destination)};
  auto pair = pairOf(*target.accountId, target.contact);
  auto even = evenOf(pair);
  if (isEnrolled(tx, *target.accountId, target.contact)) return {std::move(pair), std::move(even)};
  return {"account:" + *target.accountId, std::move(destination)};
}

void Budgets::wantSend(Wanted& wanted, const std::string& subject) const {
  wanted.add("sends:" + subject, limits_.sends);
  wanted.add("sends_per_day:" + subject, limits_.sendsPerDay);
}

void Budgets::wantClient(Wanted& wanted, const Send& send) const {
  if (!send.client) return;
  for (const auto& [network, limit] : perNetwork(*send.client, limits_.sendsPerAddress))
    wanted.add("sends_per_address:" + hashed("client", network), limit);
}

// The trial of a country is a handful of messages: one client that took them all would keep it paused.
void Budgets::wantTrial(Wanted& wanted, const Send& send, const std::string& callingCode) const {
  const auto client = send.client ? send.client->group() : std::string{"unknown"};
  wanted.add(kTrials + hashed("client", callingCode + ' ' + client),
             WindowLimit{1, limits_.conversionBreaker.pause});
}

// What strangers, or neighbours, can fill up holds nobody back from the phone that they have enrolled.
void Budgets::wantCostLimits(Wanted& wanted, const Send& send, Whose whose) const {
  const auto& contact = send.target.contact;
  const auto want = [&](Whose held, const std::string& key, const WindowLimit& limit) {
    if (held == whose)
      wanted.add(key, limit);
    else
      wanted.addUnlimited(evenOf(key), limit);
  };
  want(Whose::Own, "sends_per_day:" + hashed("enrolled", contact.value),
       times(kAccountsPerContact, limits_.sendsPerDay));
  if (send.client)
    for (const auto& [network, limit] : perNetwork(*send.client, limits_.sendsPerAddress))
      want(Whose::Others, "sends_per_address:" + hashed("client", network), limit);
  if (contact.kind == ContactKind::Phone) {
    want(Whose::Others, "sends_per_number_block:" + hashed("block", blockOf(contact.value)),
         limits_.sendsPerNumberBlock);
    want(Whose::Others, "sends_per_country:" + identity::callingCode(contact.value), limits_.sendsPerCountry);
  }
  want(Whose::Others, "sends_in_all:others", withoutShareForEnrolled(limits_.sendsInAll));
  want(Whose::Others, "sends_in_all_per_day:others", withoutShareForEnrolled(limits_.sendsInAllPerDay));
  wantCeilings(wanted);
}

void Budgets::wantCeilings(Wanted& wanted) const {
  wanted.add("sends_in_all:all", limits_.sendsInAll);
  wanted.add("sends_in_all_per_day:all", limits_.sendsInAllPerDay);
}

// The ceiling counts everybody; beneath it there is a lower one for those who have enrolled nothing.
WindowLimit Budgets::withoutShareForEnrolled(const WindowLimit& limit) const {
  if (limit.count == 0) return limit;
  const auto others = static_cast<int>(limit.count * (1 - limits_.shareForEnrolled));
  return {std::max(1, others), limit.period};
}

}  // namespace mfa::abuse
