// A database in a file.
#pragma once

#include "mfa/storage/sqlite.hpp"
#include "storage/sqlite/group_writer.hpp"
#include "storage/sqlite/lock_file.hpp"
#include "storage/sqlite/reader_pool.hpp"

namespace mfa::sqlite {

class FileStorage final : public Storage {
 public:
  explicit FileStorage(const Options& options);

  [[nodiscard]] std::string name() const override { return "sqlite"; }

 private:
  void runTransaction(const std::function<void(Transaction&)>& work) override { writer_.run(work); }
  void runRead(const std::function<void(Transaction&)>& work) override { readers_.run(work); }

  // Closed from the last to the first: the writer, which puts its log into the file, after the readers; the
  // lock is let go at the very end.
  std::string path_;
  LockFile lock_;
  GroupWriter writer_;
  ReaderPool readers_;
};

}  // namespace mfa::sqlite
