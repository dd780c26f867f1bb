#include "storage/sqlite/schema/schema.hpp"

namespace mfa::sqlite {

sql::Migration factorsMigration() {
  return {
      .number = 4,
      .name = "factors",
      .statements =
          {
              R"sql(
CREATE TABLE mfa_factors (
  user_id       TEXT    NOT NULL,
  factor_id     TEXT    NOT NULL,  -- 'otp-phone', 'otp-email'
  contact_kind  TEXT    NOT NULL CHECK (contact_kind IN ('email', 'phone', 'thirdparty')),
  contact_value TEXT    NOT NULL,
  code_id       TEXT    NOT NULL,  -- of the code that proved it
  enrolled_at   INTEGER NOT NULL,
  is_first      INTEGER NOT NULL CHECK (is_first IN (0, 1)),
  PRIMARY KEY (user_id, factor_id)
) STRICT, WITHOUT ROWID)sql",
              // Of two requests that enrol a user's first factor at once, one fails here.
              R"sql(
CREATE UNIQUE INDEX mfa_factors_one_first ON mfa_factors (user_id) WHERE is_first = 1)sql",
          },
  };
}

}  // namespace mfa::sqlite
