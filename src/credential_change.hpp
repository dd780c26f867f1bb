// What ends when a credential of a user changes: a factor, or the password.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "mfa/storage.hpp"
#include "observe/report.hpp"
#include "services.hpp"

namespace mfa {

/// Whose credential changed.
struct CredentialChange {
  std::string userId{};
  std::optional<std::string> keptSession{};  ///< the session that made the change, if one did
  std::string reason{};                      ///< of the events: "password_changed", "factor_changed"
};

/// Voids the codes on their way that sign in by that method, whoever has asked for them. Only a passwordless
/// one is signed in to by a code: the address of another may be somebody else's, who is waiting for one.
void removeSignInCodes(Transaction& tx, const LoginMethod& method);

/// In the transaction of the change: ends every other session of the user, and voids every code that is on
/// its way for the user: those asked for under the user's sessions, and those that sign in as the user.
/// Whoever had got in by the old credential is out, and nobody gets in by what the old one had asked for.
/// Other codes stay. Tells of each session.
/// @return handles of the sessions that ended, for `forgetEnded` after the commit
[[nodiscard]] std::vector<std::string> endAllElse(Transaction& tx, observe::Report& report,
                                                  const CredentialChange& change);

/// After the commit: this process refuses what is left of the sessions from now on.
void forgetEnded(const Services& services, const std::vector<std::string>& sessionHandles);

}  // namespace mfa
