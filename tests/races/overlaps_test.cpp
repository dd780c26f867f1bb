// A sign-in takes several transactions. Between any two of them an administrator deletes the user, or the
// user changes the password: what ends all sessions must not miss the one that is on its way. Source: OWASP
// ASVS 5.0 7.4.2, 7.4.3; GHSA-2vg6-77g8-24mp (sessions survive user deletion).
#include <catch2/catch.hpp>

#include "contract/passwordless_server.hpp"
#include "races/backends.hpp"
#include "support/relayed_storage.hpp"

namespace mfa::test {
namespace {

constexpr const char* kNewPassword = "battery staple 2";

/// A server in which something happens once, before the n-th transaction from now.
class Overlapped {
 public:
  Overlapped(std::shared_ptr<Storage> storage, GuideChanges changes)
      : server_{watching(std::move(storage), std::move(changes))} {}

  /// @return whether there were so many transactions
  bool meanwhile(int before, const std::function<void()>& act, const std::function<void()>& request) {
    left_ = before;
    act_ = act;
    request();
    const bool happened = left_ == 0;
    left_ = 0;
    return happened;
  }

  [[nodiscard]] GuideServer& server() { return server_; }

 private:
  GuideChanges watching(std::shared_ptr<Storage> storage, GuideChanges changes) {
    changes.storage = watched(std::move(storage), [this](StorageStep step, std::string_view) {
      if (step == StorageStep::Begin && left_ > 0 && --left_ == 0) act_();
    });
    return changes;
  }

  int left_ = 0;
  std::function<void()> act_{};
  GuideServer server_;
};

/// Each way to sign in by itself, without the overrides of the guide.
GuideChanges oneFactor() {
  auto changes = codesAlone({}, allowManySends);
  changes.session = [](Session::Config& config) {
    config = {.signingAlgorithm = Session::SigningAlgorithm::EdDSA};
  };
  return changes;
}

void deleteEverybody(const Auth& auth) {
  for (const auto& user : auth.getUsersOldestFirst().users) auth.deleteUser(user.id);
}

std::size_t sessionsOf(const Auth& auth, const std::string& userId) {
  return auth.session().getAllSessionHandlesForUser(userId).size();
}

/// How many clients the user is known to sign in from. They are forgotten.
int knownClients(Storage& storage, const std::string& userId) {
  return storage.transact([&](Transaction& tx) { return tx.knownClients().removeAll(userId); });
}

void changePasswordAndForgetClients(GuideServer& server, const std::string& userId) {
  REQUIRE(ok(server.auth().thirdPartyEmailPassword().updateEmailOrPassword(
      {.recipeUserId = userId, .password = kNewPassword})));
  static_cast<void>(knownClients(server.storage(), userId));
}

bool letsIn(Browser& browser) {
  return browser.protectedRoute({.checkDatabase = true}).status == 200 || browser.refresh().status == 200;
}

constexpr int kMostSteps = 30;

/// Plays a request with something happening before its first transaction, then before its second, and so on,
/// until it has no more. `play` says whether it happened.
void beforeEachTransaction(const Backend& backend,
                           const std::function<bool(Overlapped& world, int step)>& play,
                           const GuideChanges& changes = oneFactor()) {
  int step = 1;
  for (bool happened = true; happened; ++step) {
    Overlapped world{backend.open(), changes};
    INFO(backend << ", before transaction " << step);
    happened = play(world, step);
  }
  CHECK((step > 5 && step < kMostSteps));
}

}  // namespace

TEST_CASE("a user who is deleted during a sign-in has no session whenever it happens",
          "[races][emailpassword]") {
  beforeEachTransaction(GENERATE(from_range(backends())), [](Overlapped& world, int step) {
    auto& server = world.server();
    const auto userId = server.signedIn(kEmail).session()->getUserId();
    auto browser = server.browser();
    Answer answer;
    const bool happened = world.meanwhile(
        step, [&] { server.auth().deleteUser(userId); }, [&] { answer = browser.signIn(kEmail, kPassword); });
    INFO(answer.response.body);
    CHECK(letsIn(browser) != happened);
    CHECK(sessionsOf(server.auth(), userId) == (happened ? 0 : 2));
    CHECK(answer.status == 200);
    return happened;
  });
}

TEST_CASE("a password that changes during a sign-in with the old one leaves no session of it",
          "[races][emailpassword]") {
  beforeEachTransaction(GENERATE(from_range(backends())), [](Overlapped& world, int step) {
    auto& server = world.server();
    auto owner = server.signedIn(kEmail);
    const auto session = owner.session();
    const auto change = [&] {
      REQUIRE(ok(server.auth().thirdPartyEmailPassword().changePassword(
          {.session = session, .currentPassword = kPassword, .newPassword = kNewPassword})));
    };
    auto browser = server.browser();
    const bool happened =
        world.meanwhile(step, change, [&] { static_cast<void>(browser.signIn(kEmail, kPassword)); });
    CHECK(letsIn(browser) != happened);
    CHECK(sessionsOf(server.auth(), session->getUserId()) == (happened ? 1 : 2));
    CHECK(letsIn(owner));
    return happened;
  });
}

TEST_CASE("a sign-in makes no client known after the password has changed meanwhile",
          "[races][emailpassword]") {
  beforeEachTransaction(GENERATE(from_range(backends())), [](Overlapped& world, int step) {
    auto& server = world.server();
    const auto userId = server.signedIn(kEmail).session()->getUserId();
    auto browser = server.browser();
    const bool happened = world.meanwhile(
        step, [&] { changePasswordAndForgetClients(server, userId); },
        [&] { static_cast<void>(browser.signIn(kEmail, kPassword)); });
    CHECK(knownClients(server.storage(), userId) == (happened ? 0 : 1));
    return happened;
  });
}

TEST_CASE("a second factor makes no client known after the password has changed meanwhile",
          "[races][passwordless]") {
  const auto play = [](Overlapped& world, int step) {
    auto& server = world.server();
    auto browser = server.signedIn(kEmail);
    const auto userId = browser.session()->getUserId();
    REQUIRE(browser.createCode(kPhoneNumber).outcome() == "OK");
    const auto code = server.lastCode();
    const bool happened = world.meanwhile(
        step, [&] { changePasswordAndForgetClients(server, userId); },
        [&] { static_cast<void>(browser.consumeCode(browser.device(), code)); });
    CHECK(knownClients(server.storage(), userId) == (happened ? 0 : 1));
    return happened;
  };
  beforeEachTransaction(GENERATE(from_range(backends())), play, {.config = allowManySends});
}

TEST_CASE("a user who is deleted during a sign-up has no session whenever it happens",
          "[races][emailpassword]") {
  beforeEachTransaction(GENERATE(from_range(backends())), [](Overlapped& world, int step) {
    const auto& auth = world.server().auth();
    auto browser = world.server().browser();
    std::string userId;
    const auto deleteThem = [&] {
      const auto users = auth.getUsersOldestFirst().users;
      if (users.empty()) return;
      userId = users.front().id;
      auth.deleteUser(userId);
    };
    Answer answer;
    const bool happened =
        world.meanwhile(step, deleteThem, [&] { answer = browser.signUp(kEmail, kPassword); });
    INFO(answer.response.body);
    CHECK(letsIn(browser) == userId.empty());
    CHECK((userId.empty() || sessionsOf(auth, userId) == 0));
    CHECK(answer.status == 200);
    return happened;
  });
}

TEST_CASE("a user who is deleted during a sign-in by code has no session whenever it happens",
          "[races][passwordless]") {
  beforeEachTransaction(GENERATE(from_range(backends())), [](Overlapped& world, int step) {
    auto& server = world.server();
    auto first = server.browser();
    REQUIRE(signInByCode(server, first, kPhoneNumber).outcome() == "OK");
    const auto userId = first.session()->getUserId();
    auto browser = server.browser();
    REQUIRE(browser.createCode(kPhoneNumber).outcome() == "OK");
    const auto code = server.lastCode();
    const bool happened = world.meanwhile(
        step, [&] { deleteEverybody(server.auth()); },
        [&] { static_cast<void>(browser.consumeCode(browser.device(), code)); });
    CHECK(letsIn(browser) != happened);
    CHECK(sessionsOf(server.auth(), userId) == (happened ? 0 : 2));
    return happened;
  });
}

}  // namespace mfa::test
