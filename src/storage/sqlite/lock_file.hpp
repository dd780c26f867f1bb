// The lock beside a database file: one process has it, and opens it once.
#pragma once

#include <string>

namespace mfa::sqlite {

/// Holds `FILE.lock` as long as it lives. The kernel lets go of it when the process ends, however it ends;
/// the file itself stays, because removing it would let two processes lock two files of one name.
class LockFile {
 public:
  /// @throws StorageError if somebody else holds it: its text names the process
  explicit LockFile(const std::string& path);
  ~LockFile();
  LockFile(const LockFile&) = delete;
  LockFile& operator=(const LockFile&) = delete;

 private:
  int descriptor_;
};

}  // namespace mfa::sqlite
