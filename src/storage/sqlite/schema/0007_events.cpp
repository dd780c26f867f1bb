#include "storage/sqlite/schema/schema.hpp"

namespace mfa::sqlite {

sql::Migration eventsMigration() {
  return {
      .number = 7,
      .name = "events",
      .statements =
          {
              // No foreign key: the line that says that a user was deleted outlives the user.
              R"sql(
CREATE TABLE mfa_audit_events (
  event_number   INTEGER NOT NULL PRIMARY KEY,
  user_id        TEXT    NOT NULL,
  happened_at    INTEGER NOT NULL,
  type           TEXT    NOT NULL,
  reason         TEXT    NOT NULL,
  request_id     TEXT    NOT NULL,
  session_handle TEXT,
  contact_hash   TEXT,
  contact_masked TEXT,
  client_address TEXT
) STRICT)sql",

              R"sql(
CREATE INDEX mfa_audit_events_by_user ON mfa_audit_events (user_id, happened_at, event_number))sql",

              R"sql(
CREATE INDEX mfa_audit_events_by_time ON mfa_audit_events (happened_at))sql",
          },
  };
}

}  // namespace mfa::sqlite
