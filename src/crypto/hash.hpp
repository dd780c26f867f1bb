// SHA-256, what is built on it, and comparison that takes equally long wherever the difference lies.
//
// Source: FIPS 180-4, RFC 2104 (HMAC), RFC 5869 (HKDF).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "crypto/bytes.hpp"
#include "crypto/secret.hpp"
#include "mfa/random.hpp"

namespace mfa::crypto {

using Digest = std::array<std::byte, 32>;

[[nodiscard]] Digest sha256(BytesView octets);

/// SHA-256 as 64 characters of lower-case hex: how hashes of tokens stand in access tokens and rows.
[[nodiscard]] std::string sha256Hex(BytesView octets);

[[nodiscard]] Digest hmacSha256(BytesView key, BytesView message);

/// Derives `length` octets (at most 8,160) from `keyMaterial`. `info` separates uses: the same material gives
/// keys that have nothing to do with each other. An empty `salt` is the RFC's default of 32 zero octets.
[[nodiscard]] Secret hkdfSha256(BytesView keyMaterial, BytesView salt, BytesView info,
                                std::size_t length = 32);

[[nodiscard]] bool equal(const Digest& left, const Digest& right) noexcept;

/// Compares texts of which one is a secret, without telling by time where, or by how much in length, they
/// differ: their SHA-256 digests are compared.
[[nodiscard]] bool equalInConstantTime(BytesView left, BytesView right);

/// A fast keyed hash (SipHash-2-4) for tables whose keys a client chooses: without the key, which each
/// process draws anew, nobody can make them collide. Not for anything stored. Copies hash alike.
class KeyedHash {
 public:
  explicit KeyedHash(RandomSource& random);
  [[nodiscard]] std::uint64_t operator()(std::string_view text) const noexcept;

 private:
  std::array<unsigned char, 16> key_{};
};

}  // namespace mfa::crypto
