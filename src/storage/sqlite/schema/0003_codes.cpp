#include "storage/sqlite/schema/schema.hpp"

namespace mfa::sqlite {

sql::Migration codesMigration() {
  return {
      .number = 3,
      .name = "codes",
      .statements =
          {
              R"sql(
CREATE TABLE mfa_code_devices (
  pre_auth_session_id TEXT    NOT NULL PRIMARY KEY,  -- hash of the device id
  tenant_id           TEXT    NOT NULL,
  contact_kind        TEXT    NOT NULL CHECK (contact_kind IN ('email', 'phone', 'thirdparty')),
  contact_value       TEXT    NOT NULL,
  purpose             TEXT    NOT NULL CHECK (purpose IN ('sign_in', 'complete_session')),
  session_handle      TEXT,                          -- of the session that the request came with
  account_id          TEXT,                          -- user id of that session
  link_code_salt      BLOB    NOT NULL,
  failed_attempts     INTEGER NOT NULL CHECK (failed_attempts >= 0),
  created_at          INTEGER NOT NULL
) STRICT)sql",
              R"sql(
CREATE UNIQUE INDEX mfa_code_devices_one_attempt ON mfa_code_devices
  (tenant_id, contact_kind, contact_value, purpose, COALESCE(account_id, '')))sql",
              R"sql(
CREATE INDEX mfa_code_devices_by_account ON mfa_code_devices (account_id)
WHERE account_id IS NOT NULL)sql",

              R"sql(
CREATE TABLE mfa_codes (
  code_id             TEXT    NOT NULL PRIMARY KEY,
  pre_auth_session_id TEXT    NOT NULL REFERENCES mfa_code_devices (pre_auth_session_id) ON DELETE CASCADE,
  code_hash           TEXT    NOT NULL UNIQUE,  -- keyed
  created_at          INTEGER NOT NULL,
  expires_at          INTEGER NOT NULL
) STRICT)sql",
              R"sql(
CREATE INDEX mfa_codes_by_device ON mfa_codes (pre_auth_session_id))sql",
              R"sql(
CREATE INDEX mfa_codes_by_expiry ON mfa_codes (expires_at))sql",
          },
  };
}

}  // namespace mfa::sqlite
