// Random values of the shapes the library needs, drawn from the injected `RandomSource`.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>

#include "crypto/secret.hpp"
#include "mfa/random.hpp"

namespace mfa::crypto {

/// Fills `octets` from the CSPRNG of OpenSSL (private pool). Any thread.
/// @throws mfa::Error if the generator cannot be seeded
void fillFromSystem(std::span<std::byte> octets);

/// The source that `Config` uses when the host names none: `fillFromSystem` behind the public interface.
[[nodiscard]] std::shared_ptr<RandomSource> systemRandom();

/// `count` random octets (not text).
[[nodiscard]] std::string randomBytes(RandomSource& random, std::size_t count);

/// `count` random octets for use as a key.
[[nodiscard]] Secret randomSecret(RandomSource& random, std::size_t count);

/// `count` decimal digits, each uniform: octets of 250 and more are drawn again, since 256 is no multiple
/// of 10.
[[nodiscard]] std::string randomDigits(RandomSource& random, std::size_t count);

/// A UUID of version 4 (RFC 9562), lower case, with hyphens: 36 characters, 122 random bits.
[[nodiscard]] std::string uuid4(RandomSource& random);

/// `octets` random octets as base64url without padding: 32 give 43 characters.
[[nodiscard]] std::string randomToken(RandomSource& random, std::size_t octets = 32);

/// `octets` random octets as lower-case hex: 32 give 64 characters.
[[nodiscard]] std::string randomHex(RandomSource& random, std::size_t octets = 32);

}  // namespace mfa::crypto
