#include "storage/sql/migrations.hpp"

#include "mfa/errors.hpp"

namespace mfa::sql {

void migrate(Migratable& database, const std::vector<Migration>& migrations) {
  const int version = database.version();
  const int newest = migrations.back().number;
  if (version > newest)
    throw StorageError{StorageError::Retry::No, "NEWER_SCHEMA",
                       "the database was written by a newer version of the library (its tables are at " +
                           std::to_string(version) + ", this version knows " + std::to_string(newest) +
                           "); run that version, or restore a backup",
                       ""};
  for (const auto& migration : migrations)
    if (migration.number > version) database.apply(migration);
}

}  // namespace mfa::sql
