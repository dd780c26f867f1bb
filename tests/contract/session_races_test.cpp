// Sessions under fire: merges, new keys and revocations that race. Refreshes that do are in tests/races.
#include <atomic>
#include <catch2/catch.hpp>
#include <latch>
#include <thread>

#include "mfa/errors.hpp"
#include "mfa/storage/sqlite.hpp"
#include "support/session_world.hpp"

using namespace mfa;
using namespace mfa::test;
using namespace std::chrono_literals;

TEST_CASE("merges of many requests at once all count", "[contract][session][races]") {
  SessionWorld world;
  Client client{world};
  client.start();
  constexpr int kRequests = 8;
  std::latch start{kRequests};
  std::vector<std::jthread> threads;
  for (int i = 0; i < kRequests; ++i)
    threads.emplace_back([&, i] {
      const auto req = client.request("POST", "/api");
      FakeResponse res;
      const auto session = world.auth->session().getSession(req, res);
      start.arrive_and_wait();
      session->mergeIntoAccessTokenPayload({{"key" + std::to_string(i), i}});
    });
  threads.clear();
  const auto info = world.auth->session().getSessionInformation(client.handle());
  for (int i = 0; i < kRequests; ++i)
    CHECK(info->customClaimsInAccessTokenPayload.contains("key" + std::to_string(i)));
}

TEST_CASE("nodes that start at once on a new database make one signing key", "[contract][session][races]") {
  for (int round = 0; round < rounds(1); ++round) {
    const auto storage = sqlite::open(":memory:");
    const auto clock = std::make_shared<testing::FakeClock>();
    constexpr int kNodes = 6;
    std::latch start{kNodes};
    std::vector<std::unique_ptr<SessionWorld>> nodes(kNodes);
    std::vector<std::jthread> threads;
    for (auto& node : nodes)
      threads.emplace_back([&] {
        start.arrive_and_wait();
        node = std::make_unique<SessionWorld>(WorldOptions{.storage = storage, .clock = clock});
      });
    threads.clear();
    const auto keys = storage->read([](Transaction& transaction) { return transaction.keys().list(); });
    REQUIRE(keys.size() == 1);
    // And every node accepts what any other signs.
    Client client{*nodes.front()};
    client.start();
    for (auto& node : nodes) {
      Client visitor{*node};
      visitor.jar = client.jar;
      REQUIRE(visitor.enter().res.status == 200);
      REQUIRE(visitor.refresh().res.status == 200);
      client.jar = visitor.jar;
    }
  }
}

TEST_CASE("requests that meet another node's new key at once are all let in", "[contract][session][races]") {
  SessionWorld here{{.session = {.signingAlgorithm = Session::SigningAlgorithm::EdDSA}}};
  SessionWorld there{{.session = {.signingAlgorithm = Session::SigningAlgorithm::EdDSA},
                      .storage = here.storage,
                      .clock = here.clock}};
  for (int round = 0; round < rounds(20); ++round) {
    // The key's interval is over: the one that signs now is unknown there, until the first request brings it.
    here.clock->advance(168h);
    Client client{here};
    client.start();
    constexpr int kRequests = 8;
    const auto req = client.request("GET", "/api");
    std::atomic<int> refused = 0;
    std::latch start{kRequests};
    std::vector<std::jthread> threads;
    for (int i = 0; i < kRequests; ++i)
      threads.emplace_back([&] {
        FakeResponse res;
        start.arrive_and_wait();
        try {
          (void)there.auth->session().getSession(req, res);
        } catch (const TryRefreshTokenError&) {
          ++refused;
        }
      });
    threads.clear();
    REQUIRE(refused == 0);
  }
}

TEST_CASE("a revocation shows on the next call while others verify", "[contract][session][races]") {
  SessionWorld world;
  for (int round = 0; round < rounds(20); ++round) {
    Client client{world};
    client.start();
    std::atomic<bool> revoked = false;
    std::atomic<int> late = 0;
    std::latch start{3};
    std::vector<std::jthread> threads;
    for (int i = 0; i < 2; ++i)
      threads.emplace_back([&] {
        const auto req = client.request("GET", "/api");
        start.arrive_and_wait();
        for (int call = 0; call < 200; ++call) {
          const bool mustFail = revoked.load();
          FakeResponse res;
          try {
            (void)world.auth->session().getSession(req, res);
            if (mustFail) ++late;
          } catch (const UnauthorisedError&) {
          }
        }
      });
    threads.emplace_back([&] {
      start.arrive_and_wait();
      world.auth->session().revokeSession(client.handle());
      revoked = true;
    });
    threads.clear();
    REQUIRE(late == 0);
  }
}
