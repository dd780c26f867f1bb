// Every switch that protects the file, read back from the connection.
#include "storage/sqlite/connection.hpp"

#include <catch2/catch.hpp>

#include "mfa/errors.hpp"
#include "mfa/storage/sqlite.hpp"
#include "support/temporary_directory.hpp"

namespace mfa::testing {
namespace {

using sqlite::Connection;
using sqlite::Role;

/// Undoes what a case begins, also when it throws.
class Undone {
 public:
  Undone(Connection& connection, Connection::Access access) : connection_{connection} {
    connection_.begin(access);
  }
  ~Undone() { connection_.rollback(); }
  Undone(const Undone&) = delete;
  Undone& operator=(const Undone&) = delete;

 private:
  Connection& connection_;
};

sql::Value ask(Connection& connection, sql::Statement statement) {
  const Undone undone{connection, Connection::Access::ReadOnly};
  return connection.query(statement, {}).at(0).at(0);
}

std::int64_t number(Connection& connection, sql::Statement statement) {
  return std::get<std::int64_t>(ask(connection, statement));
}

std::string text(Connection& connection, sql::Statement statement) {
  return std::get<std::string>(ask(connection, statement));
}

/// SQLite counts this question as a statement that writes.
std::string journalMode(Connection& writer) {
  const Undone undone{writer, Connection::Access::ReadWrite};
  return std::get<std::string>(writer.query("PRAGMA journal_mode", {}).at(0).at(0));
}

/// The path of a database that is closed.
std::string databaseIn(const TemporaryDirectory& directory) {
  (void)sqlite::open(directory.file("auth.db"));
  return directory.file("auth.db");
}

}  // namespace

TEST_CASE("the writer syncs every commit and alone checkpoints", "[storage][sqlite]") {
  const TemporaryDirectory directory;
  Connection writer{{.path = databaseIn(directory), .role = Role::Writer, .busyTimeout = {}}};
  CHECK(journalMode(writer) == "wal");
  CHECK(number(writer, "PRAGMA synchronous") == 2);
  CHECK(number(writer, "PRAGMA wal_autocheckpoint") == 1000);

  Connection reader{{.path = directory.file("auth.db"), .role = Role::Reader, .busyTimeout = {}}};
  CHECK(number(reader, "PRAGMA wal_autocheckpoint") == 0);
  CHECK(number(reader, "PRAGMA query_only") == 1);
}

TEST_CASE("every connection checks references and maps no file and trusts no schema", "[storage][sqlite]") {
  const TemporaryDirectory directory;
  const auto path = databaseIn(directory);
  for (const auto& settings :
       {Connection::Settings{.path = path, .role = Role::Writer, .busyTimeout = {}},
        Connection::Settings{.path = path, .role = Role::Reader, .busyTimeout = {}},
        Connection::Settings{.path = ":memory:", .role = Role::Memory, .busyTimeout = {}}}) {
    Connection connection{settings};
    CHECK(number(connection, "PRAGMA foreign_keys") == 1);
    CHECK(number(connection, "PRAGMA secure_delete") == 1);
    CHECK(number(connection, "PRAGMA trusted_schema") == 0);
    if (settings.role != Role::Memory) CHECK(number(connection, "PRAGMA mmap_size") == 0);
    CHECK_THROWS_AS(text(connection, "SELECT load_extension('evil.so')"), StorageError);
    CHECK_THROWS_AS(text(connection, "SELECT \"no_such_column\""), StorageError);
  }
}

TEST_CASE("a statement cannot damage the schema", "[storage][sqlite]") {
  Connection connection{{.path = ":memory:", .role = Role::Memory, .busyTimeout = {}}};
  connection.begin(Connection::Access::ReadWrite);
  (void)connection.query("PRAGMA writable_schema=ON", {});
  CHECK_THROWS_AS(connection.execute("DELETE FROM sqlite_schema", {}), StorageError);
  connection.rollback();
}

TEST_CASE("parameters are bound by number and not by first appearance", "[storage][sqlite]") {
  Connection connection{{.path = ":memory:", .role = Role::Memory, .busyTimeout = {}}};
  connection.begin(Connection::Access::ReadOnly);
  auto rows = connection.query("SELECT $2, $1, $2", {"first", "second"});
  sql::Fields in{rows.at(0)};
  CHECK(in.text() == "second");
  CHECK(in.text() == "first");
  CHECK(in.text() == "second");
  CHECK_THROWS_AS(connection.query("SELECT $1", {}), Error);
}

TEST_CASE("a statement outside of a transaction is refused", "[storage][sqlite]") {
  Connection connection{{.path = ":memory:", .role = Role::Memory, .busyTimeout = {}}};
  CHECK_THROWS_AS(connection.query("SELECT 1", {}), StorageError);
}

}  // namespace mfa::testing
