// Signing keys in SQL.
#pragma once

#include "mfa/storage/keys.hpp"
#include "storage/sql/connection.hpp"

namespace mfa::sql {

class Keys final : public KeyStore {
 public:
  explicit Keys(Connection& db) : db_{db} {}

  std::vector<SigningKeyRow> list() override;
  Insert insertUnique(const SigningKeyRow& key) override;
  Update reseal(const std::string& keyId, const std::string& expected,
                const std::string& privateKey) override;
  Update remove(const std::string& keyId) override;
  int removeExpired(Time now) override;

 private:
  Connection& db_;
};

}  // namespace mfa::sql
