// A database in memory: one connection, one caller at a time.
#pragma once

#include <mutex>

#include "mfa/storage.hpp"
#include "storage/sql/transaction.hpp"
#include "storage/sqlite/connection.hpp"

namespace mfa::sqlite {

class MemoryStorage final : public Storage {
 public:
  MemoryStorage();

  [[nodiscard]] std::string name() const override { return "sqlite"; }

 private:
  void runTransaction(const std::function<void(Transaction&)>& work) override;
  void runRead(const std::function<void(Transaction&)>& work) override;
  void run(const std::function<void(Transaction&)>& work, Connection::Access access);

  std::mutex mutex_{};
  Connection connection_;
  sql::Stores stores_;
};

}  // namespace mfa::sqlite
