// The index by which expired sessions are found is not written by a refresh, nor by more rows than a caller
// pays for.
#include <catch2/catch.hpp>

#include "mfa/storage/sqlite.hpp"
#include "support/temporary_directory.hpp"

namespace mfa::testing {
namespace {

using std::chrono::hours;

constexpr Time kNow = fromUnixMillis(1'700'000'000'000);
constexpr Time kFirstExpiry = kNow + hours{48};

SessionRow session(int number) {
  return {.sessionHandle = "s" + std::to_string(number),
          .userId = "ada",
          .recipeUserId = "ada",
          .tenantId = kPublicTenant,
          .refreshTokenHash2 = "first",
          .createdAt = kNow,
          .expiresAt = kFirstExpiry};
}

SessionRotation refreshOf(int number) {
  return {.sessionHandle = session(number).sessionHandle,
          .expectedRefreshTokenHash2 = "first",
          .refreshTokenHash2 = "next",
          .rotatedAt = kNow + hours{1},
          .expiresAt = kFirstExpiry + hours{1}};
}

struct Sessions {
  explicit Sessions(int count) {
    storage->transact([count](Transaction& tx) {
      for (int i = 0; i < count; ++i) (void)tx.sessions().insertUnique(session(i));
    });
  }

  void refreshAll(int count) const {
    storage->transact([count](Transaction& tx) {
      for (int i = 0; i < count; ++i) REQUIRE(tx.sessions().rotate(refreshOf(i)) == Update::Done);
    });
  }

  /// How many rows have another place in the index than when they were made.
  [[nodiscard]] std::string moved() const {
    return askSql(path, "SELECT count(*) FROM mfa_sessions WHERE removal_due_at <> " +
                            std::to_string(toUnixMillis(kFirstExpiry)));
  }

  TemporaryDirectory directory{};
  std::string path = directory.file("auth.db");
  std::shared_ptr<Storage> storage = sqlite::open(path);
};

}  // namespace

TEST_CASE("a refresh leaves the index of expiry as it is", "[storage][sqlite]") {
  const Sessions sessions{1};
  sessions.refreshAll(1);
  CHECK(sessions.moved() == "0");
  CHECK(askSql(sessions.path, "SELECT count(*) FROM mfa_sessions WHERE expires_at > removal_due_at") == "1");
}

TEST_CASE("a removal looks at no more sessions than it may remove", "[storage][sqlite]") {
  const Sessions sessions{10};
  sessions.refreshAll(10);
  const auto removeTwo = [&] {
    return sessions.storage->transact(
        [&](Transaction& tx) { return tx.sessions().removeExpired(kFirstExpiry, 2); });
  };
  CHECK(removeTwo() == 2);
  CHECK(sessions.moved() == "2");
  for (int i = 0; i < 4; ++i) CHECK(removeTwo() == 2);
  CHECK(removeTwo() == 0);
  CHECK(sessions.moved() == "10");
}

}  // namespace mfa::testing
