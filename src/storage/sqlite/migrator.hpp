// Migrations on SQLite.
#pragma once

#include "storage/sql/migrations.hpp"
#include "storage/sqlite/connection.hpp"

namespace mfa::sqlite {

class Migrator final : public sql::Migratable {
 public:
  explicit Migrator(Connection& db) : db_{db} {}

  int version() override;
  void apply(const sql::Migration& migration) override;

 private:
  [[nodiscard]] int recordedVersion();

  Connection& db_;
};

}  // namespace mfa::sqlite
