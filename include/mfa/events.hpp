/// @file
/// Events: what an operator wants to know about sign-ins, codes and sessions, without any secret in it.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mfa/export.hpp"
#include "mfa/json.hpp"
#include "mfa/time.hpp"

namespace mfa {

/// What happened.
enum class EventType {
  SignedUp,
  SignedIn,
  SignInRefused,  ///< wrong password, unknown user, or no budget: see `reason`
  PasswordChanged,
  CodeSent,
  CodeNotSent,  ///< no budget, or the sender failed: see `reason`
  CodeRefused,  ///< wrong, expired, of another session, no budget: see `reason`
  FactorEnrolled,
  FactorReplaced,
  FactorRemoved,  ///< by the user, or by an administrator: see `reason`
  NoticeNotSent,  ///< a contact was not told of a change: see `reason`
  SessionCreated,
  SessionRaised,  ///< a second factor was completed
  SessionRefreshed,
  SessionRevoked,
  TokenTheftDetected,
  BudgetExhausted,    ///< `reason` is the limit: "sends_per_day"
  CountryPaused,      ///< codes to a country do not come back, or an operator paused it: see `callingCode`
  CountryResumed,     ///< they come back again, or an operator said so
  NewNumbersStopped,  ///< by an operator
  NewNumbersResumed,  ///< by an operator
  DuplicateSessionCookies,  ///< the setting that mends it is `session.olderCookieDomain`
  UserDeleted,
  RequestFailed,  ///< answered with 5xx: the database failed, or too much waits; `reason` says what
};

/// "signed_in", "code_refused", …
[[nodiscard]] MFA_EXPORT std::string_view name(EventType type) noexcept;

/// The type of that name: what reads a log back. Nothing for a name that this version does not know.
[[nodiscard]] MFA_EXPORT std::optional<EventType> eventTypeOf(std::string_view name) noexcept;

/// One thing that happened. It holds no password, code, token or whole address, and is safe to log.
struct Event {
  EventType type = EventType::SignedIn;
  Time time{};
  std::string requestId{};  ///< drawn per request; empty outside HTTP
  std::optional<std::string> userId{};
  std::optional<std::string> sessionHandle{};
  std::optional<std::string>
      contactHash{};  ///< keyed: the same contact has the same one, and nobody else can compute it
  std::optional<std::string> contactMasked{};  ///< "•••0123", "a•••@acme.example"
  std::optional<std::string> clientAddress{};
  std::optional<std::string> callingCode{};  ///< of the country that an event is about: "49"
  std::string
      reason{};  ///< one word of the documentation, such as "wrong_password"; empty where there is none

  bool operator==(const Event&) const = default;
};

/// One line for a log.
/// @code
/// {"event":"code_refused","time":ms,"requestId":…,"userId":…?,"sessionHandle":…?,"contactHash":…?,"contactMasked":…?,
///  "clientAddress":…?,"callingCode":…?,"reason":…?}
/// @endcode
[[nodiscard]] MFA_EXPORT json::object toJson(const Event& event);

/// Keeps the events of accounts in the database, each in the transaction of the change that it tells of:
/// there is no change without its line, and no line without its change. Events that belong to no account (a
/// sign-in as nobody, a code without a session) go to `Config::onEvent` alone, so that strangers cannot fill
/// the table.
struct AuditLog {
  /// How long a line stays: more than 0. `Auth::housekeep()` removes older ones.
  std::chrono::hours retention{24 * 90};
};

/// Which events of an account.
struct EventQuery {
  int limit = 50;                                ///< of one page, 1 to 500
  std::optional<std::string> paginationToken{};  ///< of the page before
};

/// Events of an account, newest first.
struct EventPage {
  std::vector<Event> events{};
  std::optional<std::string> nextPaginationToken{};  ///< nothing: there are no more
};

}  // namespace mfa
