// Connections that read beside the writer.
#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "mfa/storage.hpp"
#include "storage/sqlite/connection.hpp"

namespace mfa::sqlite {

/// Opens connections as they are needed, and no more than it may.
class ReaderPool {
 public:
  ReaderPool(Connection::Settings settings, int most);

  /// Runs `work` on a snapshot, on the caller's thread.
  void run(const std::function<void(Transaction&)>& work);

 private:
  class Lease;

  [[nodiscard]] std::unique_ptr<Connection> take();
  void giveBack(std::unique_ptr<Connection> connection) noexcept;

  Connection::Settings settings_;
  int most_;
  std::mutex mutex_{};
  std::condition_variable returned_{};
  std::vector<std::unique_ptr<Connection>>
      idle_{};  // the last one back is the first one out: its cache is warm
  int open_ = 0;
};

}  // namespace mfa::sqlite
