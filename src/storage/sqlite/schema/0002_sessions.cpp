#include "storage/sqlite/schema/schema.hpp"

namespace mfa::sqlite {

sql::Migration sessionsMigration() {
  return {
      .number = 2,
      .name = "sessions",
      .statements =
          {
              // No reference to mfa_users: a host may open sessions for users that it keeps itself.
              R"sql(
CREATE TABLE mfa_sessions (
  session_handle            TEXT    NOT NULL PRIMARY KEY,
  user_id                   TEXT    NOT NULL,
  recipe_user_id            TEXT    NOT NULL,
  tenant_id                 TEXT    NOT NULL,
  refresh_token_hash_2      TEXT    NOT NULL,
  prev_refresh_token_hash_2 TEXT,
  refresh_token_rotated_at  INTEGER,
  sealed_child              BLOB    NOT NULL,
  access_token_payload      TEXT    NOT NULL,  -- JSON object: custom claims
  session_data              TEXT    NOT NULL,  -- JSON
  use_static_key            INTEGER NOT NULL CHECK (use_static_key IN (0, 1)),
  anti_csrf_disabled        INTEGER NOT NULL CHECK (anti_csrf_disabled IN (0, 1)),
  anti_csrf_token           TEXT,
  opened_by_contact         TEXT,              -- 'phone:+12015550123'
  completed_factor_id       TEXT,
  completed_code_id         TEXT,
  completed_at              INTEGER,
  created_at                INTEGER NOT NULL,
  expires_at                INTEGER NOT NULL,
  CHECK ((completed_factor_id IS NULL) = (completed_at IS NULL)),
  CHECK ((completed_factor_id IS NULL) = (completed_code_id IS NULL))
) STRICT)sql",
              R"sql(
CREATE INDEX mfa_sessions_by_user ON mfa_sessions (user_id, created_at))sql",
              R"sql(
CREATE INDEX mfa_sessions_by_expiry ON mfa_sessions (expires_at))sql",
          },
  };
}

}  // namespace mfa::sqlite
