// What a failed sign-in has to cost, so that its time says nothing about the user.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <vector>

#include "crypto/password_scheme.hpp"

namespace mfa::crypto {

/// The kinds of password hash in a store, as far as known: each failure pays for every kind once.
///
/// Kinds are each set of Argon2id parameters, and bcrypt at its highest cost. A bcrypt hash of a lower cost c
/// is topped up with runs at c, c+1, … below the highest, which add up exactly: 2^c + (2^c + 2^(c+1) + … +
/// 2^(highest-1)) is 2^highest. A store of today's hashes alone has one kind, and a failure costs one hash.
class PasswordCost {
 public:
  /// More sets of Argon2id parameters than this are not equalised: every failure would pay for them all.
  static constexpr std::size_t kMostArgon2Kinds = 4;

  /// @param current what unknown users are taken to have
  explicit PasswordCost(const Argon2Scheme& current) : argon2_{current} {}

  /// Adds a kind that the store holds.
  void learn(const PasswordScheme& scheme);

  /// What is to be computed after a failure for which one hash of the scheme `paid`, or none, was computed.
  [[nodiscard]] std::vector<PasswordScheme> outstanding(const std::optional<PasswordScheme>& paid) const;

 private:
  std::set<Argon2Scheme> argon2_;
  std::uint32_t bcryptCost_ = 0;  ///< the highest; 0: no such hashes
};

}  // namespace mfa::crypto
