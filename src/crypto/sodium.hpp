// libsodium chooses its implementations for this machine once, before first use.
#pragma once

namespace mfa::crypto {

/// Makes libsodium ready. Cheap when it is; any thread.
/// @throws mfa::Error if it cannot be
void requireSodium();

}  // namespace mfa::crypto
