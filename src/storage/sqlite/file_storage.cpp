#include "storage/sqlite/file_storage.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "storage/sqlite/migrator.hpp"
#include "storage/sqlite/schema/schema.hpp"

namespace mfa::sqlite {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void throwUnusable(const std::string& path, const std::string& why) {
  throw StorageError{StorageError::Retry::No, "SQLITE_CANTOPEN", "the database file " + path + ": " + why,
                     ""};
}

// One file has one lock, whatever links lead to it.
std::string resolved(const std::string& path) {
  if (path.empty()) throwUnusable("(none)", "its path is empty");
  std::error_code error;
  const auto absolute = fs::weakly_canonical(fs::absolute(path, error), error);
  if (error) throwUnusable(path, error.message());
  if (!fs::is_directory(absolute.parent_path(), error)) throwUnusable(path, "its directory is missing");
  return absolute.string();
}

void syncDirectory(const std::string& path) {
  const int directory = ::open(fs::path{path}.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (directory < 0) return;
  fsync(directory);
  ::close(directory);
}

// A copy that was restored has the mode that the copying tool gave it. Another owner's file cannot be
// changed.
void closeToOthers(const std::string& path) {
  for (const auto* suffix : {"", "-wal", "-shm"}) {
    const auto file = path + suffix;
    struct stat found {};
    if (::lstat(file.c_str(), &found) == 0 && S_ISREG(found.st_mode) && (found.st_mode & 077) != 0)
      (void)!::chmod(file.c_str(), found.st_mode & 0700);
  }
}

// SQLite gives its log and its index the mode of the file, so the mode is right before SQLite sees it.
void createPrivately(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (descriptor < 0) {
    if (errno != EEXIST) throwUnusable(path, std::strerror(errno));
    return closeToOthers(path);
  }
  ::close(descriptor);
  syncDirectory(path);
}

std::unique_ptr<Connection> openWriter(const Connection::Settings& settings) {
  createPrivately(settings.path);
  auto connection = std::make_unique<Connection>(settings);
  Migrator migrator{*connection};
  sql::migrate(migrator, migrations());
  return connection;
}

Connection::Settings settingsOf(const std::string& path, const Options& options, Role role) {
  return {.path = path, .role = role, .busyTimeout = options.busyTimeout};
}

}  // namespace

FileStorage::FileStorage(const Options& options)
    : path_{resolved(options.path)},
      lock_{path_ + ".lock"},
      writer_{openWriter(settingsOf(path_, options, Role::Writer)), settingsOf(path_, options, Role::Writer)},
      readers_{settingsOf(path_, options, Role::Reader), options.readers} {}

}  // namespace mfa::sqlite
