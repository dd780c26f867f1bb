#include "storage/sqlite/reader_pool.hpp"

#include <algorithm>

#include "storage/nested_work.hpp"
#include "storage/sql/transaction.hpp"
#include "storage/sqlite/errors.hpp"

namespace mfa::sqlite {

/// A connection while somebody reads through it. One that failed is closed instead of given back.
class ReaderPool::Lease {
 public:
  explicit Lease(ReaderPool& pool) : pool_{pool}, connection_{pool.take()} {}
  ~Lease() { pool_.giveBack(std::move(connection_)); }
  Lease(const Lease&) = delete;
  Lease& operator=(const Lease&) = delete;

  Connection& connection() { return *connection_; }
  void discard() { connection_.reset(); }

 private:
  ReaderPool& pool_;
  std::unique_ptr<Connection> connection_;
};

ReaderPool::ReaderPool(Connection::Settings settings, int most)
    : settings_{std::move(settings)}, most_{std::max(most, 1)} {
  idle_.reserve(static_cast<std::size_t>(most_));
}

std::unique_ptr<Connection> ReaderPool::take() {
  {
    std::unique_lock lock{mutex_};
    returned_.wait(lock, [this] { return !idle_.empty() || open_ < most_; });
    if (!idle_.empty()) {
      auto connection = std::move(idle_.back());
      idle_.pop_back();
      return connection;
    }
    ++open_;
  }
  try {
    return std::make_unique<Connection>(settings_);
  } catch (...) {
    giveBack(nullptr);
    throw;
  }
}

void ReaderPool::giveBack(std::unique_ptr<Connection> connection) noexcept {
  {
    const std::lock_guard lock{mutex_};
    if (connection)
      idle_.push_back(std::move(connection));
    else
      --open_;
  }
  returned_.notify_one();
}

void ReaderPool::run(const std::function<void(Transaction&)>& work) {
  const storage::WorkMark mark;
  Lease lease{*this};
  auto& connection = lease.connection();
  try {
    connection.begin(Connection::Access::ReadOnly);
    sql::Stores stores{connection};
    work(stores);
    connection.commit();
  } catch (const StorageError& error) {
    connection.rollback();
    if (spoilsConnection(error)) lease.discard();
    throw;
  } catch (...) {
    connection.rollback();
    throw;
  }
}

}  // namespace mfa::sqlite
