// Budgets of one-time codes: how many messages may be sent, and how many codes guessed.
//
// They belong to the account (the user of the request's session) and to the destination, not to a code or a
// device, so that nothing a client can ask for fills them up again. Each is counted before the thing it
// limits happens, in a transaction that commits by itself: neither a crash nor a parallel request gets one
// for nothing.
//
// A user's own enrolled contact is a pair with budgets of its own. Everybody else who names that contact
// draws from the destination's, which strangers can exhaust without locking the owner out.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "crypto/secret.hpp"
#include "http/client_address.hpp"
#include "mfa/limits.hpp"
#include "mfa/storage.hpp"
#include "mfa/time.hpp"

namespace mfa::abuse {

/// Whose code, and where it goes.
struct CodeTarget {
  std::optional<std::string> accountId{};  ///< of the session of the request; nothing without one
  Contact contact{};
};

/// What carries a message: limits that keep costs down are off while it is the development outbox.
enum class Carrier { Outbox, Sender };

/// Whether the account's part of a send was taken already, when the code was asked for.
enum class AccountPart { Due, Taken };

/// One message about to be sent.
struct Send {
  CodeTarget target{};
  Carrier carrier = Carrier::Sender;
  std::optional<http::Address> client{};  ///< nothing if it cannot be told
  AccountPart accountPart = AccountPart::Due;
};

/// The budgets of one `Auth`. Any thread; every call blocks on the storage, unless it takes a transaction.
class Budgets {
 public:
  Budgets(const Limits& limits, std::shared_ptr<Storage> storage, std::shared_ptr<const Clock> clock,
          std::shared_ptr<const crypto::Secret> hashingKey);

  /// Whether messages may go there at all: `Limits::allowedCallingCodes`.
  [[nodiscard]] bool allows(const Contact& contact) const;

  /// Counts that an account asked for a code to that contact, whatever the answer will be: who could ask
  /// without limit would find out which number belongs to the account.
  [[nodiscard]] std::optional<BudgetRefusal> takeRequest(const std::string& accountId,
                                                         const Contact& contact) const;

  /// Counts a message, before it is sent.
  [[nodiscard]] std::optional<BudgetRefusal> takeSend(const Send& send) const;

  /// Counts a guess, in a transaction that commits before the code is compared.
  [[nodiscard]] std::optional<BudgetRefusal> takeGuess(Transaction& tx, const CodeTarget& target) const;

  /// Fills up the guesses of an account and its enrolled contact: a code for it completed a session.
  void resetGuessesOfAccount(const std::string& accountId, const Contact& contact) const;

  /// Fills up the guesses of a destination: a code to it signed somebody in.
  void resetGuessesOfDestination(const Contact& contact) const;

 private:
  using Wanted = std::vector<Budget>;

  [[nodiscard]] std::string hashed(std::string_view kind, std::string_view value) const;
  [[nodiscard]] std::string hashed(const Contact& contact) const;
  [[nodiscard]] std::string pairOf(const std::string& accountId, const Contact& contact) const;
  [[nodiscard]] std::string subjectOfAccount(Transaction& tx, const std::string& accountId,
                                             const Contact& contact) const;
  [[nodiscard]] std::vector<std::string> subjects(Transaction& tx, const CodeTarget& target) const;
  void wantSend(Wanted& wanted, const std::string& subject) const;
  void wantCostLimits(Wanted& wanted, const Send& send) const;

  Limits limits_;
  std::shared_ptr<Storage> storage_;
  std::shared_ptr<const Clock> clock_;
  std::shared_ptr<const crypto::Secret> hashingKey_;
};

}  // namespace mfa::abuse
