#include "storage/sqlite/schema/schema.hpp"

namespace mfa::sqlite {

sql::Migration budgetsMigration() {
  return {
      .number = 5,
      .name = "budgets",
      .statements =
          {
              R"sql(
CREATE TABLE mfa_budgets (
  key     TEXT    NOT NULL,
  kind    TEXT    NOT NULL CHECK (kind IN ('bucket', 'window')),
  seen_at INTEGER NOT NULL,  -- the latest time it was taken from
  full_at INTEGER NOT NULL,  -- when all of it is back
  steps   TEXT    NOT NULL,  -- JSON [[end, taken], …]: a window's
  PRIMARY KEY (key, kind)
) STRICT, WITHOUT ROWID)sql",
              R"sql(
CREATE INDEX mfa_budgets_by_full_at ON mfa_budgets (full_at))sql",
          },
  };
}

}  // namespace mfa::sqlite
