// Authenticated encryption under one key: XChaCha20-Poly1305. Its nonce is wide enough to be drawn at random
// for ever, without counting messages, as AES-GCM would ask for.
#pragma once

#include <optional>
#include <string>

#include "crypto/bytes.hpp"
#include "crypto/secret.hpp"
#include "mfa/random.hpp"

namespace mfa::crypto {

inline constexpr std::size_t kSealingKeyBytes = 32;

/// Encrypts `plain` under `key` (32 octets). `context` is bound, not stored: opening asks for the same one,
/// so a sealed value moved to another row or purpose does not open.
///
/// @return octets: nonce (24), ciphertext, tag (16)
/// @throws mfa::Error if `key` is not 32 octets long
[[nodiscard]] std::string seal(const Secret& key, BytesView plain, BytesView context, RandomSource& random);

/// What `seal` was given, or nothing: wrong key, wrong context, altered, cut.
[[nodiscard]] std::optional<Secret> open(const Secret& key, BytesView sealed, BytesView context);

}  // namespace mfa::crypto
