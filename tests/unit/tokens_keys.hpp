// Keys that the token tests share: made once, for an RSA key takes its time.
#pragma once

#include <vector>

#include "tokens/key_set.hpp"
#include "tokens/signing_key.hpp"

namespace mfa::tokens {

inline const SigningKey& rsaKey() {
  static const SigningKey key = SigningKey::generate(Algorithm::RS256, "d-1700000000000");
  return key;
}

inline const SigningKey& p256Key() {
  static const SigningKey key = SigningKey::generate(Algorithm::ES256, "s-p256");
  return key;
}

inline const SigningKey& ed25519Key() {
  static const SigningKey key = SigningKey::generate(Algorithm::EdDSA, "s-ed25519");
  return key;
}

/// All three, as a server would know them.
inline const KeySet& knownKeys() {
  static const KeySet keys{{rsaKey().verifyingKey(), p256Key().verifyingKey(), ed25519Key().verifyingKey()}};
  return keys;
}

}  // namespace mfa::tokens
