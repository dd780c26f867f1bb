// A disk without space: what was acknowledged stays, readers go on, and writing goes on when there is space
// again.
#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>

#include <catch2/catch.hpp>
#include <csignal>
#include <fstream>

#include "mfa/storage/sqlite.hpp"
#include "storage/sqlite/child_process.hpp"
#include "support/temporary_directory.hpp"

namespace mfa::testing {
namespace {

const std::string kNoMount = "threw: no mount";

void mountSmallDisk(const std::string& path) {
  if (unshare(CLONE_NEWNS) != 0 || mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 ||
      mount("tmpfs", path.c_str(), "tmpfs", 0, "size=2m") != 0)
    throw std::runtime_error{"no mount"};
}

void put(Storage& storage, int number) {
  const std::string value(2'000, 'x');
  storage.transact([&](Transaction& tx) {
    tx.settings().put("row " + std::to_string(number), value);
    (void)tx.settings().raise("acknowledged", number);
  });
}

/// Writes until it fails; the last number that was acknowledged, and how it failed.
struct Fill {
  int acknowledged = 0;
  std::string state{};
  std::string what{};
};

Fill fill(Storage& storage) {
  for (int number = 1; number < 100'000; ++number) {
    try {
      put(storage, number);
    } catch (const StorageError& error) {
      return {.acknowledged = number - 1, .state = error.state(), .what = error.what()};
    }
  }
  throw std::runtime_error{"it never fails"};
}

std::string acknowledged(Storage& storage) {
  return storage.read([](Transaction& tx) { return tx.settings().get("acknowledged").value_or("nothing"); });
}

void fillSmallDisk(const std::string& path) {
  mountSmallDisk(path);
  const std::string ballast = path + "/ballast";
  std::ofstream{ballast} << std::string(500'000, 'x');
  auto storage = sqlite::open(path + "/auth.db");

  const auto full = fill(*storage);
  expect(full.state == "SQLITE_FULL", "failed with " + full.what);
  expect(full.what.find("the disk is full") != std::string::npos, full.what);
  expect(full.acknowledged > 0, "nothing was ever written");
  const auto last = std::to_string(full.acknowledged);
  expect(acknowledged(*storage) == last, "a read failed, or lost what was acknowledged");
  for (int again = 0; again < 3; ++again)
    expect(fill(*storage).state == "SQLITE_FULL", "space out of nowhere");
  expect(acknowledged(*storage) == last, "a refused write is there");

  std::filesystem::remove(ballast);
  put(*storage, full.acknowledged + 1);
  expect(acknowledged(*storage) == std::to_string(full.acknowledged + 1), "writing did not go on");
  storage.reset();
  storage = sqlite::open(path + "/auth.db");
  expect(acknowledged(*storage) == std::to_string(full.acknowledged + 1), "lost when it was opened again");
}

void limitFileSize(rlim_t size) {
  std::signal(SIGXFSZ, SIG_IGN);
  const rlimit limit{.rlim_cur = size, .rlim_max = RLIM_INFINITY};
  expect(setrlimit(RLIMIT_FSIZE, &limit) == 0, "no limit");
}

void fillUpToLimit(const std::string& path) {
  const auto storage = sqlite::open(path);
  limitFileSize(1'000'000);
  const auto full = fill(*storage);
  expect(full.state == "SQLITE_FULL" || full.state == "SQLITE_IOERR", "failed with " + full.what);
  expect(full.acknowledged > 0, "nothing was ever written");
  expect(acknowledged(*storage) == std::to_string(full.acknowledged), "a read failed, or lost something");

  limitFileSize(RLIM_INFINITY);
  put(*storage, full.acknowledged + 1);
  expect(acknowledged(*storage) == std::to_string(full.acknowledged + 1), "writing did not go on");
}

}  // namespace

TEST_CASE("a full disk loses nothing that was acknowledged and writing goes on when there is space",
          "[storage][sqlite][faults]") {
  const TemporaryDirectory directory;
  const auto failure = inChild([&] { fillSmallDisk(directory.path()); });
  if (failure == kNoMount)
    WARN("this system lets nobody mount a small disk: only the limit of file sizes was tried");
  else
    CHECK(failure == "");
}

TEST_CASE("a write that fails half way opens the file anew and loses nothing", "[storage][sqlite][faults]") {
  const TemporaryDirectory directory;
  CHECK(inChild([&] { fillUpToLimit(directory.file("auth.db")); }) == "");
  CHECK(askSql(directory.file("auth.db"), "PRAGMA integrity_check") == "ok");
}

}  // namespace mfa::testing
