// How a connection is opened: what protects the file, and what protects the server from the file.
#include <sqlite3.h>

#include <random>
#include <thread>

#include "storage/sqlite/connection.hpp"
#include "storage/sqlite/errors.hpp"

namespace mfa::sqlite {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

// Lookaside is a block per connection that is never given back; the default is four times this.
constexpr int kLookasideSlot = 256;
constexpr int kLookasideSlots = 100;

sqlite3* openDatabase(const std::string& path, Role role) {
  const int access = role == Role::Reader ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
  sqlite3* database = nullptr;
  // Every connection is used by one thread at a time: its own mutex would guard nothing.
  const int code = sqlite3_open_v2(path.c_str(), &database, access | SQLITE_OPEN_NOMUTEX, nullptr);
  if (code == SQLITE_OK) return database;
  const auto error = errorOf(code, database);
  sqlite3_close_v2(database);
  throw error;
}

void set(sqlite3* database, int option, int value) {
  int result = 0;
  const int code = sqlite3_db_config(database, option, value, &result);
  if (code != SQLITE_OK) throw errorOf(code, database);
}

void pragma(sqlite3* database, const char* text) {
  const int code = sqlite3_exec(database, text, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) throw errorOf(code, database);
}

// Waits for a lock that another program holds, in short steps of random length, so that two that wait do not
// keep meeting each other.
int waitForLock(void* timeout, int attempt) {
  thread_local steady_clock::time_point since{};
  thread_local std::minstd_rand random{std::random_device{}()};
  if (attempt == 0) since = steady_clock::now();
  if (steady_clock::now() - since >= *static_cast<const milliseconds*>(timeout)) return 0;
  std::this_thread::sleep_for(std::chrono::microseconds{std::uniform_int_distribution{500, 10'000}(random)});
  return 1;
}

void useWriteAheadLog(sqlite3* database) {
  std::string mode;
  const auto note = [](void* into, int, char** values, char**) {
    *static_cast<std::string*>(into) = values[0] == nullptr ? "" : values[0];
    return 0;
  };
  const int code = sqlite3_exec(database, "PRAGMA journal_mode=WAL", note, &mode, nullptr);
  if (code != SQLITE_OK) throw errorOf(code, database);
  if (mode != "wal") throw errorOf(SQLITE_CANTOPEN, "the file system does not allow a write-ahead log");
}

}  // namespace

void Connection::configure(const Settings& settings) {
  database_.reset(openDatabase(settings.path, settings.role));
  auto* database = database_.get();
  sqlite3_extended_result_codes(database, 1);
  sqlite3_db_config(database, SQLITE_DBCONFIG_LOOKASIDE, nullptr, kLookasideSlot, kLookasideSlots);
  sqlite3_busy_handler(database, waitForLock, &busyTimeout_);
  if (settings.role == Role::Writer && sqlite3_db_readonly(database, "main") != 0)
    throw errorOf(SQLITE_READONLY, settings.path);

  set(database, SQLITE_DBCONFIG_DEFENSIVE, 1);
  set(database, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0);
  set(database, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0);
  set(database, SQLITE_DBCONFIG_ENABLE_FKEY, 1);
  set(database, SQLITE_DBCONFIG_DQS_DML, 0);
  set(database, SQLITE_DBCONFIG_DQS_DDL, 0);
  pragma(database, "PRAGMA secure_delete=ON; PRAGMA temp_store=MEMORY");
  if (settings.role == Role::Memory) return;

  pragma(database, "PRAGMA mmap_size=0; PRAGMA cache_size=-1024; PRAGMA synchronous=FULL");
  if (settings.role == Role::Reader) {
    // SQLite before 3.51.3 can damage the log when two connections write and checkpoint it at once.
    set(database, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1);
    pragma(database, "PRAGMA query_only=ON; PRAGMA wal_autocheckpoint=0");
    return;
  }
  useWriteAheadLog(database);
  // A log that a long reader let grow is cut to this when it begins again.
  pragma(database, "PRAGMA wal_autocheckpoint=1000; PRAGMA journal_size_limit=67108864");
}

}  // namespace mfa::sqlite
