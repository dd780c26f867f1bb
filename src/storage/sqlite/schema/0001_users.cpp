#include "storage/sqlite/schema/schema.hpp"

namespace mfa::sqlite {

sql::Migration usersMigration() {
  return {
      .number = 1,
      .name = "users",
      .statements =
          {
              R"sql(
CREATE TABLE mfa_users (
  user_id         TEXT    NOT NULL PRIMARY KEY,
  is_primary_user INTEGER NOT NULL CHECK (is_primary_user IN (0, 1)),
  time_joined     INTEGER NOT NULL  -- of the oldest login method
) STRICT)sql",
              R"sql(
CREATE INDEX mfa_users_by_time ON mfa_users (time_joined, user_id))sql",

              R"sql(
CREATE TABLE mfa_login_methods (
  recipe_user_id      TEXT    NOT NULL PRIMARY KEY,
  user_id             TEXT    NOT NULL REFERENCES mfa_users (user_id),
  recipe_id           TEXT    NOT NULL,  -- 'emailpassword', 'thirdparty', 'passwordless'
  time_joined         INTEGER NOT NULL,
  verified            INTEGER NOT NULL CHECK (verified IN (0, 1)),
  email               TEXT,
  phone_number        TEXT,
  third_party_id      TEXT,
  third_party_user_id TEXT,
  password_hash       TEXT,
  password_hash_kind  TEXT,              -- its text up to the salt
  CHECK ((third_party_id IS NULL) = (third_party_user_id IS NULL)),
  CHECK ((password_hash IS NULL) = (password_hash_kind IS NULL))
) STRICT)sql",
              R"sql(
CREATE INDEX mfa_login_methods_by_user ON mfa_login_methods (user_id))sql",
              R"sql(
CREATE INDEX mfa_login_methods_by_hash_kind ON mfa_login_methods (password_hash_kind)
WHERE password_hash_kind IS NOT NULL)sql",

              R"sql(
CREATE TABLE mfa_login_method_tenants (
  recipe_user_id TEXT NOT NULL REFERENCES mfa_login_methods (recipe_user_id) ON DELETE CASCADE,
  tenant_id      TEXT NOT NULL,
  PRIMARY KEY (recipe_user_id, tenant_id)
) STRICT, WITHOUT ROWID)sql",

              // A contact that identifies its login method is unique in tenant and recipe; the address that a
              // third party reports does not, and two providers may report the same.
              R"sql(
CREATE TABLE mfa_contacts (
  recipe_user_id TEXT    NOT NULL REFERENCES mfa_login_methods (recipe_user_id) ON DELETE CASCADE,
  tenant_id      TEXT    NOT NULL,
  kind           TEXT    NOT NULL CHECK (kind IN ('email', 'phone', 'thirdparty')),
  value          TEXT    NOT NULL,
  recipe_id      TEXT    NOT NULL,
  identifies     INTEGER NOT NULL CHECK (identifies IN (0, 1)),
  PRIMARY KEY (recipe_user_id, tenant_id, kind)
) STRICT, WITHOUT ROWID)sql",
              R"sql(
CREATE INDEX mfa_contacts_by_value ON mfa_contacts (tenant_id, kind, value, recipe_id))sql",
              R"sql(
CREATE UNIQUE INDEX mfa_contacts_unique ON mfa_contacts (tenant_id, recipe_id, kind, value)
WHERE identifies = 1)sql",
          },
  };
}

}  // namespace mfa::sqlite
