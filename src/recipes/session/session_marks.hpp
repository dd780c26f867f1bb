// What this process knows about sessions beside the database: which were revoked while access tokens of them
// may still be about.
#pragma once

#include <array>
#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

#include "crypto/hash.hpp"
#include "mfa/time.hpp"

namespace mfa::session {

/// One session's mark. Every verified token of the session refers to it, so a revocation is one write, and
/// seeing it one read.
class SessionMark {
 public:
  [[nodiscard]] bool isRevoked() const noexcept { return revoked_.load(std::memory_order_acquire); }

 private:
  friend class SessionMarks;
  mutable std::atomic<bool> revoked_{false};
  Time keptUntil_{};  ///< guarded by the shard's mutex: when no access token of the session can be alive
};

/// The marks, found by session handle. Any thread. Bounded: a mark goes when no verified token refers to it,
/// and a revoked one when every access token of its session is expired.
class SessionMarks {
 public:
  explicit SessionMarks(const crypto::KeyedHash& hash) : hash_{hash} {}

  /// The mark of a session, the same for all its tokens.
  [[nodiscard]] std::shared_ptr<const SessionMark> of(const std::string& sessionHandle);

  /// From now on no token of the session is accepted in this process.
  /// @param keptUntil when the last access token of the session has expired
  void revoke(const std::string& sessionHandle, Time now, Time keptUntil);

  /// Drops what says nothing any more.
  void sweep(Time now);

  [[nodiscard]] std::size_t size() const;

 private:
  static constexpr std::size_t kShards = 16;

  struct Shard {
    mutable std::mutex mutex{};
    std::unordered_map<std::string, std::shared_ptr<SessionMark>> marks{};
    std::size_t sweepAt = 256;  ///< doubles with what is left, so that sweeping costs little per mark
  };

  [[nodiscard]] Shard& shardOf(const std::string& sessionHandle);
  static std::shared_ptr<SessionMark>& markIn(Shard& shard, const std::string& sessionHandle, Time now);
  static void sweep(Shard& shard, Time now);

  crypto::KeyedHash hash_;
  std::array<Shard, kShards> shards_{};
};

}  // namespace mfa::session
