// The private half: signs tokens, and goes to the database and back as PEM.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "crypto/secret.hpp"
#include "tokens/algorithm.hpp"
#include "tokens/verifying_key.hpp"

namespace mfa::tokens {

/// A private key with its algorithm and id. A cheap handle (copies share the prepared key); any thread.
class SigningKey {
 public:
  /// Makes a new key; for RS256 that takes some tens of milliseconds, so not under a lock or in a
  /// transaction. Its randomness is OpenSSL's own, whatever source is injected.
  /// @param keyId `d-<created, ms>` for dynamic keys, `s-<uuid>` for static ones (FDI)
  /// @throws mfa::Error if `isKeyId(keyId)` is false
  [[nodiscard]] static SigningKey generate(Algorithm algorithm, std::string keyId);

  /// A key from what `toPem` wrote.
  /// @throws mfa::Error if it is no private key, or not one for `algorithm` (RSA under 2048 bits, another
  /// curve)
  [[nodiscard]] static SigningKey fromPem(Algorithm algorithm, std::string keyId, const crypto::Secret& pem);

  /// PKCS#8 PEM, unencrypted: seal it (`crypto::KeyRing`) before it is stored.
  [[nodiscard]] crypto::Secret toPem() const;

  [[nodiscard]] Algorithm algorithm() const noexcept;
  [[nodiscard]] const std::string& keyId() const noexcept;
  [[nodiscard]] const VerifyingKey& verifyingKey() const noexcept;

  /// The raw signature as a JWS carries it (before base64url).
  [[nodiscard]] std::string sign(std::string_view signingInput) const;

 private:
  struct Material;
  class Prepared;
  [[nodiscard]] static SigningKey prepare(Material material);
  explicit SigningKey(std::shared_ptr<const Prepared> prepared) noexcept;

  std::shared_ptr<const Prepared> prepared_;
};

}  // namespace mfa::tokens
