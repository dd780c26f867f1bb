// Known clients in SQL.
#pragma once

#include "mfa/storage/known_clients.hpp"
#include "storage/sql/connection.hpp"

namespace mfa::sql {

class KnownClients final : public KnownClientStore {
 public:
  explicit KnownClients(Connection& db) : db_{db} {}

  void remember(const KnownClient& client, int most) override;
  bool knows(const std::string& userId, const std::string& clientHash, Time now) override;
  int removeAll(const std::string& userId) override;
  int removeExpired(Time now, int limit) override;

 private:
  Connection& db_;
};

}  // namespace mfa::sql
