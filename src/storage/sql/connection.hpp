// The dialect: all that the shared stores know of a database. Statements are standard SQL with `$1`
// parameters; a driver binds them by that name.
#pragma once

#include <cstdint>
#include <initializer_list>

#include "storage/sql/statement.hpp"

namespace mfa::sql {

/// A connection with an open transaction. Used by one thread at a time.
/// @throws StorageError from every function, when the database fails
class Connection {
 public:
  virtual ~Connection() = default;

  /// Runs a statement and returns its rows.
  virtual Rows query(Statement statement, std::initializer_list<Param> params) = 0;

  /// Runs a SELECT whose rows stay as they are until the transaction ends: where a database has row locks, it
  /// takes them.
  virtual Rows queryForUpdate(Statement statement, std::initializer_list<Param> params) = 0;

  /// Runs a statement that returns no rows, and returns how many it changed.
  virtual std::int64_t execute(Statement statement, std::initializer_list<Param> params) = 0;
};

}  // namespace mfa::sql
