// Databases of every age come up to date and keep their rows; those of the future are refused.
#include <catch2/catch.hpp>

#include "mfa/storage/sqlite.hpp"
#include "storage/sqlite/connection.hpp"
#include "storage/sqlite/migrator.hpp"
#include "storage/sqlite/old_rows.hpp"
#include "storage/sqlite/schema/schema.hpp"
#include "support/temporary_directory.hpp"

namespace mfa::testing {
namespace {

constexpr Time kThen = fromUnixMillis(1'700'000'000'000);

/// A database as the version of the library wrote it whose newest step was `newest`.
void makeOldDatabase(const std::string& path, int newest) {
  runSql(path, "PRAGMA user_version");
  for (const auto& migration : sqlite::migrations()) {
    if (migration.number > newest) return;
    {
      sqlite::Connection connection{{.path = path, .role = sqlite::Role::Writer, .busyTimeout = {}}};
      sqlite::Migrator{connection}.apply(migration);
    }
    runSql(path, oldRows(migration.number));
  }
}

void checkOldRows(Transaction& tx, int newest) {
  const auto user = tx.users().findByContact(kPublicTenant, "emailpassword",
                                             {.kind = ContactKind::Email, .value = "ada@example.com"});
  REQUIRE(user);
  CHECK(user->loginMethods.front().verified);
  CHECK(tx.users().passwordHashKinds().size() == 1);
  if (newest >= 2) {
    const auto session = tx.sessions().find("s", kThen);
    REQUIRE(session);
    CHECK(session->sealedChild == std::string{"\0\xff", 2});
    CHECK(session->completedFactor->codeId == "code");
    CHECK(session->accessTokenPayload.contains("2fa-completed"));
  }
  if (newest >= 3) CHECK(tx.codes().findDeviceByCodeHash("code hash")->device.failedAttempts == 2);
  if (newest >= 4) CHECK(tx.factors().find("ada", "otp-phone")->contact.value == "+12015550123");
  if (newest >= 5) {
    const auto day = std::chrono::hours{24};
    const std::vector<Budget> window{{.key = "w", .kind = Budget::Kind::Window, .limit = 4, .period = day}};
    CHECK_FALSE(tx.budgets().take(window, kThen));
    CHECK(tx.budgets().take(window, kThen));
  }
  if (newest >= 6) {
    CHECK(tx.metadata().get("ada") == json::object{{"a", 1}});
    CHECK(tx.keys().list().front().privateKey == std::string{"\0\xff", 2});
    CHECK(tx.settings().raise("latest", 1) == 1'700'000'000'000);
  }
  if (newest >= 7) {
    const auto kept = tx.events().listNewestFirst({.userId = "ada"});
    CHECK(kept.front().number == 7);
    CHECK(kept.front().event.type == EventType::CodeRefused);
  }
  if (newest >= 8) {
    CHECK(tx.circuits().list().front().openedAt == kThen);
    CHECK(tx.knownClients().knows("ada", "client hash", kThen));
  }
}

}  // namespace

TEST_CASE("a database of any earlier step comes up to date and keeps its rows", "[storage][sqlite]") {
  for (const auto& migration : sqlite::migrations()) {
    const TemporaryDirectory directory;
    const auto path = directory.file("auth.db");
    makeOldDatabase(path, migration.number);
    {
      const auto storage = sqlite::open(path);
      storage->transact([&](Transaction& tx) { checkOldRows(tx, migration.number); });
    }
    CHECK(askSql(path, "SELECT count(*) FROM mfa_sessions WHERE removal_due_at <> expires_at") ==
          (migration.number >= 10 ? "1" : "0"));
    CHECK(askSql(path, "SELECT max(number) FROM mfa_migrations") ==
          std::to_string(sqlite::migrations().back().number));
    CHECK(askSql(path, "PRAGMA integrity_check") == "ok");
    CHECK(askSql(path, "SELECT count(*) FROM pragma_foreign_key_check") == "0");
  }
}

TEST_CASE("the steps of the schema are numbered without gaps", "[storage][sqlite]") {
  int expected = 1;
  for (const auto& migration : sqlite::migrations()) CHECK(migration.number == expected++);
}

TEST_CASE("a database of a newer version is refused and left as it is", "[storage][sqlite]") {
  const TemporaryDirectory directory;
  const auto path = directory.file("auth.db");
  (void)sqlite::open(path);
  runSql(path, "INSERT INTO mfa_migrations VALUES (999, 'of the future'); CREATE TABLE mfa_future (a)");
  try {
    (void)sqlite::open(path);
    FAIL("it was opened");
  } catch (const StorageError& error) {
    CHECK(error.state() == "NEWER_SCHEMA");
    CHECK_FALSE(error.retryable());
    CHECK_THAT(error.what(), Catch::Contains("a newer version of the library") && Catch::Contains("999"));
  }
  CHECK(askSql(path, "SELECT count(*) FROM mfa_future") == "0");
}

TEST_CASE("a step that fails half way leaves nothing of itself", "[storage][sqlite]") {
  const TemporaryDirectory directory;
  const auto path = directory.file("auth.db");
  (void)sqlite::open(path);
  const auto newest = sqlite::migrations().back().number;
  {
    sqlite::Connection connection{{.path = path, .role = sqlite::Role::Writer, .busyTimeout = {}}};
    sqlite::Migrator migrator{connection};
    const sql::Migration broken{
        .number = newest + 1,
        .name = "broken",
        .statements = {"CREATE TABLE mfa_half (a INTEGER) STRICT", "CREATE NONSENSE"}};
    CHECK_THROWS_AS(migrator.apply(broken), StorageError);
    CHECK(migrator.version() == newest);
  }
  CHECK(askSql(path, "SELECT count(*) FROM sqlite_schema WHERE name = 'mfa_half'") == "0");
}

TEST_CASE("opening a database that is up to date writes nothing", "[storage][sqlite]") {
  const TemporaryDirectory directory;
  const auto path = directory.file("auth.db");
  (void)sqlite::open(path);
  const auto before = std::filesystem::last_write_time(path);
  (void)sqlite::open(path);
  CHECK(std::filesystem::last_write_time(path) == before);
}

TEST_CASE("tables of a host in the same file stay untouched", "[storage][sqlite]") {
  const TemporaryDirectory directory;
  const auto path = directory.file("app.db");
  runSql(path, "CREATE TABLE orders (id); INSERT INTO orders VALUES (7)");
  (void)sqlite::open(path);
  CHECK(askSql(path, "SELECT id FROM orders") == "7");
}

}  // namespace mfa::testing
