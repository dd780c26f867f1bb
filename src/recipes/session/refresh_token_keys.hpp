// The keys that authenticate refresh tokens.
//
// With a master key they are derived from it, and from those before it. Without one, a random key of the
// database is used, and goes on being known once there is a master key: nobody is signed out by the change.
#pragma once

#include <vector>

#include "crypto/secret.hpp"
#include "services.hpp"

namespace mfa::session {

/// The first makes new tokens, all are known. Blocks.
[[nodiscard]] std::vector<crypto::Secret> refreshTokenKeys(const Services& services);

/// Seals the database's key, if there is one, under today's master key.
void resealRefreshTokenKey(const Services& services);

}  // namespace mfa::session
