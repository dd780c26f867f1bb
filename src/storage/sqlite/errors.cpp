#include "storage/sqlite/errors.hpp"

#include <sqlite3.h>

namespace mfa::sqlite {
namespace {

struct Known {
  int code = 0;
  const char* name = "";
  const char* advice = "";
};

constexpr Known kKnown[] = {
    {SQLITE_BUSY, "SQLITE_BUSY", "something else holds a lock on the database file"},
    {SQLITE_LOCKED, "SQLITE_LOCKED", "a table is locked by another statement"},
    {SQLITE_FULL, "SQLITE_FULL", "the disk is full; nothing acknowledged is lost"},
    {SQLITE_READONLY, "SQLITE_READONLY", "the database file or its directory cannot be written"},
    {SQLITE_CANTOPEN, "SQLITE_CANTOPEN", "the database file, or one beside it, cannot be opened"},
    {SQLITE_PERM, "SQLITE_PERM", "the database file has other permissions than it needs"},
    {SQLITE_AUTH, "SQLITE_AUTH", "the database refuses access"},
    {SQLITE_IOERR, "SQLITE_IOERR", "the disk failed; the file is opened anew before it is used again"},
    {SQLITE_CORRUPT, "SQLITE_CORRUPT", "the database file is damaged; restore a backup"},
    {SQLITE_NOTADB, "SQLITE_NOTADB", "the file is not an SQLite database"},
    {SQLITE_NOMEM, "SQLITE_NOMEM", "there is no memory left"},
    {SQLITE_TOOBIG, "SQLITE_TOOBIG", "a value is too large"},
    {SQLITE_CONSTRAINT, "SQLITE_CONSTRAINT", "a row would break a rule of its table"},
    {SQLITE_PROTOCOL, "SQLITE_PROTOCOL", "the locks of the write-ahead log did not settle"},
    {SQLITE_INTERRUPT, "SQLITE_INTERRUPT", "a statement was interrupted"},
    {SQLITE_SCHEMA, "SQLITE_SCHEMA", "the tables changed meanwhile"},
    {SQLITE_ERROR, "SQLITE_ERROR", "a statement does not fit the tables; were they changed by hand?"},
};

Known known(int code) {
  for (const auto& entry : kKnown)
    if (entry.code == (code & 0xff)) return entry;
  return {
      .code = code, .name = "SQLITE_MISUSE", .advice = "the database was used in a way it does not allow"};
}

bool mayPass(int code) {
  const int primary = code & 0xff;
  return primary == SQLITE_BUSY || primary == SQLITE_LOCKED;
}

}  // namespace

StorageError errorOf(int code, const std::string& detail) {
  const auto entry = known(code);
  const auto retry = mayPass(code) ? StorageError::Retry::Yes : StorageError::Retry::No;
  return StorageError{retry, entry.name, std::string{entry.advice},
                      detail + " (" + std::to_string(code) + ")"};
}

StorageError errorOf(int code, sqlite3* database) {
  const int extended = database == nullptr ? code : sqlite3_extended_errcode(database);
  const std::string said = database == nullptr ? sqlite3_errstr(code) : sqlite3_errmsg(database);
  return errorOf((extended & 0xff) == (code & 0xff) ? extended : code, said);
}

bool spoilsConnection(const StorageError& error) {
  for (const auto* state : {"SQLITE_IOERR", "SQLITE_CORRUPT", "SQLITE_NOTADB", "SQLITE_CANTOPEN",
                            "SQLITE_PROTOCOL", "SQLITE_MISUSE", "SQLITE_NOMEM"})
    if (error.state() == state) return true;
  return false;
}

}  // namespace mfa::sqlite
