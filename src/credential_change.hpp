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

/// In the transaction of the change: ends every other session of the user, and voids every code that is on
/// its way for the user, whether it was asked for under a session or, to one of the user's contacts, without
/// one. Whoever had got in by the old credential is out, and nobody gets in by what the old one had asked
/// for. Tells of each session.
/// @return handles of the sessions that ended, for `forgetEnded` after the commit
[[nodiscard]] std::vector<std::string> endAllElse(Transaction& tx, const Services& services,
                                                  observe::Report& report, const CredentialChange& change);

/// After the commit: this process refuses what is left of the sessions from now on.
void forgetEnded(const Services& services, const std::vector<std::string>& sessionHandles);

}  // namespace mfa
