// Base64, base64url and hex. Decoders accept exactly what the encoder of the same name writes and nothing
// else, so that one value has one spelling: a token cannot be altered in its text and still be the same
// token.
//
// Source: RFC 4648 sections 4, 5, 8; RFC 7515 section 2 for base64url without padding.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "crypto/bytes.hpp"

namespace mfa::crypto {

/// Standard alphabet (`+`, `/`), padded with `=`.
[[nodiscard]] std::string base64(BytesView octets);

/// URL alphabet (`-`, `_`), no padding.
[[nodiscard]] std::string base64url(BytesView octets);

/// Lower case.
[[nodiscard]] std::string hex(BytesView octets);

/// Octets of padded standard base64. Nothing for white space, missing padding, a foreign character, or bits
/// set that belong to no octet.
[[nodiscard]] std::optional<std::string> decodeBase64(std::string_view text);

/// Octets of base64url without padding. Nothing for `=`, white space, a foreign character, an impossible
/// length, or bits set that belong to no octet.
[[nodiscard]] std::optional<std::string> decodeBase64url(std::string_view text);

/// Octets of hex in either case. Nothing for an odd length or a foreign character.
[[nodiscard]] std::optional<std::string> decodeHex(std::string_view text);

}  // namespace mfa::crypto
