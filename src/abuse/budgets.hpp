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

#include "abuse/code_target.hpp"
#include "abuse/new_numbers.hpp"
#include "abuse/wanted_budgets.hpp"
#include "crypto/secret.hpp"
#include "http/client_address.hpp"
#include "mfa/limits.hpp"
#include "mfa/storage.hpp"
#include "mfa/time.hpp"

namespace mfa::abuse {

/// Whether the account's part of a send was taken already, when the code was asked for.
enum class AccountPart { Due, Taken };

/// One message about to be sent.
struct Send {
  CodeTarget target{};
  Carrier carrier = Carrier::Sender;
  std::optional<http::Address> client{};  ///< nothing if it cannot be told
  AccountPart accountPart = AccountPart::Due;
};

/// Whether a message may be sent.
struct SendDecision {
  std::optional<SendRefusal> refusal{};        ///< nothing: it may, and is counted
  std::optional<std::string> pausedCountry{};  ///< the calling code of a country that is paused from now on
};

/// The budgets of one `Auth`. Any thread; every call blocks on the storage, unless it takes a transaction.
class Budgets {
 public:
  Budgets(const Limits& limits, std::shared_ptr<Storage> storage, std::shared_ptr<const Clock> clock,
          std::shared_ptr<const crypto::Secret> hashingKey);

  /// Whether messages may go there at all: `Limits::allowedCallingCodes`, `Limits::deniedNumberPrefixes`.
  [[nodiscard]] bool allows(const Contact& contact) const;

  /// Counts that an account asked for a code to that contact, whatever the answer will be: who could ask
  /// without limit would find out which number belongs to the account.
  [[nodiscard]] std::optional<BudgetRefusal> takeRequest(const std::string& accountId,
                                                         const Contact& contact) const;

  /// Decides on a message and counts it, in a transaction of its own that commits before it is sent.
  [[nodiscard]] SendDecision takeSend(const Send& send) const;

  /// Counts a notice to a user, in a transaction of its own: it costs what a code costs, and takes from the
  /// ceilings. It is refused by a window of notices alone, a tenth of each, so that no flood of codes keeps a
  /// user from being told of a change.
  [[nodiscard]] std::optional<BudgetRefusal> takeNotice(Carrier carrier) const;

  /// Counts a guess, in a transaction that commits before the code is compared.
  [[nodiscard]] std::optional<BudgetRefusal> takeGuess(Transaction& tx, const CodeTarget& target) const;

  /// Counts that a code came back, in the transaction that spends it and before the user is written whom it
  /// makes.
  /// @return the calling code of a country that this resumed
  [[nodiscard]] std::optional<std::string> countVerified(Transaction& tx, const CodeTarget& target) const;

  /// Fills up the guesses of an account and its enrolled contact: a code for it completed a session.
  void resetGuessesOfAccount(const std::string& accountId, const Contact& contact) const;

  /// Fills up the guesses of a destination: a code to it signed somebody in.
  void resetGuessesOfDestination(const Contact& contact) const;

 private:
  using Wanted = WantedBudgets;

  /// Whose contact a message goes to: the account's own that it has enrolled, or any other.
  enum class Whose { Own, Others };

  [[nodiscard]] std::string hashed(std::string_view kind, std::string_view value) const;
  [[nodiscard]] std::string hashed(const Contact& contact) const;
  [[nodiscard]] std::string pairOf(const std::string& accountId, const Contact& contact) const;
  [[nodiscard]] std::string subjectOfAccount(Transaction& tx, const std::string& accountId,
                                             const Contact& contact) const;
  [[nodiscard]] std::vector<std::string> subjects(Transaction& tx, const CodeTarget& target) const;
  void wantSend(Wanted& wanted, const std::string& subject) const;
  void wantClient(Wanted& wanted, const Send& send) const;
  void wantTrial(Wanted& wanted, const Send& send, const std::string& callingCode) const;
  void wantCostLimits(Wanted& wanted, const Send& send, Whose whose) const;
  [[nodiscard]] SendRefusal refuseNew(Transaction& tx, const Send& send, SendRefusal refusal, Time now) const;
  [[nodiscard]] Wanted wantedFor(Transaction& tx, const Send& send) const;
  [[nodiscard]] SendDecision decide(Transaction& tx, const Send& send, Time now) const;

  Limits limits_;
  NewNumbers newNumbers_;
  std::shared_ptr<Storage> storage_;
  std::shared_ptr<const Clock> clock_;
  std::shared_ptr<const crypto::Secret> hashingKey_;
};

}  // namespace mfa::abuse
