// The signing keys of one `Auth`: kept in the storage, made once however many nodes want them, rotated,
// published before they sign.
//
// The life of a rotating key, with interval I, life of access tokens V, and a lead of 60 s:
//   created, published ...lead... signs ...I... verifies ...2 V... gone
// No verifier's cache of the JWKS reaches past the next publication, so nobody meets a key that it cannot
// know.
//
// Source: FDI, signing keys; OWASP ASVS 11.1.1.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/key_ring.hpp"
#include "mfa/random.hpp"
#include "mfa/storage.hpp"
#include "mfa/time.hpp"
#include "tokens/access_token.hpp"
#include "tokens/key_set.hpp"
#include "tokens/signing_key.hpp"

namespace mfa::tokens {

class SigningKeys {
 public:
  struct Settings {
    Algorithm algorithm = Algorithm::RS256;
    std::chrono::milliseconds updateInterval = std::chrono::hours{168};
    std::chrono::milliseconds accessTokenValidity = std::chrono::hours{1};
    std::chrono::milliseconds reloadInterval = std::chrono::hours{4};  ///< to see what other nodes changed
  };
  struct Surroundings {
    std::shared_ptr<Storage> storage{};
    std::shared_ptr<Clock> clock{};
    std::shared_ptr<RandomSource> random{};
    std::shared_ptr<const crypto::KeyRing> keyRing{};
  };

  /// Touches nothing yet.
  SigningKeys(Settings settings, Surroundings surroundings);
  SigningKeys(const SigningKeys&) = delete;
  SigningKeys& operator=(const SigningKeys&) = delete;

  /// Loads the keys, and makes the first rotating one of a new database. Blocks.
  /// @throws ConfigError naming `masterKeys` if a key was sealed under a master key that is not configured
  void start();

  /// The key that signs now. Blocks where one is due: rarely, and most often only one caller.
  [[nodiscard]] SigningKey current(KeyKind kind) const;

  /// The keys that tokens may be signed with. An immutable snapshot; memory only.
  [[nodiscard]] std::shared_ptr<const KeySet> keySet() const;

  /// Looks whether another node has published `keyId`; at most once a second, whatever clients send.
  /// @return whether the key is known now
  [[nodiscard]] bool discover(std::string_view keyId) const;

  [[nodiscard]] Algorithm algorithm() const noexcept { return settings_.algorithm; }

  /// How often a key has vanished from the set: what was verified before a change must be verified again.
  [[nodiscard]] std::uint64_t removals() const noexcept { return removals_.load(std::memory_order_acquire); }

  /// The published keys, and how long they may be kept: until the next publication.
  struct Published {
    KeySet keys{};
    std::chrono::seconds maxAge{};
  };
  [[nodiscard]] Published published() const;

  /// Takes a key out of use at once: every token of it is refused, here from the next call on, on other nodes
  /// after `reloadInterval`. Another one signs. False: no such key.
  bool revoke(const std::string& keyId) const;

  /// Makes the next key if it is due, removes those that verify nothing any more, and seals again what an
  /// older master key sealed.
  void housekeep() const;

 private:
  struct Entry {
    SigningKeyRow row{};
    SigningKey key;
  };
  /// What one load found. Immutable.
  struct Snapshot {
    std::vector<Entry> entries{};
    std::shared_ptr<const KeySet> keySet = std::make_shared<const KeySet>();
    std::vector<SigningKeyRow> unreadable{};  ///< sealed under a master key that is not configured
    Time loadedAt{};
    std::uint64_t number = 0;  ///< of two loads, the one that began later knows more
  };
  using SnapshotPtr = std::shared_ptr<const Snapshot>;

  [[nodiscard]] SnapshotPtr snapshot() const;
  SnapshotPtr load() const;
  /// Null if the storage fails, and for a moment after that.
  [[nodiscard]] SnapshotPtr loadUnlessDown() const;
  [[nodiscard]] std::optional<SigningKey> opened(const SigningKeyRow& row, const Snapshot& before) const;
  SnapshotPtr keepNewest(std::shared_ptr<const Snapshot> loaded) const;
  void makeUnlessMaking(KeyKind kind, Time now) const;
  void make(KeyKind kind) const;
  [[nodiscard]] SigningKeyRow planned(KeyKind kind, const Snapshot& known, Time now) const;
  [[nodiscard]] const Entry* signing(const Snapshot& known, KeyKind kind, Time now) const;
  [[nodiscard]] bool isDue(const Snapshot& known, KeyKind kind, Time now) const;
  [[nodiscard]] std::chrono::milliseconds lead() const noexcept;
  [[nodiscard]] std::string seal(const SigningKey& key) const;
  void reseal(const Snapshot& known) const;

  Settings settings_;
  Surroundings around_;
  mutable std::mutex making_{};  ///< held while a key is made, so that a process makes one
  mutable std::mutex snapshotMutex_{};
  mutable SnapshotPtr snapshot_ = std::make_shared<const Snapshot>();
  mutable std::atomic<std::uint64_t> loads_{0};
  mutable std::atomic<std::uint64_t> removals_{0};
  mutable std::atomic<UnixMillis> lastFailure_;  ///< of the storage
  mutable std::mutex discovery_{};
  mutable UnixMillis lastDiscovery_;  ///< guarded by `discovery_`
};

}  // namespace mfa::tokens
