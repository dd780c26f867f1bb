// Kept events: `Config::auditLog` and `Auth::events`.
#include <algorithm>
#include <set>

#include "contract/passwordless_server.hpp"
#include "mfa/errors.hpp"
#include "support/event_trouble.hpp"

using namespace mfa;
using namespace mfa::test;
using namespace std::chrono_literals;

namespace {

void keepEvents(Config& config) { config.auditLog = AuditLog{}; }

/// The guide on a storage that can fail, with its events kept.
struct AuditedServer {
  std::shared_ptr<TroubledStorage> storage = std::make_shared<TroubledStorage>(sqlite::open(":memory:"));
  GuideServer server{GuideChanges{.config = keepEvents, .storage = storage}};

  [[nodiscard]] std::vector<Event> kept(const std::string& userId) const {
    return server.auth().events(userId, {.limit = 500}).events;
  }

  /// What the host was told of that account, newest first.
  [[nodiscard]] std::vector<Event> told(const std::string& userId) const {
    auto events = server.events();
    std::erase_if(events, [&](const Event& event) { return event.userId != userId; });
    std::ranges::reverse(events);
    return events;
  }

  [[nodiscard]] bool keeps(const std::string& userId, EventType type) const {
    const auto events = kept(userId);
    return std::ranges::find(events, type, &Event::type) != events.end();
  }
};

std::vector<EventType> typesOf(const std::vector<Event>& events) {
  std::vector<EventType> types;
  for (const auto& event : events) types.push_back(event.type);
  return types;
}

}  // namespace

TEST_CASE("the kept events of an account are those that the host was told of", "[contract][events]") {
  AuditedServer world;
  auto& server = world.server;
  auto browser = server.signedIn("ada@example.com");
  const auto userId = browser.session()->getUserId();
  browser.createCode(kPhoneNumber);
  browser.consumeCode(browser.device(), wrongCodeFor(server.lastCode()));
  REQUIRE(browser.consumeCode(browser.device(), server.lastCode()).outcome() == "OK");
  server.clock().advance(1h);
  REQUIRE(browser.refresh().status == 200);
  REQUIRE(server.browser().signIn("ada@example.com", "wrong 1 wrong").outcome() == "WRONG_CREDENTIALS_ERROR");
  REQUIRE(browser.signOut().outcome() == "OK");

  const auto kept = world.kept(userId);
  CHECK(kept == world.told(userId));
  CHECK(typesOf(kept) == std::vector{EventType::SessionRevoked, EventType::SignInRefused,
                                     EventType::SessionRefreshed, EventType::SessionRaised,
                                     EventType::FactorEnrolled, EventType::CodeRefused, EventType::CodeSent,
                                     EventType::SessionCreated, EventType::SignedUp});
}

TEST_CASE("a kept event tells time and request and account and contact and client", "[contract][events]") {
  AuditedServer world;
  const auto userId = world.server.completed("ada@example.com").session()->getUserId();
  std::set<std::string> requests;
  for (const auto& event : world.kept(userId)) {
    CAPTURE(name(event.type));
    CHECK(event.time == world.server.clock().now());
    CHECK(event.requestId.size() == 16);
    CHECK(event.userId == userId);
    CHECK(event.clientAddress == "203.0.113.7");
    requests.insert(event.requestId);
    if (event.type == EventType::SessionCreated) continue;
    const bool isPassword = event.type == EventType::SignedUp;
    CHECK(event.contactMasked == (isPassword ? "a\u2022\u2022\u2022@example.com" : "\u2022\u2022\u20220123"));
    CHECK(event.contactHash->size() == 64);
  }
  CHECK(requests.size() == 3);  // signed up, asked for a code, gave it back
}

TEST_CASE("without the option no event is kept and the host is told all the same", "[contract][events]") {
  GuideServer server;
  auto browser = server.completed("ada@example.com");
  CHECK(server.auth().events(browser.session()->getUserId()).events.empty());
  CHECK(countEvents(server, EventType::SessionRaised, "") == 1);
}

TEST_CASE("events that belong to no account are told and not kept", "[contract][events]") {
  AuditedServer world;
  auto browser = world.server.browser();
  REQUIRE(browser.signIn("nobody@example.com", kPassword).outcome() == "WRONG_CREDENTIALS_ERROR");
  REQUIRE(browser.createCode(kPhoneNumber).status == 401);
  CHECK(countEvents(world.server, EventType::SignInRefused, "unknown_user") == 1);
  CHECK(world.kept("").empty());
}

TEST_CASE("a change whose event cannot be kept does not happen", "[contract][events]") {
  AuditedServer world;
  auto& server = world.server;
  auto browser = server.signedIn("ada@example.com");
  const auto userId = browser.session()->getUserId();
  const auto handle = browser.session()->getHandle();
  browser.createCode(kPhoneNumber);
  const auto before = world.kept(userId);
  const auto trouble = GENERATE(EventTrouble::AppendFails, EventTrouble::CommitFails);
  world.storage->set(trouble);

  SECTION("a user is not made") {
    CHECK(server.browser().signUp("bob@example.com", kPassword).status == 503);
    CHECK(server.auth().getUserCount() == 1);
    CHECK(countEvents(server, EventType::SignedUp, "") == 1);
  }
  SECTION("a session is not made") {
    CHECK(server.browser().signIn("ada@example.com", kPassword).status == 503);
    CHECK(server.auth().session().getAllSessionHandlesForUser(userId) == std::vector{handle});
  }
  SECTION("a session is not revoked") {
    CHECK(browser.signOut().status == 503);
    CHECK(server.auth().session().getSessionInformation(handle).has_value());
  }
  SECTION("a user is not deleted") {
    CHECK_THROWS_AS(server.auth().deleteUser(userId), StorageError);
    CHECK(server.auth().getUser(userId).has_value());
  }
  SECTION("no factor is enrolled and no session raised") {
    CHECK(browser.consumeCode(browser.device(), server.lastCode()).status == 503);
    world.storage->set(EventTrouble::None);
    CHECK(world.storage->read([&](Transaction& tx) { return tx.factors().list(userId).empty(); }));
    CHECK_FALSE(browser.hasSecondFactor());
  }
  SECTION("a password is not changed") {
    const auto change = [&] {
      return server.auth().thirdPartyEmailPassword().changePassword(
          {.session = browser.session(), .currentPassword = kPassword, .newPassword = "another horse 2"});
    };
    CHECK_THROWS_AS(change(), StorageError);
    world.storage->set(EventTrouble::None);
    CHECK(server.browser().signIn("ada@example.com", "another horse 2").outcome() ==
          "WRONG_CREDENTIALS_ERROR");
    return;
  }
  SECTION("a refresh token is not rotated") {
    const auto hash = [&] {
      return world.storage->read([&](Transaction& tx) {
        return tx.sessions().find(handle, server.clock().now())->refreshTokenHash2;
      });
    };
    const auto hashBefore = hash();
    CHECK(browser.refresh().status == 503);
    CHECK(hash() == hashBefore);
  }
  world.storage->set(EventTrouble::None);
  // And no line without its change.
  const auto after = world.kept(userId);
  CHECK(after == before);
}

TEST_CASE("a stolen refresh token that cannot be told of revokes nothing yet", "[contract][events]") {
  AuditedServer world;
  auto thief = world.server.signedIn("ada@example.com", Transfer::Header);
  const auto userId = thief.session()->getUserId();
  auto owner = thief;
  REQUIRE(owner.refresh().status == 200);
  world.server.clock().advance(10min);
  world.storage->set(EventTrouble::AppendFails);
  CHECK(thief.refresh().status == 503);
  CHECK(world.server.auth().session().getAllSessionHandlesForUser(userId).size() == 1);
  world.storage->set(EventTrouble::None);
  CHECK(thief.refresh().status == 401);
  CHECK(world.keeps(userId, EventType::TokenTheftDetected));
  CHECK(world.server.auth().session().getAllSessionHandlesForUser(userId).empty());
}

TEST_CASE("a refusal that cannot be kept is still a refusal", "[contract][events]") {
  AuditedServer world;
  auto browser = world.server.signedIn("ada@example.com");
  world.storage->set(EventTrouble::AppendFails);
  CHECK(world.server.browser().signIn("ada@example.com", "wrong 1 wrong").outcome() ==
        "WRONG_CREDENTIALS_ERROR");
  CHECK(countEvents(world.server, EventType::SignInRefused, "wrong_password") == 1);
}

TEST_CASE("whoever asks in vain fills no table", "[contract][events]") {
  AuditedServer world;
  auto& server = world.server;
  auto browser = server.signedIn("ada@example.com");
  const auto userId = browser.session()->getUserId();
  const auto before = world.kept(userId).size();
  for (int i = 0; i < 40; ++i) browser.createCode(kPhoneNumber);
  CHECK(countEvents(server, EventType::CodeSent, "") == 3);
  CHECK(countEvents(server, EventType::CodeNotSent, "no_budget") == 37);
  // Of a refusal two lines are kept, once a minute: the code that was not sent, and the budget.
  CHECK(world.kept(userId).size() == before + 3 + 2);
  server.clock().advance(61s);
  browser.createCode(kPhoneNumber);
  CHECK(world.kept(userId).size() == before + 3 + 4);
}

TEST_CASE("every wrong password that was judged is kept", "[contract][events]") {
  AuditedServer world;
  auto browser = world.server.signedIn("ada@example.com");
  const auto userId = browser.session()->getUserId();
  for (int i = 0; i < 4; ++i) world.server.browser().signIn("ada@example.com", "wrong 1 wrong");
  const auto kept = world.kept(userId);
  CHECK(std::ranges::count(kept, EventType::SignInRefused, &Event::type) == 4);
}

TEST_CASE("tabs that refresh together leave one line", "[contract][events]") {
  AuditedServer world;
  auto browser = world.server.signedIn("ada@example.com");
  const auto userId = browser.session()->getUserId();
  auto otherTab = browser;
  REQUIRE(browser.refresh().status == 200);
  REQUIRE(otherTab.refresh().status == 200);
  const auto kept = world.kept(userId);
  CHECK(std::ranges::count(kept, EventType::SessionRefreshed, &Event::type) == 1);
  CHECK(countEvents(world.server, EventType::SessionRefreshed, "") == 2);
}

TEST_CASE("events are read page by page", "[contract][events]") {
  AuditedServer world;
  const auto& auth = world.server.auth();
  const auto userId = world.server.completed("ada@example.com").session()->getUserId();
  std::vector<Event> joined;
  EventQuery query{.limit = 2};
  for (int pages = 0; pages < 10; ++pages) {
    const auto page = auth.events(userId, query);
    CHECK(page.events.size() <= 2);
    joined.insert(joined.end(), page.events.begin(), page.events.end());
    if (!page.nextPaginationToken) break;
    query.paginationToken = page.nextPaginationToken;
  }
  CHECK(joined == world.kept(userId));
  CHECK(joined.size() == 5);
}

TEST_CASE("a page of events that cannot be is refused", "[contract][events]") {
  AuditedServer world;
  const auto& auth = world.server.auth();
  for (const int limit : {0, -1, 501}) CHECK_THROWS_AS(auth.events("u", {.limit = limit}), BadInputError);
  for (const auto* token : {"", "?", "YWJj", "YWJjOzE=", "OzE=", "MTtY"}) {
    CAPTURE(token);
    CHECK_THROWS_AS(auth.events("u", {.paginationToken = token}), BadInputError);
  }
}

TEST_CASE("of a deleted user the line that says so remains", "[contract][events]") {
  AuditedServer world;
  const auto userId = world.server.completed("ada@example.com").session()->getUserId();
  const auto otherId = world.server.signedIn("bob@example.com").session()->getUserId();
  REQUIRE(world.kept(userId).size() > 1);
  world.server.auth().deleteUser(userId);
  const auto kept = world.kept(userId);
  REQUIRE(kept.size() == 1);
  CHECK(kept.front().type == EventType::UserDeleted);
  CHECK_FALSE(kept.front().contactHash);
  CHECK_FALSE(world.kept(otherId).empty());
}

TEST_CASE("events go when they are older than the configuration says", "[contract][events]") {
  const auto keepADay = [](Config& config) { config.auditLog = AuditLog{.retention = 24h}; };
  GuideServer server{GuideChanges{.config = keepADay}};
  const auto userId = server.signedIn("ada@example.com").session()->getUserId();
  const auto count = [&] { return server.auth().events(userId).events.size(); };
  REQUIRE(count() == 2);
  server.clock().advance(24h);
  server.auth().housekeep();
  CHECK(count() == 2);
  server.clock().advance(1ms);
  SECTION("by housekeeping") {
    server.auth().housekeep();
    CHECK(count() == 0);
  }
  SECTION("by what is kept next") {
    (void)server.signedIn("bob@example.com");
    CHECK(count() == 0);
  }
}

TEST_CASE("a retention of nothing is a mistake of the configuration", "[contract][events]") {
  const auto keepNothing = [](Config& config) { config.auditLog = AuditLog{.retention = 0h}; };
  CHECK_THROWS_WITH(GuideServer(GuideChanges{.config = keepNothing}), Catch::Contains("auditLog.retention"));
}
