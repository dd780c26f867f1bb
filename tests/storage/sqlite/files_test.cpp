// What lies on the disk: which files, with which mode, and what opening refuses.
#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <fstream>

#include "mfa/storage/sqlite.hpp"
#include "support/temporary_directory.hpp"

namespace mfa::testing {
namespace {

unsigned modeOf(const std::string& path) {
  struct stat entry {};
  if (stat(path.c_str(), &entry) != 0) return 0;
  return entry.st_mode & 07777U;
}

std::string refusalOf(const std::string& path) {
  try {
    (void)sqlite::open(path);
    return "";
  } catch (const StorageError& error) {
    return error.state() + " " + error.what();
  }
}

}  // namespace

TEST_CASE("the database and every file beside it are private to their owner", "[storage][sqlite]") {
  const TemporaryDirectory directory;
  const auto path = directory.file("auth.db");
  const auto mask = umask(0);
  const auto storage = sqlite::open(path);
  storage->transact([](Transaction& tx) { tx.settings().put("a", "1"); });
  umask(mask);
  for (const auto* suffix : {"", "-wal", "-shm", ".lock"}) CHECK(modeOf(path + suffix) == 0600);
}

TEST_CASE("a database that was restored readable for everybody is closed to others again",
          "[storage][sqlite]") {
  const TemporaryDirectory directory;
  const auto path = directory.file("auth.db");
  sqlite::open(path)->transact([](Transaction& tx) { tx.settings().put("a", "1"); });
  REQUIRE(chmod(path.c_str(), 0644) == 0);

  const auto storage = sqlite::open(path);
  storage->transact([](Transaction& tx) { tx.settings().put("a", "2"); });
  for (const auto* suffix : {"", "-wal", "-shm"}) CHECK(modeOf(path + suffix) == 0600);
}

TEST_CASE("a closed database is one file that needs no log", "[storage][sqlite]") {
  const TemporaryDirectory directory;
  const auto path = directory.file("auth.db");
  {
    const auto storage = sqlite::open(path);
    storage->transact([](Transaction& tx) { tx.settings().put("a", "1"); });
    storage->read([](Transaction& tx) { CHECK(tx.settings().get("a") == "1"); });
  }
  CHECK_FALSE(std::filesystem::exists(path + "-wal"));
  CHECK_FALSE(std::filesystem::exists(path + "-shm"));
  CHECK(askSql(path, "SELECT value FROM mfa_settings WHERE name = 'a'") == "1");
  CHECK(askSql(path, "PRAGMA integrity_check") == "ok");
}

TEST_CASE("a path that leads nowhere is refused with its reason", "[storage][sqlite]") {
  const TemporaryDirectory directory;
  CHECK_THAT(refusalOf(""), Catch::Contains("its path is empty"));
  CHECK_THAT(refusalOf(directory.file("missing/auth.db")), Catch::Contains("its directory is missing"));
  CHECK_THAT(refusalOf(directory.path()), Catch::Contains("SQLITE_"));
}

TEST_CASE("a file that is no database is refused and left as it is", "[storage][sqlite]") {
  const TemporaryDirectory directory;
  const auto path = directory.file("notes.txt");
  const std::string text(4096, 'x');
  std::ofstream{path} << text;
  CHECK_THAT(refusalOf(path), Catch::Contains("SQLITE_NOTADB"));
  std::ifstream file{path};
  CHECK(std::string{std::istreambuf_iterator<char>{file}, {}} == text);
}

TEST_CASE("no secret that was removed stays in the file", "[storage][sqlite]") {
  const TemporaryDirectory directory;
  const auto path = directory.file("auth.db");
  const std::string canary = "canary-of-a-removed-row";
  {
    const auto storage = sqlite::open(path);
    storage->transact([&](Transaction& tx) { tx.settings().put("secret", canary); });
    storage->transact([&](Transaction& tx) { (void)tx.metadata().merge(canary, {{"a", canary}}); });
    storage->transact([&](Transaction& tx) { tx.settings().put("secret", "overwritten"); });
    storage->transact([&](Transaction& tx) { (void)tx.metadata().clear(canary); });
  }
  std::ifstream file{path, std::ios::binary};
  const std::string octets{std::istreambuf_iterator<char>{file}, {}};
  CHECK(octets.find("overwritten") != std::string::npos);
  CHECK(octets.find(canary) == std::string::npos);
}

}  // namespace mfa::testing
