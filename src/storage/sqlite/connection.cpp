#include "storage/sqlite/connection.hpp"

#include <sqlite3.h>

#include "mfa/errors.hpp"
#include "storage/sqlite/errors.hpp"

namespace mfa::sqlite {
namespace {

/// Leaves a statement as it was found, whatever happens: a statement that is not reset keeps its snapshot
/// open, and parameters must not outlive the call they point into.
class Reset {
 public:
  explicit Reset(sqlite3_stmt* statement) : statement_{statement} {}
  ~Reset() {
    sqlite3_reset(statement_);
    sqlite3_clear_bindings(statement_);
  }
  Reset(const Reset&) = delete;
  Reset& operator=(const Reset&) = delete;

 private:
  sqlite3_stmt* statement_;
};

int bindValue(sqlite3_stmt* statement, int position, const sql::Param& param) {
  struct Bind {
    sqlite3_stmt* statement;
    int position;

    int operator()(std::monostate) const { return sqlite3_bind_null(statement, position); }
    int operator()(std::int64_t number) const { return sqlite3_bind_int64(statement, position, number); }
    int operator()(std::string_view text) const {
      const char* data = text.data() == nullptr ? "" : text.data();
      return sqlite3_bind_text64(statement, position, data, text.size(), SQLITE_STATIC, SQLITE_UTF8);
    }
    int operator()(sql::Octets octets) const {
      const char* data = octets.view.data() == nullptr ? "" : octets.view.data();
      return sqlite3_bind_blob64(statement, position, data, octets.view.size(), SQLITE_STATIC);
    }
  };
  return std::visit(Bind{statement, position}, param.value());
}

sql::Value valueOf(sqlite3_stmt* statement, int column) {
  const auto size = [&] { return static_cast<std::size_t>(sqlite3_column_bytes(statement, column)); };
  switch (sqlite3_column_type(statement, column)) {
    case SQLITE_NULL:
      return {};
    case SQLITE_INTEGER:
      return std::int64_t{sqlite3_column_int64(statement, column)};
    case SQLITE_BLOB: {
      const auto* octets = static_cast<const char*>(sqlite3_column_blob(statement, column));
      return octets == nullptr ? std::string{} : std::string{octets, size()};
    }
    default: {
      const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, column));
      return text == nullptr ? std::string{} : std::string{text, size()};
    }
  }
}

sql::Row rowOf(sqlite3_stmt* statement) {
  const int columns = sqlite3_column_count(statement);
  sql::Row row;
  row.reserve(static_cast<std::size_t>(columns));
  for (int column = 0; column < columns; ++column) row.push_back(valueOf(statement, column));
  return row;
}

}  // namespace

void Connection::CloseDatabase::operator()(sqlite3* database) const noexcept { sqlite3_close_v2(database); }

void Connection::FinalizeStatement::operator()(sqlite3_stmt* statement) const noexcept {
  sqlite3_finalize(statement);
}

Connection::Connection(const Settings& settings) : busyTimeout_{settings.busyTimeout} { configure(settings); }

Connection::~Connection() = default;

Connection::Prepared& Connection::prepared(sql::Statement statement) {
  auto& entry = prepared_[statement.text()];
  if (entry.handle) return entry;
  sqlite3_stmt* handle = nullptr;
  const int code =
      sqlite3_prepare_v3(database_.get(), statement.text(), -1, SQLITE_PREPARE_PERSISTENT, &handle, nullptr);
  if (code != SQLITE_OK) throw errorOf(code, database_.get());
  // SQLite numbers `$…` by first appearance; the statements are written for engines that go by the number.
  const int count = sqlite3_bind_parameter_count(handle);
  for (int number = 1; number <= count; ++number)
    entry.positions.push_back(sqlite3_bind_parameter_index(handle, ("$" + std::to_string(number)).c_str()));
  entry.handle.reset(handle);
  return entry;
}

sqlite3_stmt* Connection::bound(sql::Statement statement, std::initializer_list<sql::Param> params) {
  requireOpenTransaction();
  const auto& entry = prepared(statement);
  if (params.size() != entry.positions.size()) throw Error{"a statement was given other parameters"};
  if (sqlite3_stmt_readonly(entry.handle.get()) == 0) requireWritable();
  auto position = entry.positions.begin();
  for (const auto& param : params) {
    const int code = bindValue(entry.handle.get(), *position++, param);
    if (code != SQLITE_OK) throw errorOf(code, database_.get());
  }
  return entry.handle.get();
}

// When a disk fails, SQLite may undo the whole transaction by itself. Whoever goes on after such an error
// would write outside of any transaction.
void Connection::requireOpenTransaction() const {
  if (!isInTransaction())
    throw StorageError{StorageError::Retry::No, "SQLITE_ABORT", "the transaction was already rolled back",
                       ""};
}

void Connection::requireWritable() const {
  if (access_ == Access::ReadOnly) throw Error{"Storage::read was given work that writes; use transact"};
}

sql::Rows Connection::query(sql::Statement statement, std::initializer_list<sql::Param> params) {
  auto* handle = bound(statement, params);
  const Reset reset{handle};
  sql::Rows rows;
  for (;;) {
    const int code = sqlite3_step(handle);
    if (code == SQLITE_DONE) return rows;
    if (code != SQLITE_ROW) throw errorOf(code, database_.get());
    rows.push_back(rowOf(handle));
  }
}

// The writer is alone: its transaction holds every row.
sql::Rows Connection::queryForUpdate(sql::Statement statement, std::initializer_list<sql::Param> params) {
  requireWritable();
  return query(statement, params);
}

std::int64_t Connection::execute(sql::Statement statement, std::initializer_list<sql::Param> params) {
  auto* handle = bound(statement, params);
  const Reset reset{handle};
  const int code = sqlite3_step(handle);
  if (code != SQLITE_DONE) throw errorOf(code, database_.get());
  return sqlite3_changes64(database_.get());
}

void Connection::control(sql::Statement statement) {
  auto* handle = prepared(statement).handle.get();
  const Reset reset{handle};
  const int code = sqlite3_step(handle);
  if (code != SQLITE_DONE) throw errorOf(code, database_.get());
}

// A writer takes the lock at once: one that began by reading could not wait for it later.
void Connection::begin(Access access) {
  if (access == Access::ReadWrite)
    control("BEGIN IMMEDIATE");
  else
    control("BEGIN");
  access_ = access;
}

void Connection::commit() { control("COMMIT"); }

void Connection::rollback() noexcept {
  if (!isInTransaction()) return;
  try {
    control("ROLLBACK");
  } catch (const Error&) {
    // What cannot be rolled back is discarded with the connection.
  }
}

bool Connection::isInTransaction() const noexcept { return sqlite3_get_autocommit(database_.get()) == 0; }

void Connection::beginPart() { control("SAVEPOINT part"); }

void Connection::endPart() { control("RELEASE part"); }

bool Connection::undoPart() noexcept {
  if (!isInTransaction()) return false;
  try {
    control("ROLLBACK TO part");
    control("RELEASE part");
    return true;
  } catch (const Error&) {
    return false;
  }
}

void Connection::abandon() noexcept {
  sqlite3_db_config(database_.get(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
}

}  // namespace mfa::sqlite
