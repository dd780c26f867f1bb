// One connection to an SQLite database, and its prepared statements.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "storage/sql/connection.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace mfa::sqlite {

/// What a connection is for.
enum class Role {
  Writer,  ///< the only one that writes, and the only one that checkpoints
  Reader,
  Memory,  ///< a database that lives as long as its only connection
};

/// Used by one thread at a time.
class Connection final : public sql::Connection {
 public:
  struct Settings {
    std::string path{};
    Role role = Role::Reader;
    std::chrono::milliseconds busyTimeout{};
  };

  /// Opens and configures it.
  /// @throws StorageError if the file cannot be read, or, for a writer, written
  explicit Connection(const Settings& settings);
  ~Connection() override;
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  /// Whether statements that write are let through, until the next begin.
  enum class Access { ReadWrite, ReadOnly };

  void begin(Access access);
  void commit();
  void rollback() noexcept;
  /// False also after SQLite has undone the transaction by itself, as it does when a disk fails.
  [[nodiscard]] bool isInTransaction() const noexcept;

  /// A part of the open transaction that can be undone by itself.
  void beginPart();
  void endPart();
  /// False if there is no transaction any more.
  [[nodiscard]] bool undoPart() noexcept;

  /// Closes it, when it is destroyed, without touching the file: what it believes about the file may be
  /// wrong.
  void abandon() noexcept;

  sql::Rows query(sql::Statement statement, std::initializer_list<sql::Param> params) override;
  sql::Rows queryForUpdate(sql::Statement statement, std::initializer_list<sql::Param> params) override;
  std::int64_t execute(sql::Statement statement, std::initializer_list<sql::Param> params) override;

 private:
  struct CloseDatabase {
    void operator()(sqlite3* database) const noexcept;
  };
  struct FinalizeStatement {
    void operator()(sqlite3_stmt* statement) const noexcept;
  };
  struct Prepared {
    std::unique_ptr<sqlite3_stmt, FinalizeStatement> handle{};
    std::vector<int> positions{};  ///< where SQLite has put $1, $2, …
  };

  void configure(const Settings& settings);
  [[nodiscard]] Prepared& prepared(sql::Statement statement);
  [[nodiscard]] sqlite3_stmt* bound(sql::Statement statement, std::initializer_list<sql::Param> params);
  void requireOpenTransaction() const;
  void requireWritable() const;
  void control(sql::Statement statement);

  std::chrono::milliseconds busyTimeout_;
  std::unique_ptr<sqlite3, CloseDatabase> database_{};
  std::unordered_map<const char*, Prepared> prepared_{};
  Access access_ = Access::ReadOnly;
};

}  // namespace mfa::sqlite
