// The keys that tokens may be signed with, as one immutable snapshot.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mfa/json.hpp"
#include "tokens/jwt_header.hpp"
#include "tokens/verifying_key.hpp"

namespace mfa::tokens {

/// Verifying keys by id. Immutable: a rotation makes a new one, and readers keep theirs (`shared_ptr<const
/// KeySet>`).
class KeySet {
 public:
  /// A key and the header that tokens of it carry.
  struct Match {
    VerifyingKey key;
    JwtHeader header;
  };

  KeySet() = default;

  /// Of two keys with one id the first counts.
  explicit KeySet(std::vector<VerifyingKey> keys);

  /// The key named `keyId`, or null. A lookup in memory, whatever the text holds.
  [[nodiscard]] const VerifyingKey* find(std::string_view keyId) const;

  /// The key and header for a header's exact text (base64url) as `signJwt` writes it, or null. All tokens of
  /// one key begin alike, so the common case parses no header.
  [[nodiscard]] const Match* findByHeader(std::string_view encodedHeader) const;

  [[nodiscard]] const std::vector<VerifyingKey>& keys() const noexcept { return keys_; }

  /// The JSON Web Key Set, keys in the order given.
  /// @code -> {"keys":[{"kty":"RSA","kid":"…","n":"…","e":"AQAB","alg":"RS256","use":"sig"}]} @endcode
  [[nodiscard]] json::object toJwks() const;

  /// The usable keys of a JWKS, such as a provider publishes; members that are no key of ours to use are
  /// skipped.
  [[nodiscard]] static KeySet fromJwks(const json::object& jwks);

 private:
  std::vector<VerifyingKey> keys_{};
  std::map<std::string, std::size_t, std::less<>> byKeyId_{};
  std::map<std::string, Match, std::less<>> byHeader_{};
};

}  // namespace mfa::tokens
