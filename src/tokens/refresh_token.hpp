// Refresh tokens: opaque to clients, found by the session handle inside, stored as a hash of a hash.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/bytes.hpp"
#include "crypto/hash.hpp"
#include "crypto/secret.hpp"
#include "mfa/random.hpp"

namespace mfa::tokens {

/// A refresh token that we made: by minting it just now, or by its authentication code.
///
/// @code <session handle>.<43 characters: 256 random bits>.<43 characters: HMAC-SHA-256 of what stands
/// before> @endcode All characters survive percent-encoding in a cookie. The code keeps a stranger who learnt
/// a handle, which is no secret, from presenting a made-up token for it and having the session revoked as
/// stolen.
class RefreshToken {
 public:
  [[nodiscard]] std::string_view text() const noexcept { return text_.text(); }
  [[nodiscard]] const std::string& sessionHandle() const noexcept { return sessionHandle_; }

  /// Hex SHA-256 of the text: `refreshTokenHash1` of the access token that goes with it.
  [[nodiscard]] std::string hash1() const;
  /// Hex SHA-256 of `hash1()`'s text: what the database keeps.
  [[nodiscard]] std::string hash2() const;

  /// What only the holder of the token can compute, another value for each `use`: HMAC-SHA-256 with the token
  /// as the message. As the key it would count as its SHA-256, being longer than 64 octets (RFC 2104), and
  /// that is published: `hash1`.
  [[nodiscard]] crypto::Digest derive(std::string_view use) const;

 private:
  friend class RefreshTokens;
  RefreshToken(std::string_view text, std::string_view sessionHandle)
      : text_{text}, sessionHandle_{sessionHandle} {}

  crypto::Secret text_;
  std::string sessionHandle_;
};

/// `hash2` for a `refreshTokenHash1` that an access token carried.
[[nodiscard]] std::string refreshTokenHash2(std::string_view hash1);

/// Makes refresh tokens and recognises them. Immutable, any thread.
class RefreshTokens {
 public:
  /// @param keys each 32 octets; the first authenticates new tokens, all are tried for those presented
  /// @throws mfa::Error if there is none, or a shorter one
  explicit RefreshTokens(std::vector<crypto::Secret> keys);

  /// A new token of the session. `sessionHandle` holds no dot.
  [[nodiscard]] RefreshToken mint(std::string_view sessionHandle, RandomSource& random) const;

  /// The token that `text` is, or nothing: malformed, longer than 512 octets, or not made with one of the
  /// keys. Whether its session lives, and whether it is the current one, only the store knows.
  [[nodiscard]] std::optional<RefreshToken> recognise(std::string_view text) const;

 private:
  std::vector<crypto::Secret> keys_;
};

/// What a rotation answered, kept so that a second refresh with the same parent gets the same again.
struct RefreshChild {
  crypto::Secret refreshToken{};
  std::optional<std::string> antiCsrfToken{};
};

/// Seals `child` under a key derived from the text of `parent`: only who presents the parent opens it. The
/// database knows the parent as a hash only, so a leaked one shows nothing; nor does a leaked access token,
/// whose hash the key is not derived from.
/// @return base64url, for a TEXT column
[[nodiscard]] std::string sealChild(const RefreshToken& parent, const RefreshChild& child,
                                    RandomSource& random);

/// What `sealChild` sealed, or nothing: another parent, altered.
[[nodiscard]] std::optional<RefreshChild> openChild(const RefreshToken& parent, std::string_view sealed);

}  // namespace mfa::tokens
