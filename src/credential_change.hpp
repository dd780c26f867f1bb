// What ends when a credential of a user changes: a factor, or the password.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "mfa/storage.hpp"

namespace mfa {

/// Whose credential changed.
struct CredentialChange {
  std::string userId{};
  std::optional<std::string> keptSession{};  ///< the session that made the change, if one did
  std::vector<std::string> tenantIds{};      ///< all there are
};

/// In the transaction of the change: ends every other session of the user, and voids every code that is on
/// its way for the user, whether it was asked for under a session or, to one of the user's contacts, without
/// one. Whoever had got in by the old credential is out, and nobody gets in by what the old one had asked
/// for.
/// @return handles of the sessions that ended, for `session::forgetSessions` after the commit
[[nodiscard]] std::vector<std::string> endAllElse(Transaction& tx, const CredentialChange& change);

}  // namespace mfa
