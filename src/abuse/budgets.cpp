#include "abuse/budgets.hpp"

#include <algorithm>
#include <utility>

#include "crypto/encoding.hpp"
#include "crypto/hash.hpp"
#include "identity/calling_code.hpp"

namespace mfa::abuse {

namespace {

// A block is what a pumping ring rents: all numbers that differ in their last three digits.
constexpr std::size_t kBlockDigits = 3;

void want(std::vector<Budget>& wanted, const std::string& key, const BucketLimit& limit) {
  if (limit.capacity > 0)
    wanted.push_back(
        {.key = key, .kind = Budget::Kind::Bucket, .limit = limit.capacity, .period = limit.refill});
}

void want(std::vector<Budget>& wanted, const std::string& key, const WindowLimit& limit) {
  if (limit.count > 0)
    wanted.push_back(
        {.key = key, .kind = Budget::Kind::Window, .limit = limit.count, .period = limit.period});
}

std::optional<BudgetRefusal> takeAll(Transaction& tx, const std::vector<Budget>& wanted, Time now) {
  if (wanted.empty()) return std::nullopt;
  return tx.budgets().take(wanted, now);
}

bool isEnrolled(Transaction& tx, const std::string& accountId, const Contact& contact) {
  return std::ranges::any_of(tx.factors().list(accountId),
                             [&contact](const auto& factor) { return factor.contact == contact; });
}

}  // namespace

Budgets::Budgets(const Limits& limits, std::shared_ptr<Storage> storage, std::shared_ptr<const Clock> clock,
                 std::shared_ptr<const crypto::Secret> hashingKey)
    : limits_{limits},
      storage_{std::move(storage)},
      clock_{std::move(clock)},
      hashingKey_{std::move(hashingKey)} {}

bool Budgets::allows(const Contact& contact) const {
  if (contact.kind != ContactKind::Phone || limits_.allowedCallingCodes.empty()) return true;
  return std::ranges::find(limits_.allowedCallingCodes, identity::callingCode(contact.value)) !=
         limits_.allowedCallingCodes.end();
}

std::optional<BudgetRefusal> Budgets::takeRequest(const std::string& accountId,
                                                  const Contact& contact) const {
  return storage_->transact([&](Transaction& tx) {
    Wanted wanted;
    wantSend(wanted, subjectOfAccount(tx, accountId, contact));
    return takeAll(tx, wanted, clock_->now());
  });
}

std::optional<BudgetRefusal> Budgets::takeSend(const Send& send) const {
  return storage_->transact([&](Transaction& tx) {
    Wanted wanted;
    const auto ofAccount = send.target.accountId
                               ? subjectOfAccount(tx, *send.target.accountId, send.target.contact)
                               : std::string{};
    for (const auto& subject : subjects(tx, send.target))
      if (subject != ofAccount || send.accountPart == AccountPart::Due) wantSend(wanted, subject);
    if (send.carrier == Carrier::Sender) wantCostLimits(wanted, send);
    return takeAll(tx, wanted, clock_->now());
  });
}

std::optional<BudgetRefusal> Budgets::takeGuess(Transaction& tx, const CodeTarget& target) const {
  Wanted wanted;
  for (const auto& subject : subjects(tx, target)) want(wanted, "guess:" + subject, limits_.guessesPerDay);
  return takeAll(tx, wanted, clock_->now());
}

void Budgets::resetGuessesOfAccount(const std::string& accountId, const Contact& contact) const {
  const std::vector<std::string> keys{"guess:" + pairOf(accountId, contact), "guess:account:" + accountId};
  storage_->transact([&keys](Transaction& tx) { tx.budgets().reset(keys); });
}

void Budgets::resetGuessesOfDestination(const Contact& contact) const {
  const std::vector<std::string> keys{"guess:" + hashed(contact)};
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
  return "pair:" + accountId + ':' + hashed(contact);
}

std::string Budgets::subjectOfAccount(Transaction& tx, const std::string& accountId,
                                      const Contact& contact) const {
  return isEnrolled(tx, accountId, contact) ? pairOf(accountId, contact) : "account:" + accountId;
}

std::vector<std::string> Budgets::subjects(Transaction& tx, const CodeTarget& target) const {
  if (!target.accountId) return {hashed(target.contact)};
  auto ofAccount = subjectOfAccount(tx, *target.accountId, target.contact);
  if (ofAccount == pairOf(*target.accountId, target.contact)) return {std::move(ofAccount)};
  return {std::move(ofAccount), hashed(target.contact)};
}

void Budgets::wantSend(Wanted& wanted, const std::string& subject) const {
  want(wanted, "send:" + subject, limits_.sends);
  want(wanted, "send-day:" + subject, limits_.sendsPerDay);
}

void Budgets::wantCostLimits(Wanted& wanted, const Send& send) const {
  if (send.client) want(wanted, "send:" + hashed("client", send.client->group()), limits_.sendsPerAddress);
  if (const auto& contact = send.target.contact; contact.kind == ContactKind::Phone) {
    const auto& number = contact.value;
    const auto block = number.substr(0, number.size() - std::min(kBlockDigits, number.size()));
    want(wanted, "send:" + hashed("block", block), limits_.sendsPerNumberBlock);
    want(wanted, "send:country:" + identity::callingCode(number), limits_.sendsPerCountry);
  }
  want(wanted, "send:all", limits_.sendsInAll);
}

}  // namespace mfa::abuse
