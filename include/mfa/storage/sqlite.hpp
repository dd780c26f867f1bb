/// @file
/// The SQLite storage: one file beside the server, or memory. Nothing to install, nothing to run.
///
/// One connection writes, others read beside it (WAL, `synchronous=FULL`): an answer "OK" is on the disk.
/// Transactions that wait at the same time share one commit. One process per file: a second one is refused,
/// by a lock file beside it (`FILE.lock`). Do not write to the file with the sqlite3 shell while a server
/// runs on it.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "mfa/export.hpp"
#include "mfa/storage.hpp"

namespace mfa::sqlite {

/// How the file is opened. Every field has a default.
struct Options {
  /// Path of the file, made if it is missing (mode 0600), or ":memory:" for a database that lives as long as
  /// the object.
  std::string path{};
  /// How long a writer waits for a lock that something else holds on the file.
  std::chrono::milliseconds busyTimeout{2'000};
  /// Connections that read beside the writer.
  int readers = 4;
};

/// Opens the file, and brings its tables up to date (numbered migrations, forward only).
/// @throws StorageError if the file cannot be read and written, another process has it, or its tables are
/// those of a newer version
[[nodiscard]] MFA_EXPORT std::shared_ptr<Storage> open(const std::string& path);
[[nodiscard]] MFA_EXPORT std::shared_ptr<Storage> open(const Options& options);

}  // namespace mfa::sqlite
