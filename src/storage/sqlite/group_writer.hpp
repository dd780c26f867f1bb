// Group commit: transactions that wait at the same time share one commit, and so one sync of the disk.
//
// There is no thread of its own. Whoever finds nobody writing becomes the leader: it runs its own work and
// that of everybody who came meanwhile, each of them under a savepoint, within one BEGIN IMMEDIATE … COMMIT,
// then tells each its own outcome. A lone caller never changes threads.
#pragma once

#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "mfa/storage.hpp"
#include "storage/sql/transaction.hpp"
#include "storage/sqlite/connection.hpp"

namespace mfa::sqlite {

class GroupWriter {
 public:
  using Work = std::function<void(Transaction&)>;

  /// Takes the connection that writes.
  GroupWriter(std::unique_ptr<Connection> connection, Connection::Settings settings);

  /// Runs `work` in a transaction; returns when it is on the disk.
  /// @throws what `work` throws, after its changes were undone; StorageError if the commit failed
  void run(const Work& work);

  /// How many callers wait for somebody to run their work.
  [[nodiscard]] std::size_t waiting() const;

 private:
  /// One caller that waits.
  struct Ticket {
    const Work* work = nullptr;
    std::condition_variable turn{};
    bool done = false;
    std::exception_ptr failure{};
  };
  using Batch = std::vector<Ticket*>;

  void lead(std::unique_lock<std::mutex>& lock);
  void writeBatch();
  void runFirst(Ticket& ticket);
  void runPart(Ticket& ticket);
  void runWork(const Ticket& ticket);
  void keepFailure(Ticket& ticket);
  void answerBatch();
  [[nodiscard]] Ticket* takeWaiting();
  void failBatch(const std::exception_ptr& failure);
  void openAgainIfSpoiled();

  Connection::Settings settings_;
  mutable std::mutex mutex_{};
  std::deque<Ticket*> waiting_{};
  bool led_ = false;

  // Touched by the leader alone.
  std::unique_ptr<Connection> connection_;
  Batch batch_{};
  bool spoiled_ = false;
};

}  // namespace mfa::sqlite
