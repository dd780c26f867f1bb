#include "abuse/password_budgets.hpp"

#include "abuse/limit_names.hpp"
#include "crypto/encoding.hpp"
#include "crypto/hash.hpp"
#include "mfa/errors.hpp"

namespace mfa::abuse {
namespace {

constexpr const char* kPasswordRecipe = "emailpassword";
constexpr const char* kPerAccount = "passwords_per_account";

/// More devices than a person signs in from within a month.
constexpr int kKnownClients = 10;

}  // namespace

std::optional<BudgetRefusal> PasswordBudgets::take(const PasswordTry& attempt,
                                                   const AcceptChallenge& acceptChallenge) const {
  try {
    auto refusal = takeAll(attempt, AccountPart::Due);
    if (!refusal || limitOf(*refusal) != kPerAccount || !acceptChallenge()) return refusal;
    return takeAll(attempt, AccountPart::Waived);
  } catch (const StorageError&) {
    if (services_.limits.passwordsOnStorageError == OnStorageError::Refuse) throw;
    return std::nullopt;
  }
}

std::optional<BudgetRefusal> PasswordBudgets::takeAll(const PasswordTry& attempt, AccountPart part) const {
  const auto& limits = services_.limits;
  const auto now = services_.clock->now();
  return services_.storage->transact([&](Transaction& tx) -> std::optional<BudgetRefusal> {
    WantedBudgets wanted;
    if (attempt.email) {
      wanted.add(accountAndAddressKey(attempt), limits.passwordsPerAccountAndAddress);
      // A row for those who are spared the limit too: a row less would tell that the user signs in from
      // there.
      if (part == AccountPart::Due && !isKnown(tx, attempt, now))
        wanted.add(accountKey(attempt), limits.passwordsPerAccount);
      else
        wanted.addUnlimited(accountKey(attempt) + ":known", limits.passwordsPerAccount);
    }
    wantAddress(wanted, attempt.client);
    return wanted.take(tx, now);
  });
}

std::optional<BudgetRefusal> PasswordBudgets::takeSignUp(const std::optional<http::Address>& client) const {
  WantedBudgets wanted;
  wantAddress(wanted, client);
  return services_.storage->transact(
      [&, now = services_.clock->now()](Transaction& tx) { return wanted.take(tx, now); });
}

// Where no client can be told, all would share one window, and the first would shut out the rest.
void PasswordBudgets::wantAddress(WantedBudgets& wanted, const std::optional<http::Address>& client) const {
  if (!client) return;
  for (const auto& [network, limit] : perNetwork(*client, services_.limits.passwordsPerAddress))
    wanted.add("passwords_per_address:" + hashed("client:" + network), limit);
}

// Asks the table for a user that there is not, too: how long it takes says nothing about that.
bool PasswordBudgets::isKnown(Transaction& tx, const PasswordTry& attempt, Time now) const {
  const auto userId = attempt.accountId.value_or("");
  const bool knowsClient =
      attempt.client && tx.knownClients().knows(userId, clientHash(userId, *attempt.client), now);
  return attempt.accountId && (knowsClient || attempt.sessionUserId == attempt.accountId);
}

void PasswordBudgets::settle(Transaction& tx, const PasswordTry& attempt) const {
  if (!attempt.accountId || !tx.factors().list(*attempt.accountId).empty()) return;
  fillUp(tx, attempt);
  if (attempt.client) remember(tx, *attempt.accountId, *attempt.client);
}

void PasswordBudgets::settleUser(Transaction& tx, const std::string& userId,
                                 const std::optional<http::Address>& client) const {
  const auto user = tx.users().find(userId);
  if (!user) return;
  for (const auto& method : user->loginMethods) {
    if (method.recipeId != kPasswordRecipe || !method.email) continue;
    for (const auto& tenantId : method.tenantIds)
      fillUp(tx,
             {.tenantId = tenantId, .email = identity::EmailAddress::parse(*method.email), .client = client});
  }
  if (client) remember(tx, user->id, *client);
}

void PasswordBudgets::fillUp(Transaction& tx, const PasswordTry& attempt) const {
  if (attempt.email) tx.budgets().reset({accountAndAddressKey(attempt)});
}

void PasswordBudgets::remember(Transaction& tx, const std::string& userId,
                               const http::Address& client) const {
  const auto lifetime = services_.limits.knownClientsFor;
  if (lifetime.count() == 0) return;
  tx.knownClients().remember({.userId = userId,
                              .clientHash = clientHash(userId, client),
                              .expiresAt = services_.clock->now() + lifetime},
                             kKnownClients);
}

std::string PasswordBudgets::hashed(const std::string& subject) const {
  return crypto::base64url(crypto::hmacSha256(*services_.hashingKey, "budget:password:" + subject));
}

// Of the user too: the rows do not tell which users share an address.
std::string PasswordBudgets::clientHash(const std::string& userId, const http::Address& client) const {
  return crypto::base64url(
      crypto::hmacSha256(*services_.hashingKey, "known client:" + userId + ' ' + client.group()));
}

// The parts cannot run into each other: neither a tenant id nor an address has a space in it.
std::string PasswordBudgets::accountKey(const PasswordTry& attempt) const {
  return std::string{kPerAccount} + ':' + hashed("account:" + attempt.tenantId + ' ' + attempt.email->text());
}

std::string PasswordBudgets::accountAndAddressKey(const PasswordTry& attempt) const {
  const auto client = attempt.client ? attempt.client->group() : std::string{"unknown"};
  return "passwords_per_account_and_address:" +
         hashed("account:" + attempt.tenantId + ' ' + attempt.email->text() + ' ' + client);
}

}  // namespace mfa::abuse
