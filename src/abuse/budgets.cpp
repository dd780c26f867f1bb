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

// The windows of a block and a country, for enrolled phones. Who has rented numbers and answered their codes
// once is enrolled too, and must not have the whole bill.
constexpr int kTimesForEnrolled = 5;

// Of each ceiling, beside it: nobody may use up what tells users that a factor has changed.
constexpr double kShareOfNotices = 0.1;

const std::string kGuesses = "guesses_per_day:";
const std::string kTrials = "trial_sends_per_address:";

SendRefusal refusedBy(const BudgetRefusal& refusal) {
  return {.limit = limitOf(refusal), .retryAfter = refusal.retryAfter};
}

/// Part of a limit, and one at least; nothing of one that is off.
WindowLimit shareOf(const WindowLimit& limit, double share) {
  if (limit.count == 0) return limit;
  return {std::max(1, static_cast<int>(limit.count * share)), limit.period};
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
SendRefusal Budgets::refuseNew(Transaction& tx, const Send& send, SendRefusal refusal, Time now) const {
  Wanted asked;
  if (send.carrier == Carrier::Sender) wantClient(asked, send);
  if (const auto exhausted = asked.take(tx, now)) return refusedBy(*exhausted);
  return refusal;
}

SendDecision Budgets::decide(Transaction& tx, const Send& send, Time now) const {
  auto admission = newNumbers_.admit(tx, send.target, send.carrier, now);
  if (admission.refusal)
    return {.refusal = refuseNew(tx, send, *std::move(admission.refusal), now),
            .pausedCountry = std::move(admission.pausedCountry)};
  auto wanted = wantedFor(tx, send);
  if (admission.trialOfCountry) wantTrial(wanted, send, *admission.trialOfCountry);
  const auto refusal = wanted.take(tx, now);
  if (!refusal) return {};
  NewNumbers::withdraw(tx, admission);
  if (!refusal->key.starts_with(kTrials)) return {.refusal = refusedBy(*refusal)};
  const SendRefusal paused{.why = SendRefusal::Why::CountryPaused, .retryAfter = refusal->retryAfter};
  return {.refusal = refuseNew(tx, send, paused, now)};
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
  for (const auto& [name, limit] : {std::pair{"sends_in_all", limits_.sendsInAll},
                                    std::pair{"sends_in_all_per_day", limits_.sendsInAllPerDay}}) {
    wanted.addUnlimited(std::string{name} + ":all", limit);
    wanted.add(std::string{name} + ":notices", shareOf(limit, kShareOfNotices));
  }
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

// The trial of a country is a handful of messages: one client that took them all would keep it paused. Where
// no client can be told, all would share one.
void Budgets::wantTrial(Wanted& wanted, const Send& send, const std::string& callingCode) const {
  if (!send.client) return;
  const auto client = send.client->site().value_or(send.client->group());
  wanted.add(kTrials + hashed("client", callingCode + ' ' + client),
             WindowLimit{1, limits_.conversionBreaker.pause});
}

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
    const bool isOwn = whose == Whose::Own;
    const std::string prefix = isOwn ? "enrolled:" : "";
    const int factor = isOwn ? kTimesForEnrolled : 1;
    wanted.add("sends_per_number_block:" + prefix + hashed("block", blockOf(contact.value)),
               times(factor, limits_.sendsPerNumberBlock));
    wanted.add("sends_per_country:" + prefix + identity::callingCode(contact.value),
               times(factor, limits_.sendsPerCountry));
  }
  // The ceiling counts everybody; beneath it there is a lower one for those who have enrolled nothing.
  const auto share = 1 - limits_.shareForEnrolled;
  want(Whose::Others, "sends_in_all:others", shareOf(limits_.sendsInAll, share));
  want(Whose::Others, "sends_in_all_per_day:others", shareOf(limits_.sendsInAllPerDay, share));
  wanted.add("sends_in_all:all", limits_.sendsInAll);
  wanted.add("sends_in_all_per_day:all", limits_.sendsInAllPerDay);
}

}  // namespace mfa::abuse
