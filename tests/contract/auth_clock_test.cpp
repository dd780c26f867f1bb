#include "services.hpp"
#include "support/made_up_recipe.hpp"

using namespace mfa;
using namespace std::chrono_literals;

namespace {

struct World {
  std::shared_ptr<Storage> storage = sqlite::open(":memory:");
  std::shared_ptr<testing::FakeClock> clock = std::make_shared<testing::FakeClock>();

  [[nodiscard]] std::unique_ptr<Auth> start() const {
    auto config = test::plainConfig({test::madeUp("r", {test::namedRoute("POST", "/x", "x")})});
    config.storage = storage;
    config.clock = clock;
    return std::make_unique<Auth>(std::move(config));
  }

  [[nodiscard]] UnixMillis kept() const {
    return std::stoll(
        storage->read([](Transaction& tx) { return tx.settings().get("latest_time"); }).value_or("0"));
  }
};

Time nowOf(const Auth& auth) { return services(auth).clock->now(); }

}  // namespace

TEST_CASE("a clock set back does not go back for the library", "[contract][clock]") {
  const World world;
  const auto auth = world.start();
  const auto latest = nowOf(*auth);
  world.clock->advance(-1h);
  CHECK(nowOf(*auth) == latest);
  world.clock->advance(2h);
  CHECK(nowOf(*auth) == latest + 1h);
}

TEST_CASE("behind a clock that was set back time goes on at half its pace", "[contract][clock]") {
  const World world;
  const auto auth = world.start();
  const auto latest = nowOf(*auth);
  world.clock->advance(-10 * 365 * 24h);  // it had been ten years ahead for a moment
  CHECK(nowOf(*auth) == latest);
  for (int hour = 1; hour <= 10; ++hour) {
    world.clock->advance(1h);
    CHECK(nowOf(*auth) == latest + hour * 30min);
  }

  world.clock->set(latest + 24h);
  CHECK(nowOf(*auth) == latest + 24h);
  world.clock->advance(-1h);
  CHECK(nowOf(*auth) == latest + 24h);
  world.clock->advance(30min);
  CHECK(nowOf(*auth) == latest + 24h + 15min);
}

TEST_CASE("a clock set back while the server was down does not go back either", "[contract][clock]") {
  const World world;
  auto auth = world.start();
  world.clock->advance(10s);
  const auto latest = nowOf(*auth);
  auth.reset();
  world.clock->advance(-24h);
  CHECK(nowOf(*world.start()) == latest);
}

TEST_CASE("the time is kept once a minute and not with every request", "[contract][clock]") {
  const World world;
  const auto auth = world.start();
  const auto started = world.kept();
  world.clock->advance(59s);
  (void)test::handled(*auth, {"POST", "/auth/x"});
  CHECK(world.kept() == started);
  world.clock->advance(1s);
  (void)test::handled(*auth, {"POST", "/auth/x"});
  CHECK(world.kept() == started + 60'000);
  world.clock->advance(60s);
  (void)auth->housekeep();
  CHECK(world.kept() == started + 120'000);
}

TEST_CASE("the key of hashes survives a restart with and without a master key", "[contract][clock]") {
  const World world;
  const auto keyOf = [&world](std::vector<std::string> masterKeys) {
    auto config = test::plainConfig({});
    config.storage = world.storage;
    config.masterKeys = std::move(masterKeys);
    config.random = nullptr;
    const Auth auth{std::move(config)};
    return std::string{services(auth).hashingKey->text()};
  };
  const auto open = keyOf({});
  CHECK(open.size() == 32);
  CHECK(keyOf({}) == open);
  const auto derived = keyOf({std::string(32, 'k')});
  CHECK(derived != open);
  CHECK(keyOf({std::string(32, 'k')}) == derived);
}
