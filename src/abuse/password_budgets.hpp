// Budgets of passwords: how many may be tried for one account from one client address, and from one client
// address in all.
//
// The account is told by its canonical address, whether or not it exists, so that a budget says nothing about
// that, and no spelling has one of its own. There is no budget of the account alone: whoever knows an address
// could lock its owner out. Each try is counted in a transaction that commits before anything is compared, so
// that parallel requests get no more than there is, and no rollback gives one back.
//
// Source: NIST SP 800-63B section 5.2.2; OWASP ASVS 6.3.1.
#pragma once

#include <optional>
#include <string>

#include "http/client_address.hpp"
#include "identity/email_address.hpp"
#include "services.hpp"

namespace mfa::abuse {

/// One password that somebody is about to try.
struct PasswordTry {
  std::string tenantId{};
  std::optional<identity::EmailAddress> email{};  ///< nothing: for what can be nobody's address
  std::optional<http::Address> client{};          ///< nothing if it cannot be told
};

/// The budgets of one `Auth`. Any thread; every call blocks on the storage.
class PasswordBudgets {
 public:
  /// `services` must outlive this object; its storage is used from the first call on.
  explicit PasswordBudgets(const Services& services) : services_{services} {}

  /// Counts a try.
  [[nodiscard]] std::optional<BudgetRefusal> take(const PasswordTry& attempt) const;

  /// Fills up the budget of account and address: the password was right. That of the address alone stays as
  /// it is, or an attacker with one account of his own would clear it for the next thousand.
  void reset(Transaction& tx, const PasswordTry& attempt) const;

 private:
  [[nodiscard]] std::string hashed(const std::string& subject) const;
  [[nodiscard]] std::string accountKey(const PasswordTry& attempt) const;

  const Services& services_;
};

}  // namespace mfa::abuse
