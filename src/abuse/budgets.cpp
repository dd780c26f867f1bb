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

const std::string kGuesses = "guesses_per_day:";

SendDecision refusedBy(const BudgetRefusal& refusal) {
  return {.refusal = SendRefusal{.limit = limitOf(refusal), .retryAfter = refusal.retryAfter}};
}

/// An enrolled pair is two subjects, as account and destination are: by a row more or less, whoever has the
/// password but not the phone could measure which number is enrolled.
std::string evenOf(const std::string& pair) { return pair + ":even"; }

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
  const auto refusal = wantedFor(tx, send).take(tx, now);
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
  if (send.carrier == Carrier::Sender) wantCostLimits(wanted, tx, send);
  return wanted;
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
  wanted.add("sends_per_address:" + hashed("client", send.client->group()), limits_.sendsPerAddress);
}

// Strangers can use up the windows of a block and a country: enrolled users have their own.
void Budgets::wantCostLimits(Wanted& wanted, Transaction& tx, const Send& send) const {
  const auto& [accountId, contact, tenantId] = send.target;
  const bool isOwn = accountId && isEnrolled(tx, *accountId, contact);
  wantClient(wanted, send);
  if (contact.kind == ContactKind::Phone) {
    const auto& number = contact.value;
    const auto block = number.substr(0, number.size() - std::min(kBlockDigits, number.size()));
    const std::string whose = isOwn ? "enrolled:" : "";
    wanted.add("sends_per_number_block:" + whose + hashed("block", block), limits_.sendsPerNumberBlock);
    wanted.add("sends_per_country:" + whose + identity::callingCode(number), limits_.sendsPerCountry);
  }
  wantInAll(wanted, "sends_in_all:", limits_.sendsInAll, isOwn);
  wantInAll(wanted, "sends_in_all_per_day:", limits_.sendsInAllPerDay, isOwn);
}

// The ceiling counts everybody; beneath it there is a lower one for those who have enrolled nothing.
void Budgets::wantInAll(Wanted& wanted, const std::string& name, const WindowLimit& limit,
                        bool isEnrolled) const {
  wanted.add(name + "all", limit);
  if (isEnrolled || limit.count == 0) return;
  const auto others = static_cast<int>(limit.count * (1 - limits_.shareForEnrolled));
  wanted.add(name + "others", WindowLimit{std::max(1, others), limit.period});
}

}  // namespace mfa::abuse
