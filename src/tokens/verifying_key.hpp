// The public half of a signing key: checks signatures and publishes itself as a JWK.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "mfa/json.hpp"
#include "tokens/algorithm.hpp"

namespace mfa::tokens {

/// A public key with its algorithm and id. A cheap handle (copies share the prepared key); any thread.
class VerifyingKey {
 public:
  /// A key from a JSON Web Key, such as a provider publishes.
  ///
  /// The kind of the key decides about the algorithm, with `alg` or without: RSA (2048 to 8192 bits) RS256,
  /// EC P-256 ES256, OKP Ed25519 EdDSA. Nothing for any other kind (`oct` above all), an `alg` that
  /// disagrees, a `use` other than `sig`, a `kid` that `isKeyId` refuses, a point off the curve, base64url
  /// that is not strict.
  /// @code
  /// {"kty":"RSA","kid":"…","n":"…","e":"AQAB"}   {"kty":"EC","crv":"P-256","kid":"…","x":"…","y":"…"}
  /// {"kty":"OKP","crv":"Ed25519","kid":"…","x":"…"}
  /// @endcode
  [[nodiscard]] static std::optional<VerifyingKey> fromJwk(const json::object& jwk);

  [[nodiscard]] Algorithm algorithm() const noexcept;
  [[nodiscard]] const std::string& keyId() const noexcept;

  /// Whether `signature` (raw octets as in the JWS) is this key's over `signingInput`. Never throws for what
  /// a client sent.
  [[nodiscard]] bool verify(std::string_view signingInput, std::string_view signature) const;

  /// The key as a JWK: the members of `fromJwk`, and `alg`, `use:"sig"`, `kid`.
  [[nodiscard]] json::object toJwk() const;

 private:
  friend class SigningKey;
  class Prepared;
  explicit VerifyingKey(std::shared_ptr<const Prepared> prepared) noexcept;

  std::shared_ptr<const Prepared> prepared_;
};

}  // namespace mfa::tokens
