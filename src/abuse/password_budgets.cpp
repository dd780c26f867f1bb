#include "abuse/password_budgets.hpp"

#include <vector>

#include "crypto/encoding.hpp"
#include "crypto/hash.hpp"

namespace mfa::abuse {

std::optional<BudgetRefusal> PasswordBudgets::take(const PasswordTry& attempt) const {
  const auto& perAccount = services_.limits.passwordsPerAccountAndAddress;
  const auto& perAddress = services_.limits.passwordsPerAddress;
  std::vector<Budget> wanted;
  if (perAccount.capacity > 0 && attempt.email)
    wanted.push_back({.key = accountKey(attempt),
                      .kind = Budget::Kind::Bucket,
                      .limit = perAccount.capacity,
                      .period = perAccount.refill});
  // Where no client can be told, all would share one window, and the first would shut out the rest.
  if (perAddress.count > 0 && attempt.client)
    wanted.push_back({.key = "password:" + hashed("client:" + attempt.client->group()),
                      .kind = Budget::Kind::Window,
                      .limit = perAddress.count,
                      .period = perAddress.period});
  if (wanted.empty()) return std::nullopt;
  return services_.storage->transact(
      [&](Transaction& tx) { return tx.budgets().take(wanted, services_.clock->now()); });
}

void PasswordBudgets::reset(Transaction& tx, const PasswordTry& attempt) const {
  if (attempt.email) tx.budgets().reset({accountKey(attempt)});
}

std::string PasswordBudgets::hashed(const std::string& subject) const {
  return crypto::base64url(crypto::hmacSha256(*services_.hashingKey, "budget:password:" + subject));
}

// The parts cannot run into each other: neither a tenant id nor an address has a space in it.
std::string PasswordBudgets::accountKey(const PasswordTry& attempt) const {
  const auto client = attempt.client ? attempt.client->group() : std::string{"unknown"};
  return "password:" + hashed("account:" + attempt.tenantId + ' ' + attempt.email->text() + ' ' + client);
}

}  // namespace mfa::abuse
