#include <memory>
#include <random>

#include "benchmarks.hpp"
#include "mfa/storage/sqlite.hpp"

namespace bench {
namespace {

constexpr int kBatch = 5'000;
constexpr int kFew = 10'000;
constexpr int kMany = 1'000'000;
constexpr int kTrials = 2'000;
const mfa::Time kNow{std::chrono::milliseconds{1'893'499'200'000}};
const mfa::Time kFarAway = kNow + std::chrono::hours{24 * 365};

std::string idOf(const char* kind, int number) {
  return kind + std::to_string(number * 2'654'435'761LL % 100'000'000'007LL);
}
std::string emailOf(int number) { return idOf("u", number) + "@example.com"; }

mfa::NewUser userOf(int number) {
  return {
      .tenantId = "public",
      .loginMethod = {.recipeId = "emailpassword",
                      .recipeUserId = idOf("user-", number),
                      .timeJoined = kNow + std::chrono::milliseconds{number},
                      .email = emailOf(number)},
      .passwordHash = "$argon2id$v=19$m=19456,t=2,p=1$" + std::string(22, 'a') + "$" + std::string(43, 'b')};
}

mfa::SessionRow sessionOf(int number) {
  return {.sessionHandle = idOf("session-", number),
          .userId = idOf("user-", number),
          .recipeUserId = idOf("user-", number),
          .tenantId = "public",
          .refreshTokenHash2 = idOf("hash-", number),
          .createdAt = kNow,
          .expiresAt = kFarAway};
}

void fill(mfa::Storage& storage, int from, int to) {
  for (int begin = from; begin < to; begin += kBatch)
    storage.transact([begin](mfa::Transaction& tx) {
      for (int number = begin; number < begin + kBatch; ++number) {
        (void)tx.users().insertUnique(userOf(number));
        (void)tx.sessions().insertUnique(sessionOf(number));
      }
    });
}

// What sign-in asks of the storage, and what it writes.
void signIn(mfa::Storage& storage, int number, int trial) {
  const mfa::Contact contact{mfa::ContactKind::Email, emailOf(number)};
  const auto user = storage.read(
      [&](mfa::Transaction& tx) { return tx.users().findByContact("public", "emailpassword", contact); });
  const auto hash = storage.read([&](mfa::Transaction& tx) { return tx.users().passwordHash(user->id); });
  auto session = sessionOf(number);
  session.sessionHandle += "-" + std::to_string(trial) + (hash ? "" : "?");
  session.refreshTokenHash2 += "-" + std::to_string(trial);
  (void)storage.transact([&](mfa::Transaction& tx) { return tx.sessions().insertUnique(session); });
}

void refresh(mfa::Storage& storage, int number) {
  const auto row =
      storage.read([&](mfa::Transaction& tx) { return tx.sessions().find(idOf("session-", number), kNow); });
  const mfa::SessionRotation rotation{.sessionHandle = row->sessionHandle,
                                      .expectedRefreshTokenHash2 = row->refreshTokenHash2,
                                      .refreshTokenHash2 = row->refreshTokenHash2 + "'",
                                      .rotatedAt = kNow,
                                      .expiresAt = kFarAway};
  (void)storage.transact([&](mfa::Transaction& tx) { return tx.sessions().rotate(rotation); });
}

struct Costs {
  double signIn = 0;
  double refresh = 0;
};

// Seconds per call, over users drawn at random.
Costs costsAmong(mfa::Storage& storage, int users) {
  std::mt19937 random{7};
  std::uniform_int_distribution<int> anyUser{0, users - 1};
  const auto secondsOf = [](const auto& work) {
    const auto begin = std::chrono::steady_clock::now();
    for (int trial = 0; trial < kTrials; ++trial) work(trial);
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count() / kTrials;
  };
  static int run = 0;
  ++run;
  return {.signIn = secondsOf([&](int trial) { signIn(storage, anyUser(random), run * kTrials + trial); }),
          .refresh = secondsOf([&](int) { refresh(storage, anyUser(random)); })};
}

}  // namespace

void growth(Report& report, const std::string& folder) {
  const auto few = mfa::sqlite::open(folder + "/few.db");
  fill(*few, 0, kFew);
  const auto many = mfa::sqlite::open(folder + "/many.db");
  fill(*many, 0, kMany);
  // As rates: a growth of time by half is two thirds of the rate.
  report.compare(
      "storage time of sign-in with 1,000,000 users, against 10,000", 1 / 1.5,
      [&] {
        return Rates{.ours = 1 / costsAmong(*many, kMany).signIn,
                     .baseline = 1 / costsAmong(*few, kFew).signIn};
      },
      3);
  report.compare(
      "storage time of refresh with 1,000,000 users, against 10,000", 1 / 1.5,
      [&] {
        return Rates{.ours = 1 / costsAmong(*many, kMany).refresh,
                     .baseline = 1 / costsAmong(*few, kFew).refresh};
      },
      3);
}

}  // namespace bench
