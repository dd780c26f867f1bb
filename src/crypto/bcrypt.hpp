// bcrypt through crypt(3), for the hashes of imported users only; none is made.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace mfa::crypto {

/// Whether `password` has this hash. `encoded` was accepted by `passwordScheme`.
///
/// bcrypt reads up to the first NUL and at most 72 octets, so that different passwords would be one: such a
/// password never matches, and takes as long as any other.
[[nodiscard]] bool bcryptMatches(std::string_view password, const std::string& encoded);

/// Takes as long as `bcryptMatches` with a hash of that cost.
void spendBcrypt(std::uint32_t cost);

}  // namespace mfa::crypto
