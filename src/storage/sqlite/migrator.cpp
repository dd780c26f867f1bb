#include "storage/sqlite/migrator.hpp"

namespace mfa::sqlite {
namespace {

/// Rolls back unless told to keep.
class Guard {
 public:
  Guard(Connection& db, Connection::Access access) : db_{db} { db_.begin(access); }
  ~Guard() { db_.rollback(); }
  Guard(const Guard&) = delete;
  Guard& operator=(const Guard&) = delete;

  void keep() { db_.commit(); }

 private:
  Connection& db_;
};

}  // namespace

int Migrator::recordedVersion() {
  const auto table =
      db_.query("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'mfa_migrations'", {});
  if (table.empty()) return 0;
  auto rows = db_.query("SELECT COALESCE(max(number), 0) FROM mfa_migrations", {});
  return sql::Fields{rows.at(0)}.count();
}

int Migrator::version() {
  const Guard guard{db_, Connection::Access::ReadOnly};
  return recordedVersion();
}

void Migrator::apply(const sql::Migration& migration) {
  Guard guard{db_, Connection::Access::ReadWrite};
  if (recordedVersion() >= migration.number) return;
  db_.execute(
      "CREATE TABLE IF NOT EXISTS mfa_migrations (number INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL) "
      "STRICT",
      {});
  for (const auto statement : migration.statements) db_.execute(statement, {});
  db_.execute("INSERT INTO mfa_migrations (number, name) VALUES ($1, $2)",
              {migration.number, migration.name});
  guard.keep();
}

}  // namespace mfa::sqlite
