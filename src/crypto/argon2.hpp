// Argon2id through libsodium, which picks the fastest code for the machine at run time.
//
// Source: RFC 9106; PHC string format.
#pragma once

#include <string>
#include <string_view>

#include "crypto/password_scheme.hpp"
#include "mfa/random.hpp"

namespace mfa::crypto {

/// Hashes `password` with a new salt of 16 octets into a tag of 32, as a PHC string.
/// @throws mfa::OverloadedError if memory is short
/// @throws mfa::Error if `scheme` is not `isUsable`
[[nodiscard]] std::string argon2Hash(std::string_view password, const Argon2Scheme& scheme,
                                     RandomSource& random);

/// Whether `password` has this hash. `encoded` was accepted by `passwordScheme`: here its parameters are
/// obeyed.
/// @throws mfa::OverloadedError if memory is short: a missing megabyte must not look like a wrong password
[[nodiscard]] bool argon2Matches(std::string_view password, const std::string& encoded);

/// Takes as long as `argon2Matches` with a hash of that scheme.
void spendArgon2(std::string_view password, const Argon2Scheme& scheme);

}  // namespace mfa::crypto
