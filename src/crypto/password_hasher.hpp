// Passwords: hashed with Argon2id, verified against Argon2id and imported bcrypt hashes, at a cost that tells
// nobody whether the user exists or how he came here.
#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "crypto/hash_pool.hpp"
#include "crypto/password_cost.hpp"
#include "crypto/password_scheme.hpp"
#include "mfa/random.hpp"

namespace mfa::crypto {

/// The longest password that is hashed. Longer ones match nothing.
inline constexpr std::size_t kMaxPasswordBytes = 1'024;

/// What came of comparing a password with a stored hash.
struct PasswordCheck {
  bool matches = false;
  bool needsRehash =
      false;  ///< matches, but the stored hash is not of today's scheme: store `hash(password)` instead
};

/// Computes and verifies password hashes, never more at a time than its pool admits. Any thread; blocks.
///
/// **Equal cost of failure.** A failing check costs the same for an unknown user, a wrong password and every
/// kind of stored hash (see `PasswordCost`), provided that the kinds in the store are known: through
/// `expect`, and from each hash that is verified.
class PasswordHasher {
 public:
  /// @param scheme what new hashes are made with
  /// @throws mfa::Error if `scheme` is beyond the caps or asks for more than one lane (libsodium
  /// computes one)
  PasswordHasher(Argon2Scheme scheme, HashPool::Limits limits, std::shared_ptr<RandomSource> random);

  /// Hashes all octets of `password`, unchanged.
  /// @return a PHC string, 96 characters or so
  /// @throws mfa::BadInputError if `password` is longer than 1,024 octets
  /// @throws mfa::OverloadedError if too many hashes wait already
  [[nodiscard]] std::string hash(std::string_view password);

  /// Compares `password` with the stored hash, or, without one (unknown user, a user without password), takes
  /// as long as if it had. A malformed or over-sized hash never matches. bcrypt hashes cannot match a
  /// password that has a NUL or is longer than 72 octets: bcrypt would ignore the rest.
  /// @throws mfa::OverloadedError if too many hashes wait already
  [[nodiscard]] PasswordCheck verify(std::string_view password, const std::optional<std::string>& encoded);

  /// Says that the store holds a hash like this one. To be called at start with one hash per distinct prefix
  /// (up to the salt) in the store, and for each imported user; hashes beyond the caps are ignored.
  void expect(std::string_view encoded);

  [[nodiscard]] const HashPool& pool() const noexcept { return pool_; }

 private:
  [[nodiscard]] PasswordCost cost() const;
  void learn(const PasswordScheme& scheme);

  Argon2Scheme scheme_;
  HashPool pool_;
  std::shared_ptr<RandomSource> random_;
  mutable std::mutex mutex_{};
  PasswordCost cost_;
};

}  // namespace mfa::crypto
