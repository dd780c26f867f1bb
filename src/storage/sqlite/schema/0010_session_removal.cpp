#include "storage/sqlite/schema/schema.hpp"

namespace mfa::sqlite {

// A refresh moves expires_at. An index on it made of each refresh two pages to write instead of one.
sql::Migration sessionRemovalMigration() {
  return {
      .number = 10,
      .name = "removal of sessions",
      .statements =
          {
              "ALTER TABLE mfa_sessions ADD COLUMN removal_due_at INTEGER NOT NULL DEFAULT 0",
              "UPDATE mfa_sessions SET removal_due_at = expires_at",
              "DROP INDEX mfa_sessions_by_expiry",
              R"sql(
CREATE INDEX mfa_sessions_by_removal ON mfa_sessions (removal_due_at))sql",
          },
  };
}

}  // namespace mfa::sqlite
