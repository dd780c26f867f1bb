#include <algorithm>

#include "stores.hpp"

namespace custom_storage {

using mfa::Time;

void KnownClients::remember(const mfa::KnownClient& client, int most) {
  auto& rows = draft_.write().knownClients.write();
  rows.insert_or_assign({client.userId, client.clientHash}, client.expiresAt);
  const auto isHers = [&](const auto& row) { return row.first.first == client.userId; };
  const auto expiresFirst = [&](const auto& a, const auto& b) {
    if (isHers(a) != isHers(b)) return isHers(a);
    return a.second != b.second ? a.second < b.second : a.first > b.first;
  };
  while (std::ranges::count_if(rows, isHers) > most) rows.erase(std::ranges::min_element(rows, expiresFirst));
}

bool KnownClients::knows(const std::string& userId, const std::string& clientHash, Time now) {
  const auto& rows = draft_.read().knownClients.read();
  const auto row = rows.find({userId, clientHash});
  return row != rows.end() && row->second > now;
}

int KnownClients::removeAll(const std::string& userId) {
  return static_cast<int>(std::erase_if(draft_.write().knownClients.write(),
                                        [&](const auto& row) { return row.first.first == userId; }));
}

int KnownClients::removeExpired(Time now, int limit) {
  int removed = 0;
  std::erase_if(draft_.write().knownClients.write(),
                [&](const auto& row) { return row.second <= now && removed < limit && ++removed > 0; });
  return removed;
}

}  // namespace custom_storage
