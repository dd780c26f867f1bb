// What a `VerifyingKey` holds: OpenSSL's key and the contexts that check signatures with it.
#pragma once

#include <string>
#include <string_view>

#include "tokens/openssl_handles.hpp"
#include "tokens/verifying_key.hpp"

namespace mfa::tokens {

/// Whether `key` is of the kind and size that `algorithm` asks for: RSA of 2048 to 8192 bits, P-256, Ed25519.
[[nodiscard]] bool suits(Algorithm algorithm, const EVP_PKEY* key);

class VerifyingKey::Prepared {
 public:
  Prepared(Algorithm algorithm, std::string keyId, PkeyHandle key)
      : algorithm_{algorithm}, keyId_{std::move(keyId)}, key_{std::move(key)} {}

  [[nodiscard]] Algorithm algorithm() const noexcept { return algorithm_; }
  [[nodiscard]] const std::string& keyId() const noexcept { return keyId_; }
  [[nodiscard]] EVP_PKEY* key() const noexcept { return key_.get(); }

  [[nodiscard]] bool verify(std::string_view signingInput, std::string_view signature) const;

 private:
  [[nodiscard]] bool verifyDigest(std::string_view signingInput, std::string_view signature) const;
  [[nodiscard]] bool verifyMessage(std::string_view signingInput, std::string_view signature) const;
  [[nodiscard]] PkeyContext prepareContext() const;

  Algorithm algorithm_;
  std::string keyId_;
  PkeyHandle key_;
  mutable ContextPool contexts_{};
};

}  // namespace mfa::tokens
