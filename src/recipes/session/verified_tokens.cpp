#include "recipes/session/verified_tokens.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace mfa::session {
namespace {

// The end of a token is the end of its signature: it differs between any two tokens.
constexpr std::size_t kHashedCharacters = 64;

}  // namespace

VerifiedTokens::VerifiedTokens(std::size_t size, const crypto::KeyedHash& hash)
    : hash_{hash}, setsPerShard_{(size + kShards * kWays - 1) / (kShards * kWays)} {
  for (auto& shard : shards_) shard.sets.resize(setsPerShard_);
}

AccessTokenStatePtr VerifiedTokens::find(std::string_view token) const {
  if (setsPerShard_ == 0) return nullptr;
  const auto spot = spotOf(token);
  const auto& shard = shards_[spot.shard];
  const std::scoped_lock lock{shard.mutex};
  for (const auto& place : shard.sets[spot.set].places)
    if (place.hash == spot.hash && place.state != nullptr && place.state->token == token) return place.state;
  return nullptr;
}

void VerifiedTokens::insert(AccessTokenStatePtr verified) {
  if (setsPerShard_ == 0) return;
  const auto spot = spotOf(verified->token);
  auto& shard = shards_[spot.shard];
  AccessTokenStatePtr displaced;  // freed after the lock is
  const std::scoped_lock lock{shard.mutex};
  auto& set = shard.sets[spot.set];
  auto* place = &set.places[set.next];
  bool found = false;
  for (auto& other : set.places) {
    if (other.hash != spot.hash || other.state == nullptr || other.state->token != verified->token) continue;
    place = &other;
    found = true;
  }
  if (!found) set.next = (set.next + 1) % kWays;
  displaced = std::exchange(place->state, std::move(verified));
  place->hash = spot.hash;
}

void VerifiedTokens::sweep(Time now) {
  for (auto& shard : shards_) {
    const std::scoped_lock lock{shard.mutex};
    for (auto& set : shard.sets)
      for (auto& place : set.places)
        if (place.state != nullptr && place.state->claims.expiresAt <= now) place.state.reset();
  }
}

std::size_t VerifiedTokens::size() const {
  std::size_t total = 0;
  for (const auto& shard : shards_) {
    const std::scoped_lock lock{shard.mutex};
    for (const auto& set : shard.sets)
      for (const auto& place : set.places) total += place.state != nullptr ? 1U : 0U;
  }
  return total;
}

VerifiedTokens::Spot VerifiedTokens::spotOf(std::string_view token) const {
  const auto hash = hash_(token.substr(token.size() - std::min(token.size(), kHashedCharacters)));
  return {.hash = hash, .shard = hash % kShards, .set = (hash / kShards) % setsPerShard_};
}

}  // namespace mfa::session
