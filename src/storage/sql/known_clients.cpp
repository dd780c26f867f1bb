#include "storage/sql/known_clients.hpp"

namespace mfa::sql {

// Those beyond the latest `most` go with every write: what a user has is bounded without a count of it.
void KnownClients::remember(const KnownClient& client, int most) {
  db_.execute(
      "INSERT INTO mfa_known_clients (user_id, client_hash, expires_at) VALUES ($1, $2, $3) "
      "ON CONFLICT (user_id, client_hash) DO UPDATE SET expires_at = excluded.expires_at",
      {client.userId, client.clientHash, client.expiresAt});
  db_.execute(
      "DELETE FROM mfa_known_clients WHERE user_id = $1 AND client_hash NOT IN "
      "(SELECT client_hash FROM mfa_known_clients WHERE user_id = $1 "
      "ORDER BY expires_at DESC, client_hash LIMIT $2)",
      {client.userId, most});
}

bool KnownClients::knows(const std::string& userId, const std::string& clientHash, Time now) {
  return !db_.query(
                 "SELECT 1 FROM mfa_known_clients WHERE user_id = $1 AND client_hash = $2 AND expires_at > "
                 "$3",
                 {userId, clientHash, now})
              .empty();
}

int KnownClients::removeAll(const std::string& userId) {
  return static_cast<int>(db_.execute("DELETE FROM mfa_known_clients WHERE user_id = $1", {userId}));
}

int KnownClients::removeExpired(Time now, int limit) {
  return static_cast<int>(
      db_.execute("DELETE FROM mfa_known_clients WHERE (user_id, client_hash) IN "
                  "(SELECT user_id, client_hash FROM mfa_known_clients WHERE expires_at <= $1 ORDER BY "
                  "expires_at LIMIT $2)",
                  {now, limit}));
}

}  // namespace mfa::sql
