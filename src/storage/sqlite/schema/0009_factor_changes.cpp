#include "storage/sqlite/schema/schema.hpp"

namespace mfa::sqlite {

// Codes get one more purpose. SQLite cannot change the check of a column: the tables are made anew.
sql::Migration factorChangesMigration() {
  return {
      .number = 9,
      .name = "codes that change a factor",
      .statements =
          {
              "ALTER TABLE mfa_codes RENAME TO mfa_old_codes",
              "ALTER TABLE mfa_code_devices RENAME TO mfa_old_code_devices",
              "DROP INDEX mfa_code_devices_one_attempt",
              "DROP INDEX mfa_code_devices_by_account",
              "DROP INDEX mfa_codes_by_device",
              "DROP INDEX mfa_codes_by_expiry",

              R"sql(
CREATE TABLE mfa_code_devices (
  pre_auth_session_id TEXT    NOT NULL PRIMARY KEY,  -- hash of the device id
  tenant_id           TEXT    NOT NULL,
  contact_kind        TEXT    NOT NULL CHECK (contact_kind IN ('email', 'phone', 'thirdparty')),
  contact_value       TEXT    NOT NULL,
  purpose             TEXT    NOT NULL CHECK (purpose IN ('sign_in', 'complete_session', 'change_factor')),
  session_handle      TEXT,                          -- of the session that the request came with
  account_id          TEXT,                          -- user id of that session
  link_code_salt      BLOB    NOT NULL,
  failed_attempts     INTEGER NOT NULL CHECK (failed_attempts >= 0),
  created_at          INTEGER NOT NULL
) STRICT)sql",
              R"sql(
CREATE TABLE mfa_codes (
  code_id             TEXT    NOT NULL PRIMARY KEY,
  pre_auth_session_id TEXT    NOT NULL REFERENCES mfa_code_devices (pre_auth_session_id) ON DELETE CASCADE,
  code_hash           TEXT    NOT NULL UNIQUE,  -- keyed
  created_at          INTEGER NOT NULL,
  expires_at          INTEGER NOT NULL
) STRICT)sql",
              "INSERT INTO mfa_code_devices SELECT * FROM mfa_old_code_devices",
              "INSERT INTO mfa_codes SELECT * FROM mfa_old_codes",
              "DROP TABLE mfa_old_codes",
              "DROP TABLE mfa_old_code_devices",

              R"sql(
CREATE UNIQUE INDEX mfa_code_devices_one_attempt ON mfa_code_devices
  (tenant_id, contact_kind, contact_value, purpose, COALESCE(account_id, '')))sql",
              R"sql(
CREATE INDEX mfa_code_devices_by_account ON mfa_code_devices (account_id)
WHERE account_id IS NOT NULL)sql",
              R"sql(
CREATE INDEX mfa_codes_by_device ON mfa_codes (pre_auth_session_id))sql",
              R"sql(
CREATE INDEX mfa_codes_by_expiry ON mfa_codes (expires_at))sql",
          },
  };
}

}  // namespace mfa::sqlite
