// Files that may not be written. Root may write everything, so these run as nobody.
#include <sys/stat.h>

#include <catch2/catch.hpp>

#include "mfa/storage/sqlite.hpp"
#include "storage/sqlite/child_process.hpp"
#include "support/temporary_directory.hpp"

namespace mfa::testing {
namespace {

void allow(const std::string& path, mode_t mode) {
  if (chmod(path.c_str(), mode) != 0) throw std::runtime_error{"chmod"};
}

/// Opens as nobody; the text of the refusal comes back.
std::string refusalAsNobody(const std::string& path) {
  return inChild([&] {
    becomeNobody();
    try {
      (void)sqlite::open(path);
    } catch (const StorageError& error) {
      expect(!error.retryable(), "retryable");
      throw;
    }
  });
}

}  // namespace

TEST_CASE("a file that may only be read is refused at the start", "[storage][sqlite]") {
  const TemporaryDirectory directory;
  const auto path = directory.file("auth.db");
  (void)sqlite::open(path);
  allow(directory.path(), 0777);
  allow(path + ".lock", 0666);
  allow(path, 0444);
  CHECK_THAT(refusalAsNobody(path),
             Catch::Contains("SQLITE_READONLY") && Catch::Contains("cannot be written"));

  allow(path, 0666);
  CHECK(refusalAsNobody(path).empty());
}

TEST_CASE("a file that may not even be read is refused at the start", "[storage][sqlite]") {
  const TemporaryDirectory directory;
  const auto path = directory.file("auth.db");
  (void)sqlite::open(path);
  allow(directory.path(), 0777);
  allow(path + ".lock", 0666);
  allow(path, 0000);
  CHECK_THAT(refusalAsNobody(path),
             Catch::Contains("SQLITE_CANTOPEN") && Catch::Contains("cannot be opened"));
}

TEST_CASE("a directory that may not be written is refused at the start", "[storage][sqlite]") {
  const TemporaryDirectory directory;
  const auto path = directory.file("auth.db");
  allow(directory.path(), 0555);
  CHECK_THAT(refusalAsNobody(path), Catch::Contains("auth.db.lock cannot be written: Permission denied"));

  allow(directory.path(), 0755);
  (void)sqlite::open(path);
  allow(path, 0666);
  allow(path + ".lock", 0666);
  allow(directory.path(), 0555);
  CHECK_THAT(refusalAsNobody(path), Catch::Contains("SQLITE_"));
}

TEST_CASE("a lock file of somebody else is named in the refusal", "[storage][sqlite]") {
  const TemporaryDirectory directory;
  const auto path = directory.file("auth.db");
  (void)sqlite::open(path);
  allow(directory.path(), 0777);
  allow(path, 0666);
  CHECK_THAT(refusalAsNobody(path), Catch::Contains("auth.db.lock cannot be written: Permission denied"));
}

}  // namespace mfa::testing
