/// @file
/// Signing keys. Table `mfa_signing_keys`.
#pragma once

#include <string>
#include <vector>

#include "mfa/storage/results.hpp"
#include "mfa/time.hpp"

namespace mfa {

/// A key that signs tokens.
struct SigningKeyRow {
  std::string keyId{};      ///< `kid`; unique across nodes
  std::string kind{};       ///< "dynamic" or "static"
  std::string algorithm{};  ///< "RS256", "ES256", "EdDSA"
  /// Unique for kind and algorithm: the next key of a row of keys has the next number, so that many nodes
  /// that want to make it make one.
  std::int64_t epoch = 0;
  std::string privateKey{};  ///< PKCS#8, sealed under the master key if there is one. Octets
  Time createdAt{};
  Time signsFrom{};   ///< published before, from `createdAt` on
  Time signsUntil{};  ///< the end of its interval; far away for static keys
  Time verifiesUntil{};

  bool operator==(const SigningKeyRow&) const = default;
};

class KeyStore {
 public:
  virtual ~KeyStore() = default;

  /// All keys, by kind, algorithm and epoch.
  [[nodiscard]] virtual std::vector<SigningKeyRow> list() = 0;

  /// Conflict: the key id, or the epoch of its kind and algorithm, is taken.
  virtual Insert insertUnique(const SigningKeyRow& key) = 0;

  /// Replaces the private key's octets, if they still are `expected`: the master key was changed.
  virtual Update reseal(const std::string& keyId, const std::string& expected,
                        const std::string& privateKey) = 0;

  virtual Update remove(const std::string& keyId) = 0;

  /// Removes keys whose `verifiesUntil` is past; returns how many.
  virtual int removeExpired(Time now) = 0;
};

}  // namespace mfa
