// Numbered migrations, forward only, one transaction each; `mfa_migrations` says which ran.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "storage/sql/statement.hpp"

namespace mfa::sql {

/// One step of the schema. Once released it never changes: what is new is a new step.
struct Migration {
  int number = 0;
  std::string_view name{};
  std::vector<Statement> statements{};
};

/// A database that can be migrated.
class Migratable {
 public:
  virtual ~Migratable() = default;

  /// The number of the last migration that ran; 0 for a new database.
  [[nodiscard]] virtual int version() = 0;

  /// Runs a migration and records it, in one transaction; does nothing if another node was first.
  virtual void apply(const Migration& migration) = 0;
};

/// Runs those migrations that did not run yet.
/// @throws StorageError if the database was written by a newer version of the library
void migrate(Migratable& database, const std::vector<Migration>& migrations);

}  // namespace mfa::sql
