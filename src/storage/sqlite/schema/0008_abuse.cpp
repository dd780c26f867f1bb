#include "storage/sqlite/schema/schema.hpp"

namespace mfa::sqlite {

sql::Migration abuseMigration() {
  return {
      .number = 8,
      .name = "circuits, known clients",
      .statements =
          {
              R"sql(
CREATE TABLE mfa_circuits (
  name        TEXT    NOT NULL PRIMARY KEY,
  attempts    INTEGER NOT NULL,  -- of the latest, or of the trial
  successes   INTEGER NOT NULL,
  opened_at   INTEGER,           -- null: closed
  resumes_at  INTEGER NOT NULL,  -- when the next trial begins
  trials_left INTEGER NOT NULL,
  expires_at  INTEGER NOT NULL
) STRICT, WITHOUT ROWID)sql",
              R"sql(
CREATE INDEX mfa_circuits_by_expires_at ON mfa_circuits (expires_at))sql",

              // Any id: a host may keep users of its own.
              R"sql(
CREATE TABLE mfa_known_clients (
  user_id     TEXT    NOT NULL,
  client_hash TEXT    NOT NULL,  -- keyed, of the address
  expires_at  INTEGER NOT NULL,
  PRIMARY KEY (user_id, client_hash)
) STRICT, WITHOUT ROWID)sql",
              R"sql(
CREATE INDEX mfa_known_clients_by_expires_at ON mfa_known_clients (expires_at))sql",
          },
  };
}

}  // namespace mfa::sqlite
