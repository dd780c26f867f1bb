// SQLite's result codes as the library's errors.
#pragma once

#include <string>

#include "mfa/errors.hpp"

struct sqlite3;

namespace mfa::sqlite {

/// The error for a result code: its name ("SQLITE_FULL") and what an operator can do about it.
/// @param detail what SQLite said; may quote names of tables, and is kept out of `what()`
[[nodiscard]] StorageError errorOf(int code, const std::string& detail);

/// The error that `database` has just reported.
[[nodiscard]] StorageError errorOf(int code, sqlite3* database);

/// Whether the connection may be trusted after this: not when a write or a sync failed half way.
[[nodiscard]] bool spoilsConnection(const StorageError& error);

}  // namespace mfa::sqlite
