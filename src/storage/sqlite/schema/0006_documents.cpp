#include "storage/sqlite/schema/schema.hpp"

namespace mfa::sqlite {

sql::Migration documentsMigration() {
  return {
      .number = 6,
      .name = "metadata, signing keys, settings",
      .statements =
          {
              // Any id: a host may keep metadata of users that are its own.
              R"sql(
CREATE TABLE mfa_user_metadata (
  user_id  TEXT NOT NULL PRIMARY KEY,
  metadata TEXT NOT NULL  -- JSON object
) STRICT)sql",

              R"sql(
CREATE TABLE mfa_signing_keys (
  key_id         TEXT    NOT NULL PRIMARY KEY,
  kind           TEXT    NOT NULL CHECK (kind IN ('dynamic', 'static')),
  algorithm      TEXT    NOT NULL,
  epoch          INTEGER NOT NULL,
  private_key    BLOB    NOT NULL,  -- PKCS#8, sealed if there is a master key
  created_at     INTEGER NOT NULL,
  signs_from     INTEGER NOT NULL,
  signs_until    INTEGER NOT NULL,
  verifies_until INTEGER NOT NULL,
  UNIQUE (kind, algorithm, epoch)
) STRICT)sql",

              R"sql(
CREATE TABLE mfa_settings (
  name  TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
) STRICT)sql",
          },
  };
}

}  // namespace mfa::sqlite
