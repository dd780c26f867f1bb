#include <stdexcept>

#include "observe/emit.hpp"
#include "services.hpp"
#include "support/made_up_recipe.hpp"

using namespace mfa;

namespace {

struct Listening {
  std::vector<Event> events{};
  std::unique_ptr<Auth> auth = std::make_unique<Auth>(config());

  Config config() {
    auto config = test::plainConfig({});
    config.onEvent = [this](const Event& event) { events.push_back(event); };
    config.trustedProxies = {"203.0.113.0/24"};
    return config;
  }
};

}  // namespace

TEST_CASE("an event tells time and request and client", "[contract][events]") {
  Listening world;
  const test::FakeRequest request{"POST", "/", {{"X-Forwarded-For", "198.51.100.9"}}};
  const UserContext context{*world.auth, &request};
  observe::emit(context, {.type = EventType::SignedIn, .userId = "u1"});
  observe::emit(context, {.type = EventType::SessionCreated, .userId = "u1"});
  REQUIRE(world.events.size() == 2);
  CHECK(world.events[0].time == fromUnixMillis(1'893'499'200'000));
  CHECK(world.events[0].clientAddress == "198.51.100.9");
  CHECK(world.events[0].requestId.size() == 16);
  CHECK(world.events[0].requestId == world.events[1].requestId);
}

TEST_CASE("an event outside HTTP has no request", "[contract][events]") {
  Listening world;
  observe::emit(UserContext{*world.auth}, {.type = EventType::SessionRevoked});
  REQUIRE(world.events.size() == 1);
  CHECK(world.events[0].requestId.empty());
  CHECK_FALSE(world.events[0].clientAddress);
}

TEST_CASE("an event tells a contact by its keyed hash and its tail alone", "[contract][events]") {
  Listening world;
  const UserContext context{*world.auth};
  const Contact phone{ContactKind::Phone, "+12015550123"};
  observe::emit(context, {.type = EventType::CodeSent}, phone);
  observe::emit(context, {.type = EventType::CodeRefused}, phone);
  observe::emit(context, {.type = EventType::CodeSent}, {ContactKind::Phone, "+12015550124"});
  REQUIRE(world.events.size() == 3);
  CHECK(world.events[0].contactHash->size() == 64);
  CHECK(world.events[0].contactHash == world.events[1].contactHash);
  CHECK(world.events[0].contactHash != world.events[2].contactHash);
  CHECK(world.events[0].contactMasked == "\u2022\u2022\u20220123");
  CHECK(json::serialize(toJson(world.events[0])).find("2015550123") == std::string::npos);
}

TEST_CASE("masking leaves no address whole", "[contract][events]") {
  const auto masked = [](ContactKind kind, const std::string& value) {
    return observe::masked({kind, value});
  };
  CHECK(masked(ContactKind::Email, "ada@acme.example") == "a\u2022\u2022\u2022@acme.example");
  CHECK(masked(ContactKind::Email, "\u00e4da@acme.example") == "\u00e4\u2022\u2022\u2022@acme.example");
  CHECK(masked(ContactKind::Email, "@acme.example") == "\u2022\u2022\u2022@acme.example");
  CHECK(masked(ContactKind::Email, "no address") == "\u2022\u2022\u2022");
  CHECK(masked(ContactKind::Phone, "+1234") == "\u2022\u2022\u2022");
  CHECK(masked(ContactKind::ThirdParty, "google|123456789") == "\u2022\u2022\u2022");
}

TEST_CASE("a listener that throws does not end the request", "[contract][events]") {
  auto config = test::plainConfig({});
  config.onEvent = [](const Event&) { throw std::runtime_error{"alarm is down"}; };
  const Auth auth{std::move(config)};
  CHECK_NOTHROW(observe::emit(UserContext{auth}, {.type = EventType::SignedIn}));
  CHECK_NOTHROW(services(auth).emit({.type = EventType::SignedIn}));
}

TEST_CASE("without a listener events go nowhere", "[contract][events]") {
  const Auth auth{test::plainConfig({})};
  CHECK_NOTHROW(observe::emit(UserContext{auth}, {.type = EventType::SignedIn}));
}

TEST_CASE("an event is one line for a log", "[contract][events]") {
  CHECK(json::serialize(toJson(Event{.type = EventType::CodeRefused,
                                     .time = fromUnixMillis(7),
                                     .requestId = "r1",
                                     .userId = "u1",
                                     .reason = "wrong_code"})) ==
        R"({"event":"code_refused","time":7,"requestId":"r1","userId":"u1","reason":"wrong_code"})");
  CHECK(toJson(Event{}).at("event") == "signed_in");
}

TEST_CASE("every kind of event has a name of its own", "[contract][events]") {
  std::map<std::string_view, int> names;
  for (int type = 0; type <= static_cast<int>(EventType::RequestFailed); ++type)
    ++names[name(static_cast<EventType>(type))];
  CHECK(names.size() == static_cast<std::size_t>(EventType::RequestFailed) + 1);
  CHECK_FALSE(names.contains("unknown"));
}
