#include <unistd.h>

#include <filesystem>

#include "mfa/storage/sqlite.hpp"

namespace mfa::testing {
namespace {

/// Where the storage of the running case lies; the one before it is closed by then.
std::string databasePath() {
  return (std::filesystem::temp_directory_path() / ("mfa-conformance-" + std::to_string(getpid()) + ".db"))
      .string();
}

void removeDatabase() {
  for (const auto* suffix : {"", "-wal", "-shm", ".lock"}) std::filesystem::remove(databasePath() + suffix);
}

/// Nothing is left behind when the last case has run.
struct RemoveAtExit {
  ~RemoveAtExit() { removeDatabase(); }
} removeAtExit;

}  // namespace

std::shared_ptr<Storage> openEmptyStorage();
std::shared_ptr<Storage> reopenStorage(std::shared_ptr<Storage> storage);

std::shared_ptr<Storage> openEmptyStorage() {
  removeDatabase();
  return sqlite::open(databasePath());
}

std::shared_ptr<Storage> reopenStorage(std::shared_ptr<Storage> storage) {
  storage.reset();
  return sqlite::open(databasePath());
}

}  // namespace mfa::testing
