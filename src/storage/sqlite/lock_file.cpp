#include "storage/sqlite/lock_file.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "mfa/errors.hpp"

namespace mfa::sqlite {
namespace {

[[noreturn]] void throwUnusable(const std::string& path, int error) {
  throw StorageError{StorageError::Retry::No, "SQLITE_CANTOPEN",
                     "the lock file " + path + " cannot be written: " + std::strerror(error), ""};
}

// The process id that the holder wrote into the file.
std::string holderOf(int descriptor) {
  char text[32] = {};
  const auto size = pread(descriptor, text, sizeof text - 1, 0);
  std::string holder{text, size > 0 ? static_cast<std::size_t>(size) : 0};
  while (!holder.empty() && holder.back() == '\n') holder.pop_back();
  return holder.empty() ? "unknown" : holder;
}

[[noreturn]] void throwHeld(const std::string& path, int descriptor) {
  const auto holder = holderOf(descriptor);
  const bool ours = holder == std::to_string(getpid());
  throw StorageError{StorageError::Retry::No, "SQLITE_BUSY",
                     (ours ? "this process has the database open already"
                           : "another process (" + holder + ") has the database open") +
                         std::string{"; one process opens it, once. Lock file: "} + path,
                     ""};
}

void writeHolder(int descriptor) {
  const auto holder = std::to_string(getpid()) + "\n";
  // For people who look, and for the message above: nothing depends on it.
  if (ftruncate(descriptor, 0) != 0) return;
  if (pwrite(descriptor, holder.data(), holder.size(), 0) < 0) return;
}

}  // namespace

LockFile::LockFile(const std::string& path)
    : descriptor_{open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600)} {
  if (descriptor_ < 0) throwUnusable(path, errno);
  try {
    if (flock(descriptor_, LOCK_EX | LOCK_NB) != 0) {
      if (errno == EWOULDBLOCK) throwHeld(path, descriptor_);
      throwUnusable(path, errno);
    }
  } catch (...) {
    close(descriptor_);
    throw;
  }
  writeHolder(descriptor_);
}

LockFile::~LockFile() { close(descriptor_); }

}  // namespace mfa::sqlite
