// The defences of the library, one by one, each with a switch that takes it away: so that a test can show
// that an attack which fails would succeed without it.
//
// The switches exist where MFA_TESTING is defined. Elsewhere the question is answered while compiling, and
// nothing of this file is in the library.
#pragma once

#ifdef MFA_TESTING
#include <string_view>
#include <vector>
#endif

namespace mfa {

enum class Defence {
  CodeKeepsItsSession,      ///< rule 1: a code is resent and spent under the session it was made under
  CodeKeepsItsTenant,       ///< rule 1: and in the tenant it was made in
  DeadSessionsAskNothing,   ///< rule 1: a revoked session's row is missed, however good its token still is
  LinksRaiseNothing,        ///< rule 1: whoever was sent a link may have opened it
  OnlyItsOwnSession,        ///< rule 1: a session of somebody else, which an override returned, is not raised
  EnrolledContactDecides,   ///< rule 2: a code to another contact completes nothing
  EnrolmentIsCommitted,     ///< rule 2: the row is written before the answer says OK
  FirstEnrolmentIsAsked,    ///< rule 2: the host's policy is asked about a first enrolment
  OneFactorIsNotTwo,        ///< rule 2: what opened a session does not complete it
  ContactMethodIsKept,      ///< rule 2: no e-mail address where phones are asked for
  GuessesAreLimited,        ///< rule 3: by account and destination
  GuessesAreCountedFirst,   ///< rule 3: an attempt of a device is counted before it is compared
  CodesAreSpentOnce,        ///< rule 3: a code that was right is gone
  OlderCodesDie,            ///< rule 3: one code is live, and one older one
  SendsAreLimited,          ///< rule 3: by account and destination
  RequestsAreCounted,       ///< rule 3: a refused request for a code takes from the account's sends
  ContactsAreCanonical,     ///< input: many spellings are one number
  CrossSiteIsRefused,       ///< input: a form of another site changes nothing
  ClaimsGuardRoutes,        ///< sessions: a route of the host's asks for every factor
  RevocationIsSeenAtOnce,   ///< sessions: the next call refuses a revoked session
  TransferMethodStays,      ///< sessions: one in cookies stays in cookies
  PasswordChangeEndsOthers  ///< sessions: a new password ends the other sessions, and their codes
};

#ifdef MFA_TESTING

/// Whether nobody took that defence away.
[[nodiscard]] bool stands(Defence defence) noexcept;

/// Takes defences away, of the whole process, for as long as it lives. One at a time.
class WithoutDefences {
 public:
  explicit WithoutDefences(const std::vector<Defence>& defences);
  ~WithoutDefences();
  WithoutDefences(const WithoutDefences&) = delete;
  WithoutDefences& operator=(const WithoutDefences&) = delete;
};

[[nodiscard]] const std::vector<Defence>& allDefences();
[[nodiscard]] std::string_view nameOf(Defence defence);

#else

[[nodiscard]] consteval bool stands(Defence /*defence*/) noexcept { return true; }

#endif

}  // namespace mfa
