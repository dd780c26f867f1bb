// Settings in SQL.
#pragma once

#include "mfa/storage/settings.hpp"
#include "storage/sql/connection.hpp"

namespace mfa::sql {

class Settings final : public SettingStore {
 public:
  explicit Settings(Connection& db) : db_{db} {}

  std::optional<std::string> get(const std::string& name) override;
  std::string insertIfAbsent(const std::string& name, const std::string& value) override;
  void put(const std::string& name, const std::string& value) override;
  std::int64_t raise(const std::string& name, std::int64_t value) override;

 private:
  Connection& db_;
};

}  // namespace mfa::sql
