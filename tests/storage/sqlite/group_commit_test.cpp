// Callers that wait at the same time share one commit, and each learns its own outcome.
#include <sqlite3.h>
#include <sys/resource.h>

#include <atomic>
#include <catch2/catch.hpp>
#include <csignal>
#include <thread>

#include "mfa/storage/sqlite.hpp"
#include "storage/sqlite/child_process.hpp"
#include "storage/sqlite/errors.hpp"
#include "storage/sqlite/group_writer.hpp"
#include "support/temporary_directory.hpp"

namespace mfa::testing {
namespace {

using sqlite::Connection;
using sqlite::GroupWriter;

/// A writer whose first caller waits for a lock while the others gather behind it.
class Gathering {
 public:
  explicit Gathering(const std::string& path) {
    (void)sqlite::open(path);
    const Connection::Settings settings{
        .path = path, .role = sqlite::Role::Writer, .busyTimeout = std::chrono::minutes{1}};
    writer_ = std::make_unique<GroupWriter>(std::make_unique<Connection>(settings), settings);
    sqlite3_open(path.c_str(), &lock_);
    sqlite3_exec(lock_, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr);
  }
  ~Gathering() {
    release();
    callers_.clear();
    sqlite3_close(lock_);
  }
  Gathering(const Gathering&) = delete;
  Gathering& operator=(const Gathering&) = delete;

  /// Starts a caller and returns when it waits.
  void add(const std::function<void(GroupWriter&)>& call) {
    callers_.emplace_back([this, call] { call(*writer_); });
    ++expected_;
    while (writer_->waiting() < expected_) std::this_thread::yield();
  }

  void release() { sqlite3_exec(lock_, "ROLLBACK", nullptr, nullptr, nullptr); }

  void finish() {
    release();
    callers_.clear();
    expected_ = 0;
  }

  GroupWriter& writer() { return *writer_; }

 private:
  std::unique_ptr<GroupWriter> writer_{};
  sqlite3* lock_ = nullptr;
  std::vector<std::jthread> callers_{};
  std::size_t expected_ = 0;
};

/// Counts the connections that are opened while it lives. One at a time.
class OpenedConnections {
 public:
  OpenedConnections() {
    opened() = 0;
    sqlite3_auto_extension(entryPoint());
  }
  ~OpenedConnections() { sqlite3_cancel_auto_extension(entryPoint()); }
  OpenedConnections(const OpenedConnections&) = delete;
  OpenedConnections& operator=(const OpenedConnections&) = delete;

  static std::atomic<int>& opened() {
    static std::atomic<int> count{0};
    return count;
  }

 private:
  static int note(sqlite3*, char**, const void*) {
    ++opened();
    return SQLITE_OK;
  }
  static void (*entryPoint())() { return reinterpret_cast<void (*)()>(&note); }
};

}  // namespace

TEST_CASE("each caller of a shared commit learns its own outcome", "[storage][sqlite][races]") {
  const TemporaryDirectory directory;
  const auto path = directory.file("auth.db");
  std::atomic<int> committed = 0;
  std::atomic<int> failed = 0;
  {
    Gathering gathering{path};
    for (int caller = 0; caller < 12; ++caller)
      gathering.add([&, caller](GroupWriter& writer) {
        const auto name = "commit " + std::to_string(caller);
        try {
          writer.run([&](Transaction& tx) {
            tx.settings().put(name, "1");
            if (caller % 3 == 0) throw std::domain_error{name};
          });
          ++committed;
        } catch (const std::domain_error& error) {
          if (error.what() == name) ++failed;
        }
      });
    gathering.finish();
  }
  CHECK(committed == 8);
  CHECK(failed == 4);
  CHECK(askSql(path, "SELECT count(*) FROM mfa_settings") == "8");
}

TEST_CASE("callers that wait together run in one transaction", "[storage][sqlite][races]") {
  const TemporaryDirectory directory;
  const auto path = directory.file("auth.db");
  Gathering gathering{path};
  std::atomic<int> sawTheOthers = 0;
  for (int caller = 0; caller < 5; ++caller)
    gathering.add([&, caller](GroupWriter& writer) {
      writer.run([&](Transaction& tx) {
        // Nothing is committed yet: a connection beside this one sees none of it.
        if (caller > 0 && askSql(path, "SELECT count(*) FROM mfa_settings") == "0" && tx.settings().get("0"))
          ++sawTheOthers;
        tx.settings().put(std::to_string(caller), "1");
      });
    });
  gathering.finish();
  CHECK(sawTheOthers == 4);
  CHECK(askSql(path, "SELECT count(*) FROM mfa_settings") == "5");
}

TEST_CASE("a commit that fails is everybody's failure and nobody's write", "[storage][sqlite][faults]") {
  const TemporaryDirectory directory;
  const auto path = directory.file("auth.db");
  const auto failure = inChild([&] {
    std::atomic<int> refused = 0;
    Gathering gathering{path};
    for (int caller = 0; caller < 5; ++caller)
      gathering.add([&, caller](GroupWriter& writer) {
        try {
          writer.run([&](Transaction& tx) { tx.settings().put(std::to_string(caller), "1"); });
        } catch (const StorageError&) {
          ++refused;
        }
      });
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit none{.rlim_cur = 1, .rlim_max = RLIM_INFINITY};
    const rlimit all{.rlim_cur = RLIM_INFINITY, .rlim_max = RLIM_INFINITY};
    setrlimit(RLIMIT_FSIZE, &none);
    gathering.finish();
    expect(refused == 5, std::to_string(refused) + " of 5 were refused");

    setrlimit(RLIMIT_FSIZE, &all);
    gathering.writer().run([](Transaction& tx) {
      expect(!tx.settings().get("0"), "a refused write is there");
      tx.settings().put("after", "1");
    });
    expect(askSql(path, "SELECT count(*) FROM mfa_settings") == "1", "rows of the refused are there");
  });
  CHECK(failure == "");
}

TEST_CASE("a disk that fails within somebody's own work has the file opened anew",
          "[storage][sqlite][faults]") {
  const TemporaryDirectory directory;
  const auto path = directory.file("auth.db");
  (void)sqlite::open(path);
  const Connection::Settings settings{.path = path, .role = sqlite::Role::Writer, .busyTimeout = {}};
  GroupWriter writer{std::make_unique<Connection>(settings), settings};
  const OpenedConnections watch;
  const auto failWith = [&](const auto& failure) {
    CHECK_THROWS(writer.run([&](Transaction& tx) {
      tx.settings().put("refused", "1");
      throw failure;
    }));
    writer.run([](Transaction& tx) { CHECK_FALSE(tx.settings().get("refused")); });
  };
  failWith(std::domain_error{"its caller's affair"});
  failWith(sqlite::errorOf(SQLITE_BUSY, "this passes"));
  CHECK(watch.opened() == 0);
  failWith(sqlite::errorOf(SQLITE_IOERR_READ, "a page could not be read"));
  CHECK(watch.opened() == 1);
  writer.run([](Transaction& tx) { tx.settings().put("after", "1"); });
  CHECK(watch.opened() == 1);
  CHECK(askSql(path, "SELECT count(*) FROM mfa_settings") == "1");
}

TEST_CASE("work that hides an error of the disk does not write outside of a transaction",
          "[storage][sqlite]") {
  Connection connection{{.path = ":memory:", .role = sqlite::Role::Memory, .busyTimeout = {}}};
  connection.begin(Connection::Access::ReadWrite);
  connection.execute("CREATE TABLE t (a INTEGER)", {});
  connection.rollback();  // as SQLite does by itself when a disk fails
  CHECK_THROWS_AS(connection.execute("CREATE TABLE t (a INTEGER)", {}), StorageError);
  CHECK_FALSE(connection.undoPart());
}

}  // namespace mfa::testing
