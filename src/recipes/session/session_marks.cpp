#include "recipes/session/session_marks.hpp"

#include <algorithm>

namespace mfa::session {

std::shared_ptr<const SessionMark> SessionMarks::of(const std::string& sessionHandle) {
  auto& shard = shardOf(sessionHandle);
  const std::scoped_lock lock{shard.mutex};
  // The epoch as `now`: a mark that is merely looked up drops no revocation.
  return markIn(shard, sessionHandle, Time{});
}

void SessionMarks::revoke(const std::string& sessionHandle, Time now, Time keptUntil) {
  auto& shard = shardOf(sessionHandle);
  const std::scoped_lock lock{shard.mutex};
  auto& mark = markIn(shard, sessionHandle, now);
  mark->revoked_.store(true, std::memory_order_release);
  mark->keptUntil_ = std::max(mark->keptUntil_, keptUntil);
}

void SessionMarks::sweep(Time now) {
  for (auto& shard : shards_) {
    const std::scoped_lock lock{shard.mutex};
    sweep(shard, now);
  }
}

std::size_t SessionMarks::size() const {
  std::size_t total = 0;
  for (const auto& shard : shards_) {
    const std::scoped_lock lock{shard.mutex};
    total += shard.marks.size();
  }
  return total;
}

SessionMarks::Shard& SessionMarks::shardOf(const std::string& sessionHandle) {
  return shards_[hash_(sessionHandle) % kShards];
}

std::shared_ptr<SessionMark>& SessionMarks::markIn(Shard& shard, const std::string& sessionHandle, Time now) {
  if (shard.marks.size() >= shard.sweepAt) {
    sweep(shard, now);
    shard.sweepAt = std::max<std::size_t>(256, 2 * shard.marks.size());
  }
  auto& mark = shard.marks[sessionHandle];
  if (mark == nullptr) mark = std::make_shared<SessionMark>();
  return mark;
}

void SessionMarks::sweep(Shard& shard, Time now) {
  // Only the map hands marks out, under the lock: nobody can take up one that it alone holds.
  std::erase_if(shard.marks, [now](const auto& entry) {
    const auto& mark = entry.second;
    if (mark->isRevoked()) return mark->keptUntil_ <= now;
    return mark.use_count() == 1;
  });
}

}  // namespace mfa::session
