#include <algorithm>

#include "stores.hpp"

namespace custom_storage {

using mfa::Event;
using mfa::Insert;
using mfa::StoredEvent;

namespace {

bool isRepeated(const Event& event, const Event& before) {
  return before.userId == event.userId && before.type == event.type && before.reason == event.reason &&
         before.sessionHandle == event.sessionHandle && before.clientAddress == event.clientAddress;
}

}  // namespace

void Events::append(const Event& event) {
  auto& events = draft_.write().events.write();
  std::int64_t newest = 0;
  for (const auto& [key, kept] : events) newest = std::max(newest, key.second);
  events.emplace(EventKey{event.time, newest + 1}, event);
}

Insert Events::appendUnlessRepeated(const Event& event, mfa::Time since) {
  for (const auto& [key, kept] : draft_.write().events.read())
    if (key.first > since && isRepeated(event, kept)) return Insert::Conflict;
  append(event);
  return Insert::Done;
}

std::vector<StoredEvent> Events::listNewestFirst(const mfa::EventPageQuery& query) {
  const auto& events = draft_.read().events.read();
  std::vector<StoredEvent> listed;
  for (auto entry = events.rbegin(); entry != events.rend(); ++entry) {
    const auto& [key, event] = *entry;
    if (query.from && key > EventKey{query.from->time, query.from->number}) continue;
    if (event.userId != query.userId) continue;
    if (listed.size() == static_cast<std::size_t>(query.limit)) break;
    listed.push_back({key.second, event});
  }
  return listed;
}

int Events::removeAll(const std::string& userId) {
  auto& events = draft_.write().events.write();
  return static_cast<int>(
      std::erase_if(events, [&](const auto& entry) { return entry.second.userId == userId; }));
}

int Events::removeEarlierThan(mfa::Time time, int limit) {
  int removed = 0;
  std::erase_if(draft_.write().events.write(), [&](const auto& entry) {
    return entry.first.first < time && removed < limit && ++removed > 0;
  });
  return removed;
}

}  // namespace custom_storage
