// Budgets of passwords: how many may be tried for one account from one client address, for one account from
// clients that it does not know, and from one client address in all.
//
// The account is told by its canonical address, whether or not it exists, so that a budget says nothing about
// that, and no spelling has one of its own. Each try is counted in a transaction that commits before anything
// is compared, so that parallel requests get no more than there is, and no rollback gives one back.
//
// Whoever knows an address can use up the budget of the account. So its user's own devices do not draw from
// it: those that bring a session of the user, and those at a client address from which the user has passed
// every factor before.
//
// Source: NIST SP 800-63B section 5.2.2; OWASP ASVS 6.3.1.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "abuse/wanted_budgets.hpp"
#include "http/client_address.hpp"
#include "identity/email_address.hpp"
#include "services.hpp"

namespace mfa::abuse {

/// One password that somebody is about to try.
struct PasswordTry {
  std::string tenantId{};
  std::optional<identity::EmailAddress> email{};  ///< nothing: for what can be nobody's address
  std::optional<http::Address> client{};          ///< nothing if it cannot be told
  std::optional<std::string> accountId{};         ///< of the user with that address, if there is one
  std::optional<std::string> sessionUserId{};     ///< of the request's session
};

/// The budgets of one `Auth`. Any thread; every call that takes no transaction blocks on the storage.
class PasswordBudgets {
 public:
  /// Whether the request shows in another way that it is no machine's.
  using AcceptChallenge = std::function<bool()>;

  /// `services` must outlive this object; its storage is used from the first call on.
  explicit PasswordBudgets(const Services& services) : services_{services} {}

  /// Counts a try. Where the budget of the account is all that is missing, an accepted challenge makes up for
  /// it.
  [[nodiscard]] std::optional<BudgetRefusal> take(const PasswordTry& attempt,
                                                  const AcceptChallenge& acceptChallenge) const;

  /// Counts an account about to be made from there: its password costs as much as one that is tried, and
  /// draws from the same budget of the address. Nothing outside HTTP.
  [[nodiscard]] std::optional<BudgetRefusal> takeSignUp(const std::optional<http::Address>& client) const;

  /// The password was right. If that is all the user has to pass, fills up the budget of account and client
  /// address, and remembers the client; else `settleUser` does so when the last factor was passed. The other
  /// budgets stay as they are: an attacker with one account of his own would clear them for the next
  /// thousand.
  void settle(Transaction& tx, const PasswordTry& attempt) const;

  /// A user passed every factor from there: settles all passwords that the user has.
  void settleUser(Transaction& tx, const std::string& userId,
                  const std::optional<http::Address>& client) const;

 private:
  enum class AccountPart { Due, Waived };

  [[nodiscard]] bool isKnown(Transaction& tx, const PasswordTry& attempt, Time now) const;
  [[nodiscard]] std::optional<BudgetRefusal> takeAll(const PasswordTry& attempt, AccountPart part) const;
  void wantAddress(WantedBudgets& wanted, const std::optional<http::Address>& client) const;
  void fillUp(Transaction& tx, const PasswordTry& attempt) const;
  void remember(Transaction& tx, const std::string& userId, const http::Address& client) const;
  [[nodiscard]] std::string hashed(const std::string& subject) const;
  [[nodiscard]] std::string clientHash(const std::string& userId, const http::Address& client) const;
  [[nodiscard]] std::string accountKey(const PasswordTry& attempt) const;
  [[nodiscard]] std::string accountAndAddressKey(const PasswordTry& attempt) const;

  const Services& services_;
};

}  // namespace mfa::abuse
