// No statement on the way of a sign-in, a code or a refresh reads a whole table: they stay as fast with a
// million users.
#include <sqlite3.h>

#include <catch2/catch.hpp>
#include <map>

#include "mfa/storage/sqlite.hpp"

namespace mfa::testing {
namespace {

constexpr Time kNow = fromUnixMillis(1'700'000'000'000);
constexpr int kRows = 50;

/// Rows that each statement reached without an index, since the watch began.
class ScanWatch {
 public:
  ScanWatch() {
    scans().clear();
    sqlite3_auto_extension(entryPoint());
  }
  ~ScanWatch() { sqlite3_cancel_auto_extension(entryPoint()); }
  ScanWatch(const ScanWatch&) = delete;
  ScanWatch& operator=(const ScanWatch&) = delete;

  static std::map<std::string, int>& scans() {
    static std::map<std::string, int> statements;
    return statements;
  }

 private:
  static int note(unsigned, void*, void* statement, void*) {
    auto* handle = static_cast<sqlite3_stmt*>(statement);
    const int rows = sqlite3_stmt_status(handle, SQLITE_STMTSTATUS_FULLSCAN_STEP, 1) +
                     sqlite3_stmt_status(handle, SQLITE_STMTSTATUS_AUTOINDEX, 1);
    if (rows > 0) scans()[sqlite3_sql(handle)] += rows;
    return 0;
  }

  static int watch(sqlite3* database, char**, const void*) {
    return sqlite3_trace_v2(database, SQLITE_TRACE_PROFILE, note, nullptr);
  }

  static void (*entryPoint())() { return reinterpret_cast<void (*)()>(&watch); }
};

std::string nameOf(const char* kind, int number) { return kind + std::to_string(number); }

Contact phoneOf(int number) {
  return {.kind = ContactKind::Phone, .value = nameOf("+1201555", 1000 + number)};
}

SessionRow sessionOf(int number) {
  return {.sessionHandle = nameOf("s", number),
          .userId = nameOf("u", number),
          .recipeUserId = nameOf("u", number),
          .tenantId = kPublicTenant,
          .refreshTokenHash2 = nameOf("hash", number),
          .createdAt = kNow,
          .expiresAt = kNow + std::chrono::hours{number}};
}

void addEverything(Transaction& tx, int number) {
  (void)tx.users().insertUnique({.tenantId = kPublicTenant,
                                 .loginMethod = {.recipeId = "emailpassword",
                                                 .recipeUserId = nameOf("u", number),
                                                 .timeJoined = kNow,
                                                 .email = nameOf("e", number)},
                                 .passwordHash = "$argon2id$v=19$m=1,t=1,p=1$c2FsdA$aGFzaA"});
  (void)tx.sessions().insertUnique(sessionOf(number));
  const CodeDevice device{.preAuthSessionId = nameOf("d", number),
                          .tenantId = kPublicTenant,
                          .contact = phoneOf(number),
                          .purpose = CodePurpose::CompleteSession,
                          .sessionHandle = nameOf("s", number),
                          .accountId = nameOf("u", number),
                          .createdAt = kNow};
  const Code code{.codeId = nameOf("c", number),
                  .preAuthSessionId = nameOf("d", number),
                  .codeHash = nameOf("h", number),
                  .createdAt = kNow,
                  .expiresAt = kNow + std::chrono::hours{number}};
  (void)tx.codes().replaceDevice(device, code);
  (void)tx.factors().enrolFirstOrCompare(
      {.userId = nameOf("u", number), .factorId = "otp-phone", .contact = phoneOf(number)});
  (void)tx.budgets().take({{.key = nameOf("b", number), .limit = 9, .period = std::chrono::hours{1}}}, kNow);
  (void)tx.metadata().merge(nameOf("u", number), {{"a", 1}});
  tx.events().append({.time = kNow + std::chrono::hours{number}, .userId = nameOf("u", number)});
}

void signInAndRefresh(Transaction& tx, int number) {
  const auto user = tx.users().findByContact(kPublicTenant, "emailpassword",
                                             {.kind = ContactKind::Email, .value = nameOf("e", number)});
  (void)tx.users().listByContact(kPublicTenant, {.kind = ContactKind::Email, .value = nameOf("e", number)});
  (void)tx.users().passwordHash(user->id);
  (void)tx.users().passwordHashKinds();
  (void)tx.metadata().get(user->id);
  auto session = sessionOf(number);
  session.sessionHandle += " again";
  (void)tx.sessions().insertUnique(session);
  (void)tx.sessions().find(session.sessionHandle, kNow);
  (void)tx.sessions().rotate({.sessionHandle = session.sessionHandle,
                              .expectedRefreshTokenHash2 = session.refreshTokenHash2,
                              .refreshTokenHash2 = "next",
                              .rotatedAt = kNow,
                              .expiresAt = kNow + std::chrono::hours{99}});
  (void)tx.sessions().mergePayload(session.sessionHandle, {{"a", 1}}, kNow);
  (void)tx.sessions().handlesForUser(user->id, kPublicTenant, kNow);
}

void spendACode(Transaction& tx, int number) {
  (void)tx.codes().findDeviceByCodeHash(nameOf("h", number));
  (void)tx.codes().listByContact(kPublicTenant, phoneOf(number));
  (void)tx.codes().addCode({.codeId = nameOf("resent", number),
                            .preAuthSessionId = nameOf("d", number),
                            .codeHash = nameOf("resent", number),
                            .createdAt = kNow,
                            .expiresAt = kNow + std::chrono::hours{1}},
                           nameOf("s", number));
  (void)tx.codes().countAttempt(nameOf("d", number));
  const CodeSpending spending{.preAuthSessionId = nameOf("d", number),
                              .codeHash = nameOf("h", number),
                              .sessionHandle = nameOf("s", number),
                              .now = kNow};
  (void)tx.codes().consumeOnce(spending);
  (void)tx.codes().consumeOnce(spending);
  (void)tx.codes().removeDevicesOfAccount(nameOf("u", number), std::nullopt);
  (void)tx.factors().enrolFirstOrCompare(
      {.userId = nameOf("u", number), .factorId = "otp-phone", .contact = phoneOf(number)});
}

void tellAndList(Transaction& tx, int number) {
  const Event event{.type = EventType::CodeRefused, .time = kNow, .userId = nameOf("u", number)};
  (void)tx.events().appendUnlessRepeated(event, kNow);
  (void)tx.events().listNewestFirst({.userId = nameOf("u", number)});
  (void)tx.events().listNewestFirst(
      {.userId = nameOf("u", number), .from = EventPageQuery::Position{.time = kNow, .number = 1}});
}

void keepHouse(Transaction& tx) {
  (void)tx.sessions().removeExpired(kNow + std::chrono::hours{2}, 1);
  (void)tx.codes().removeExpired(kNow + std::chrono::hours{2}, 1);
  (void)tx.budgets().removeExpired(kNow + std::chrono::hours{2}, 1);
  (void)tx.events().removeEarlierThan(kNow + std::chrono::hours{3}, 1);
}

void removeTheUser(Transaction& tx, int number) {
  (void)tx.users().updateContact(nameOf("u", number), ContactKind::Email, nameOf("new", number));
  (void)tx.sessions().revokeAllForUser(nameOf("u", number), std::nullopt, std::nullopt);
  (void)tx.factors().removeAll(nameOf("u", number));
  (void)tx.metadata().clear(nameOf("u", number));
  (void)tx.events().removeAll(nameOf("u", number));
  (void)tx.users().removeLoginMethod(nameOf("u", number));
}

void listPages(Transaction& tx) {
  const UserPageQuery::Position from{.timeJoined = kNow, .userId = "u25"};
  for (const auto order : {UserPageQuery::Order::OldestFirst, UserPageQuery::Order::NewestFirst})
    (void)tx.users().list({.tenantId = kPublicTenant, .order = order, .limit = 3, .from = from});
  (void)tx.users().list({.tenantId = kPublicTenant, .limit = 3, .emailPrefix = "e4"});
}

}  // namespace

TEST_CASE("no statement of a sign-in or refresh or code reads a whole table", "[storage][sqlite]") {
  const ScanWatch watch;
  const auto storage = sqlite::open(":memory:");
  ScanWatch::scans().clear();  // of the migrations
  for (int number = 1; number <= kRows; ++number)
    storage->transact([&](Transaction& tx) { addEverything(tx, number); });
  storage->transact([](Transaction& tx) {
    signInAndRefresh(tx, 20);
    spendACode(tx, 20);
    tellAndList(tx, 20);
    keepHouse(tx);
    removeTheUser(tx, 30);
    listPages(tx);
  });
  for (const auto& [statement, rows] : ScanWatch::scans()) {
    CAPTURE(statement);
    CHECK(rows == 0);
  }
}

TEST_CASE("the watch for whole tables sees one that is read", "[storage][sqlite]") {
  const ScanWatch watch;
  const auto storage = sqlite::open(":memory:");
  for (int number = 1; number <= kRows; ++number)
    storage->transact([&](Transaction& tx) { addEverything(tx, number); });
  ScanWatch::scans().clear();
  storage->read([](Transaction& tx) { (void)tx.users().count({"emailpassword"}, std::nullopt); });
  CHECK(ScanWatch::scans().size() == 1);
}

}  // namespace mfa::testing
