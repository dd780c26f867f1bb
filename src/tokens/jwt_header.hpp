// The first part of a token, read strictly.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "tokens/algorithm.hpp"

namespace mfa::tokens {

/// The version that session tokens say in their header. Tokens of `createJWT` say none.
inline constexpr int kAccessTokenVersion = 5;

/// A header that passed: `alg` is one of ours, `typ` is `JWT`, `kid` is well-formed. Nothing in it is
/// verified yet.
struct JwtHeader {
  Algorithm algorithm = Algorithm::RS256;
  std::string keyId{};
  std::optional<int> version{};  ///< 3 or more
};

/// Parses a header's JSON text.
///
/// @code <- {"alg":"RS256","kid":"d-1700000000000","typ":"JWT","version":"5"} @endcode
/// Nothing for: more than 2,048 octets, anything but an object, a name given twice, an `alg` that is not ours
/// (`none`, HMAC), a missing or malformed `kid`, a `typ` other than `JWT`, a `version` that is no string of
/// an integer of 3 or more, and any `crit` (we understand no extension). `jwk`, `jku`, `x5u` and `x5c` are
/// ignored: keys come from the key set alone.
[[nodiscard]] std::optional<JwtHeader> parseJwtHeader(std::string_view jsonText);

/// The header as base64url, always the same text for the same values.
[[nodiscard]] std::string encodeJwtHeader(const JwtHeader& header);

}  // namespace mfa::tokens
