// Access tokens whose signature was checked, so that the next request with one costs a comparison.
//
// Bounded: a set of 8 places per few bits of hash, the oldest of a set makes room. Sharded: a lock is held
// for the time of a comparison. Found by a keyed hash of the token's end, which no client can aim, and
// compared as a whole.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string_view>
#include <vector>

#include "crypto/hash.hpp"
#include "recipes/session/access_token_state.hpp"

namespace mfa::session {

class VerifiedTokens {
 public:
  /// @param size about how many tokens are kept; 0: none
  VerifiedTokens(std::size_t size, const crypto::KeyedHash& hash);

  /// The state of `token`, if it was verified and is kept. Whether it is expired, or its session revoked, is
  /// the caller's to ask. Any thread.
  [[nodiscard]] AccessTokenStatePtr find(std::string_view token) const;

  /// Keeps a verified token.
  void insert(AccessTokenStatePtr verified);

  /// Drops the tokens that are expired at `now`.
  void sweep(Time now);

  [[nodiscard]] std::size_t size() const;

 private:
  static constexpr std::size_t kWays = 8;
  static constexpr std::size_t kShards = 16;

  struct Place {
    std::uint64_t hash = 0;
    AccessTokenStatePtr state{};
  };
  struct Set {
    std::array<Place, kWays> places{};
    std::size_t next = 0;  ///< the oldest, to make room
  };
  struct Shard {
    mutable std::mutex mutex{};
    std::vector<Set> sets{};
  };
  struct Spot {
    std::uint64_t hash = 0;
    std::size_t shard = 0;
    std::size_t set = 0;
  };

  [[nodiscard]] Spot spotOf(std::string_view token) const;

  crypto::KeyedHash hash_;
  std::size_t setsPerShard_;
  std::array<Shard, kShards> shards_{};
};

}  // namespace mfa::session
