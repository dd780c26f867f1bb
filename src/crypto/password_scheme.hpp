// What a stored password hash says about itself, read and capped before anything is computed: verifying obeys
// whatever memory and rounds the string names, so an imported row could otherwise ask for all of the machine.
//
// Source: PHC string format; RFC 9106 (Argon2); OWASP ASVS 11.4.2.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>

namespace mfa::crypto {

/// Argon2id, version 19. The defaults are OWASP's first recommendation.
struct Argon2Scheme {
  std::uint32_t memoryKiB = 19'456;  ///< 8 per lane to 262,144 (256 MiB)
  std::uint32_t iterations = 2;      ///< 1 to 10
  std::uint32_t parallelism = 1;     ///< 1 to 4 in imported hashes; what we compute is always 1

  auto operator<=>(const Argon2Scheme&) const = default;  // NOLINT(modernize-use-nullptr): clang-tidy 14
};

/// bcrypt as `$2a$`, `$2b$`, `$2y$`.
struct BcryptScheme {
  std::uint32_t cost = 0;  ///< 4 to 14: rounds are 2 to the power of it

  auto operator<=>(const BcryptScheme&) const = default;
};

using PasswordScheme = std::variant<Argon2Scheme, BcryptScheme>;

/// The scheme of a stored hash that is well-formed and within the caps, or nothing. A host's import of users
/// asks this before it stores a hash: one that is refused here would never match.
///
/// @code
/// $argon2id$v=19$m=19456,t=2,p=1$<salt, 8 to 64 octets>$<tag, 16 to 64 octets>   (base64 without padding)
/// $2b$12$<22 characters of salt><31 of hash>
/// @endcode
[[nodiscard]] std::optional<PasswordScheme> passwordScheme(std::string_view encoded);

/// Whether we can compute hashes with it: within the caps, and one lane.
[[nodiscard]] bool isUsable(const Argon2Scheme& scheme) noexcept;

}  // namespace mfa::crypto
