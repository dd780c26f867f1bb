/// @file
/// Randomness that a test can replace by a seed.
#pragma once

#include <cstddef>
#include <span>

#include "mfa/export.hpp"

namespace mfa {

/// Where codes, tokens, handles, salts and nonces come from. `Config::random` takes one; the default is the
/// CSPRNG of OpenSSL, and nothing else belongs into production.
class MFA_EXPORT RandomSource {
 public:
  virtual ~RandomSource();

  /// Fills `octets`, each independent and uniform. Called from any thread.
  /// @throws Error if there is no randomness to be had
  virtual void fill(std::span<std::byte> octets) = 0;
};

}  // namespace mfa
