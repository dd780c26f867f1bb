/// @file
/// Factors: a user's second factors after the first enrolment. List them, change a contact, remove one, and
/// reset them as an administrator.
///
/// The first factor is enrolled by the sign-in itself, when a code completes a session whose user has none
/// (see `mfa/recipes/passwordless.hpp`; `Passwordless::Config::validateFirstEnrolment` can refuse it). All
/// else about factors is a call of the host, from a route of its own:
///
/// @code
/// // The user has typed a new number; the session is one with both factors.
/// const auto session = auth.session().getSession(req, res);
/// auto started = auth.factors().startContactChange({.session = session, .phoneNumber = typed});
/// // … and then the code that came to it.
/// auto changed = auth.factors().finishContactChange({.session = session,
///                                                    .preAuthSessionId = preAuthSessionId,
///                                                    .deviceId = deviceId,
///                                                    .userInputCode = code});
/// @endcode
///
/// These rules hold below the override tables, in the transaction that makes the change:
///  - The session has completed a factor that its user has enrolled now. What proves it is the session's row,
///    neither a claim nor a token: a session of the password alone changes nothing, whatever an override
///    says.
///  - A new contact is proven by a code that was sent to it for this change, under this very session, and is
///    spent with the change. A code that was sent for a sign-in changes nothing, and one that was sent for a
///    change signs nobody in.
///  - With the change all other sessions of the user end, and all codes that are on their way for the user
///    are void.
///
/// Afterwards the contacts that were enrolled before are told (`SecurityNotice` in `mfa/delivery.hpp`),
/// whoever made the change; a notice that cannot be sent undoes nothing, and is the event `notice_not_sent`.
///
/// A code to the old number is no proof for changing it. Who has taken the number over at the telephone
/// company would have that code: only a session that was completed before, or an administrator, decides.
///
/// Every call may block on the storage, and the start of a change on the sender. Any thread. @throws
/// StorageError
///
/// Source: NIST SP 800-63B (binding and loss of authenticators); OWASP ASVS 6.3.7, 6.4.4, 7.4.3, 7.5.1.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "mfa/export.hpp"
#include "mfa/recipes/passwordless/operations.hpp"
#include "mfa/recipes/session.hpp"
#include "mfa/time.hpp"
#include "mfa/user_context.hpp"

namespace mfa {

class Auth;

namespace factors {

/// An enrolled factor. Either email or phoneNumber.
struct Factor {
  std::string factorId{};  ///< "otp-phone", "otp-email"
  std::optional<std::string> email{};
  std::optional<std::string> phoneNumber{};
  /// "•••0123", "a•••@acme.example": enough for its owner to know it, and too little for anybody else.
  std::string contactMasked{};
  Time timeEnrolled{};
};

/// The session has not completed a factor that its user has enrolled, or (where the input sets a limit) too
/// long ago. Nothing was sent, counted or changed.
struct FactorNotCompletedError {};

/// The user has no such factor.
struct UnknownFactorError {};

/// This very contact is enrolled.
struct AlreadyEnrolledError {};

/// Sends a code to a contact that is to take the place of the enrolled one of its kind, or to stand beside
/// one of the other kind. A later start for the same contact voids the code of an earlier one. GENERAL_ERROR:
/// the contact is invalid, a budget is empty, or the sender failed.
///
/// @throws UnauthorisedError if the session is gone
/// @throws BadInputError unless there is one contact, of a kind that the recipe sends to
struct StartContactChange {
  /// Either email or phoneNumber.
  struct Input {
    SessionPtr session{};  ///< verified: who asks
    std::optional<std::string> email{};
    std::optional<std::string> phoneNumber{};
    /// How long ago the session may have completed its factor. Nothing: any time. 5 minutes are advised where
    /// asking for a code once more is no burden.
    std::optional<std::chrono::milliseconds> completedWithin{};
    UserContext userContext{};
  };
  /// Both go to the page, which brings them back with the code.
  struct Ok {
    std::string deviceId{};
    std::string preAuthSessionId{};
  };
  using Result = std::variant<Ok, FactorNotCompletedError, AlreadyEnrolledError, GeneralError>;
};

/// Spends that code, and makes the change. RESTART_FLOW_ERROR: the code was not made for a change under this
/// session, is spent, or something else was changed meanwhile. Wrong codes count as at a sign-in.
///
/// @throws UnauthorisedError if the session is gone
struct FinishContactChange {
  struct Input {
    SessionPtr session{};  ///< verified: the one that started
    std::string preAuthSessionId{};
    std::string deviceId{};
    std::string userInputCode{};
    UserContext userContext{};
  };
  struct Ok {
    Factor factor{};                   ///< as it is now
    std::optional<Factor> replaced{};  ///< as it was; nothing: the user had none of this kind
    std::vector<std::string> revokedSessionHandles{};
  };
  using Result =
      std::variant<Ok, passwordless::IncorrectUserInputCodeError, passwordless::ExpiredUserInputCodeError,
                   passwordless::RestartFlowError, FactorNotCompletedError, GeneralError>;
};

/// Removes a factor. When it was the last one, the next sign-in enrols a first one again, as for a new user.
///
/// @throws UnauthorisedError if the session is gone
struct Remove {
  struct Input {
    SessionPtr session{};  ///< verified: who asks, and the session that stays
    std::string factorId{};
    std::optional<std::chrono::milliseconds> completedWithin{};  ///< as at `StartContactChange`
    UserContext userContext{};
  };
  struct Ok {
    Factor removed{};
    std::vector<std::string> revokedSessionHandles{};
  };
  using Result = std::variant<Ok, FactorNotCompletedError, UnknownFactorError>;
};

/// Removes all factors of a user, as an administrator does for somebody who has lost the phone. There is no
/// session and no proof: whoever calls this has made sure who asks. All sessions of the user end, and the
/// next sign-in enrols a first factor, for which the password is enough unless `validateFirstEnrolment` asks
/// for more. Without factors it does the rest, and tells nobody.
struct Reset {
  struct Input {
    std::string userId{};  ///< or the id of one of the user's login methods
    UserContext userContext{};
  };
  struct Ok {
    std::vector<Factor> removed{};
    std::vector<std::string> revokedSessionHandles{};
  };
  using Result = Ok;
};

}  // namespace factors

/// What `Auth::factors()` gives. No override stands before these calls.
class MFA_EXPORT Factors {
 public:
  using Factor = factors::Factor;
  using StartContactChange = factors::StartContactChange;
  using FinishContactChange = factors::FinishContactChange;
  using Remove = factors::Remove;
  using Reset = factors::Reset;

  /// What the user (or the user that has this login method) has enrolled, by factor id. Reads the rows: what
  /// a token or metadata says about factors may be older.
  [[nodiscard]] std::vector<Factor> list(const std::string& userId,
                                         const UserContext& userContext = {}) const;

  [[nodiscard]] StartContactChange::Result startContactChange(StartContactChange::Input input) const;
  [[nodiscard]] FinishContactChange::Result finishContactChange(FinishContactChange::Input input) const;
  [[nodiscard]] Remove::Result remove(Remove::Input input) const;
  Reset::Result reset(Reset::Input input) const;

  struct Impl;
  explicit Factors(std::unique_ptr<Impl> impl);
  ~Factors();
  Factors(const Factors&) = delete;
  Factors& operator=(const Factors&) = delete;

 private:
  std::unique_ptr<Impl> impl_;
};

}  // namespace mfa
