// The signature algorithms that tokens use. A key has one, for life; a token's `alg` is only ever compared
// with it.
//
// Source: RFC 7518 section 3, RFC 8037 section 3.1, RFC 8725 section 3.1.
#pragma once

#include <optional>
#include <string_view>

namespace mfa::tokens {

enum class Algorithm {
  RS256,  ///< RSASSA-PKCS1-v1_5, 2048 bits, SHA-256: what every verifier knows
  ES256,  ///< ECDSA on P-256, SHA-256; the signature is r || s, 64 octets
  EdDSA,  ///< Ed25519
};

/// The name as it stands in `alg` and in the database.
[[nodiscard]] std::string_view name(Algorithm algorithm) noexcept;

/// Nothing for every other name, `none` and the HMAC family among them.
[[nodiscard]] std::optional<Algorithm> algorithmNamed(std::string_view name) noexcept;

/// Whether `keyId` is 1 to 64 characters of `A-Z a-z 0-9 - _`: whatever is not, names no key and is looked up
/// nowhere.
[[nodiscard]] bool isKeyId(std::string_view keyId) noexcept;

}  // namespace mfa::tokens
