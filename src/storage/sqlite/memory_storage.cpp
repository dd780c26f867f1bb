#include "storage/sqlite/memory_storage.hpp"

#include "storage/nested_work.hpp"
#include "storage/sqlite/migrator.hpp"
#include "storage/sqlite/schema/schema.hpp"

namespace mfa::sqlite {

MemoryStorage::MemoryStorage()
    : connection_{{.path = ":memory:", .role = Role::Memory, .busyTimeout = {}}}, stores_{connection_} {
  Migrator migrator{connection_};
  sql::migrate(migrator, migrations());
}

void MemoryStorage::runTransaction(const std::function<void(Transaction&)>& work) {
  run(work, Connection::Access::ReadWrite);
}

void MemoryStorage::runRead(const std::function<void(Transaction&)>& work) {
  run(work, Connection::Access::ReadOnly);
}

void MemoryStorage::run(const std::function<void(Transaction&)>& work, Connection::Access access) {
  const storage::WorkMark mark;  // before the lock: a nested call would wait for itself
  const std::lock_guard lock{mutex_};
  connection_.begin(access);
  try {
    work(stores_);
    connection_.commit();
  } catch (...) {
    connection_.rollback();
    throw;
  }
}

}  // namespace mfa::sqlite
