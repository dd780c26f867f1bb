#include "storage/sqlite/group_writer.hpp"

#include "storage/nested_work.hpp"
#include "storage/sqlite/errors.hpp"

namespace mfa::sqlite {
namespace {

// Enough for every thread of a server, and small enough that the first of a batch does not wait for long.
constexpr std::size_t kMaxBatch = 128;

bool spoils(const std::exception_ptr& failure) {
  try {
    std::rethrow_exception(failure);
  } catch (const StorageError& error) {
    return spoilsConnection(error);
  } catch (...) {
    return false;
  }
}

}  // namespace

GroupWriter::GroupWriter(std::unique_ptr<Connection> connection, Connection::Settings settings)
    : settings_{std::move(settings)}, connection_{std::move(connection)} {
  batch_.reserve(kMaxBatch);  // so that nothing can fail while tickets are in nobody's hands
}

void GroupWriter::run(const Work& work) {
  storage::WorkMark::refuseInsideWork();
  Ticket ticket;
  ticket.work = &work;
  {
    std::unique_lock lock{mutex_};
    waiting_.push_back(&ticket);
    ticket.turn.wait(lock, [&] { return ticket.done || (!led_ && waiting_.front() == &ticket); });
    if (!ticket.done) lead(lock);
  }
  if (ticket.failure) std::rethrow_exception(std::move(ticket.failure));
}

std::size_t GroupWriter::waiting() const {
  const std::lock_guard lock{mutex_};
  return waiting_.size();
}

void GroupWriter::lead(std::unique_lock<std::mutex>& lock) {
  led_ = true;
  lock.unlock();
  writeBatch();
  lock.lock();
  answerBatch();
  led_ = false;
  if (!waiting_.empty()) waiting_.front()->turn.notify_one();
}

// A ticket is gone as soon as its caller sees that it is done: it is told so under the lock, and not touched
// after.
void GroupWriter::answerBatch() {
  for (auto* ticket : batch_) {
    ticket->done = true;
    ticket->turn.notify_one();
  }
  batch_.clear();
}

GroupWriter::Ticket* GroupWriter::takeWaiting() {
  const std::lock_guard lock{mutex_};
  if (waiting_.empty() || batch_.size() == kMaxBatch) return nullptr;
  batch_.push_back(waiting_.front());
  waiting_.pop_front();
  return batch_.back();
}

void GroupWriter::writeBatch() {
  try {
    openAgainIfSpoiled();
    connection_->begin(Connection::Access::ReadWrite);
  } catch (...) {
    // Nobody who waits would fare better, and everybody has waited.
    while (takeWaiting() != nullptr) {
    }
    failBatch(std::current_exception());
    return;
  }
  try {
    if (auto* ticket = takeWaiting()) runFirst(*ticket);
    while (auto* ticket = takeWaiting()) runPart(*ticket);
    connection_->commit();
  } catch (...) {
    failBatch(std::current_exception());
    connection_->rollback();
  }
}

// Nothing is before it that undoing the whole transaction could undo, and mostly nothing follows: the cost of
// a savepoint would be everybody's who writes alone.
void GroupWriter::runFirst(Ticket& ticket) {
  try {
    runWork(ticket);
  } catch (...) {
    keepFailure(ticket);
    if (!connection_->isInTransaction()) throw;
    connection_->rollback();
    connection_->begin(Connection::Access::ReadWrite);
  }
}

void GroupWriter::runPart(Ticket& ticket) {
  connection_->beginPart();
  try {
    runWork(ticket);
  } catch (...) {
    keepFailure(ticket);
    if (connection_->undoPart()) return;
    throw;
  }
  connection_->endPart();
}

void GroupWriter::runWork(const Ticket& ticket) {
  const storage::WorkMark mark;
  sql::Stores stores{*connection_};
  (*ticket.work)(stores);
}

// What the work throws is its caller's affair; but where SQLite has undone the whole transaction with it, as
// it does when a disk fails, it is everybody's.
void GroupWriter::keepFailure(Ticket& ticket) {
  ticket.failure = std::current_exception();
  spoiled_ = spoiled_ || spoils(ticket.failure);
}

void GroupWriter::failBatch(const std::exception_ptr& failure) {
  spoiled_ = spoiled_ || connection_ == nullptr || spoils(failure);
  for (auto* ticket : batch_)
    if (!ticket->failure) ticket->failure = failure;
}

// After a write or a sync that failed half way, what a connection believes about the file may be wrong.
void GroupWriter::openAgainIfSpoiled() {
  if (!spoiled_) return;
  if (connection_) connection_->abandon();
  connection_.reset();
  connection_ = std::make_unique<Connection>(settings_);
  spoiled_ = false;
}

}  // namespace mfa::sqlite
