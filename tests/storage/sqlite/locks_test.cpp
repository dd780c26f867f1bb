// Who else has the file: a second process, a second object, a program that does not know of the lock file.
#include <sqlite3.h>

#include <catch2/catch.hpp>
#include <chrono>
#include <thread>

#include "mfa/storage/sqlite.hpp"
#include "storage/sqlite/child_process.hpp"
#include "support/temporary_directory.hpp"

namespace mfa::testing {
namespace {

using std::chrono::milliseconds;

std::string refusalOf(const std::string& path) {
  try {
    (void)sqlite::open(path);
    return "";
  } catch (const StorageError& error) {
    return error.what();
  }
}

/// Holds the write lock, as a program does that was told nothing of ours.
class Shell {
 public:
  explicit Shell(const std::string& path) {
    if (sqlite3_open(path.c_str(), &database_) != SQLITE_OK) throw std::runtime_error{"cannot open"};
    run("BEGIN IMMEDIATE");
  }
  ~Shell() { sqlite3_close(database_); }
  Shell(const Shell&) = delete;
  Shell& operator=(const Shell&) = delete;

  void run(const char* sql) {
    if (sqlite3_exec(database_, sql, nullptr, nullptr, nullptr) != SQLITE_OK)
      throw std::runtime_error{sqlite3_errmsg(database_)};
  }

 private:
  sqlite3* database_ = nullptr;
};

}  // namespace

TEST_CASE("a second process is refused and told who has the file", "[storage][sqlite]") {
  const TemporaryDirectory directory;
  const auto path = directory.file("auth.db");
  std::shared_ptr<Storage> held;
  Bystander holder{[&] { held = sqlite::open(path); }};
  const auto refusal = refusalOf(path);
  CHECK_THAT(refusal, Catch::Contains("another process (" + std::to_string(holder.processId()) + ")"));
  CHECK_THAT(refusal, Catch::Contains("SQLITE_BUSY") && Catch::Contains(path + ".lock"));

  holder.kill();  // the kernel lets go, though nobody cleaned up
  const auto storage = sqlite::open(path);
  storage->transact([](Transaction& tx) { tx.settings().put("a", "1"); });
}

TEST_CASE("what a killed process acknowledged is there for the next one", "[storage][sqlite][durability]") {
  const TemporaryDirectory directory;
  const auto path = directory.file("auth.db");
  std::shared_ptr<Storage> held;
  Bystander writer{[&] {
    held = sqlite::open(path);
    for (int i = 1; i <= 20; ++i)
      held->transact([&](Transaction& tx) { (void)tx.settings().raise("count", i); });
  }};
  writer.kill();
  const auto storage = sqlite::open(path);
  CHECK(storage->read([](Transaction& tx) { return tx.settings().get("count"); }) == "20");
}

TEST_CASE("a second opening in the same process is refused", "[storage][sqlite]") {
  const TemporaryDirectory directory;
  const auto path = directory.file("auth.db");
  auto storage = sqlite::open(path);
  CHECK_THAT(refusalOf(path), Catch::Contains("this process has the database open already"));
  storage->transact([](Transaction& tx) { tx.settings().put("a", "1"); });
  storage.reset();
  CHECK(refusalOf(path).empty());
}

TEST_CASE("another name of the same file is no way around the lock", "[storage][sqlite]") {
  const TemporaryDirectory directory;
  const auto storage = sqlite::open(directory.file("auth.db"));
  std::filesystem::create_symlink(directory.file("auth.db"), directory.file("link.db"));
  CHECK_THAT(refusalOf(directory.file("link.db")), Catch::Contains("SQLITE_BUSY"));
  CHECK_THAT(refusalOf(directory.path() + "/./auth.db"), Catch::Contains("SQLITE_BUSY"));
}

TEST_CASE("a lock file that is a link is not followed", "[storage][sqlite]") {
  const TemporaryDirectory directory;
  std::filesystem::create_symlink(directory.file("victim"), directory.file("auth.db.lock"));
  CHECK_THAT(refusalOf(directory.file("auth.db")), Catch::Contains("lock file"));
  CHECK_FALSE(std::filesystem::exists(directory.file("victim")));
}

TEST_CASE("a writer gives up on a foreign lock in time and readers go on", "[storage][sqlite]") {
  const TemporaryDirectory directory;
  const auto path = directory.file("auth.db");
  const auto storage = sqlite::open({.path = path, .busyTimeout = milliseconds{50}});
  storage->transact([](Transaction& tx) { tx.settings().put("a", "before"); });
  {
    Shell shell{path};
    try {
      storage->transact([](Transaction& tx) { tx.settings().put("a", "after"); });
      FAIL("the lock was ignored");
    } catch (const StorageError& error) {
      CHECK(error.state() == "SQLITE_BUSY");
      CHECK(error.retryable());
      CHECK_THAT(error.what(), Catch::Contains("something else holds a lock"));
    }
    CHECK(storage->read([](Transaction& tx) { return tx.settings().get("a"); }) == "before");
  }
  storage->transact([](Transaction& tx) { tx.settings().put("a", "after"); });
  CHECK(storage->read([](Transaction& tx) { return tx.settings().get("a"); }) == "after");
}

TEST_CASE("a foreign lock that is let go in time is waited for", "[storage][sqlite]") {
  const TemporaryDirectory directory;
  const auto path = directory.file("auth.db");
  const auto storage = sqlite::open({.path = path, .busyTimeout = milliseconds{30'000}});
  Shell shell{path};
  std::jthread writer{[&] { storage->transact([](Transaction& tx) { tx.settings().put("a", "1"); }); }};
  shell.run("COMMIT");
  writer.join();
  CHECK(storage->read([](Transaction& tx) { return tx.settings().get("a"); }) == "1");
}

}  // namespace mfa::testing
