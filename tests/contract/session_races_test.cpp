// Refreshes that race, and histories of refreshes: no schedule logs a browser out, and none leaves two live
// leaves. Source: RFC 9700 section 4.14.
#include <algorithm>
#include <atomic>
#include <catch2/catch.hpp>
#include <latch>
#include <random>
#include <set>
#include <thread>

#include "mfa/errors.hpp"
#include "mfa/storage/sqlite.hpp"
#include "support/session_world.hpp"

using namespace mfa;
using namespace mfa::test;
using namespace std::chrono_literals;

namespace {

/// What a browser keeps of answers that come in any order: the last one's.
std::vector<Reply> refreshAtOnce(const std::vector<SessionWorld*>& nodes, const Client& browser, int tabs) {
  const auto req = browser.request("POST", "/auth/session/refresh");
  std::vector<Reply> replies(static_cast<std::size_t>(tabs));
  std::latch start{tabs};
  std::vector<std::jthread> threads;
  for (int tab = 0; tab < tabs; ++tab)
    threads.emplace_back([&, tab] {
      auto& reply = replies[static_cast<std::size_t>(tab)];
      const auto& node = *nodes[static_cast<std::size_t>(tab) % nodes.size()];
      start.arrive_and_wait();
      reply.handled = node.auth->handle(req, reply.res);
    });
  threads.clear();  // joins
  return replies;
}

std::string refreshTokenIn(const Reply& reply) { return reply.cookie("sRefreshToken").value; }

}  // namespace

TEST_CASE("fifty tabs that refresh at once are all signed in with one live child",
          "[contract][session][races]") {
  SessionWorld here;
  SessionWorld there{{.storage = here.storage, .clock = here.clock}};
  std::mt19937 shuffle{7};
  for (int round = 0; round < rounds(10); ++round) {
    Client browser{here};
    browser.start();
    for (int generation = 0; generation < 3; ++generation) {
      here.clock->advance(1h);
      auto replies = refreshAtOnce({&here, &there}, browser, 50);
      std::set<std::string> children;
      for (const auto& reply : replies) {
        REQUIRE(reply.res.status == 200);
        children.insert(refreshTokenIn(reply));
      }
      REQUIRE(children.size() == 1);
      std::shuffle(replies.begin(), replies.end(), shuffle);
      for (const auto& reply : replies) browser.take(reply.res);
      REQUIRE(browser.enter({.checkDatabase = true}).res.status == 200);
    }
  }
  CHECK(here.count(EventType::TokenTheftDetected) == 0);
  CHECK(there.count(EventType::TokenTheftDetected) == 0);
}

TEST_CASE("tabs that refresh again with any answer of the window stay signed in",
          "[contract][session][races]") {
  SessionWorld world;
  std::mt19937 random{11};
  for (int round = 0; round < rounds(20); ++round) {
    Client browser{world};
    browser.start();
    world.clock->advance(1h);
    // Within one window each tab holds the parent or the child, and answers overtake each other.
    std::vector<Client> tabs(6, browser);
    for (int step = 0; step < 24; ++step) {
      auto& tab = tabs[random() % tabs.size()];
      REQUIRE(tab.refresh().res.status == 200);
      tabs[random() % tabs.size()].jar = tab.jar;
      world.clock->advance(1s);
    }
    std::set<std::string> leaves;
    for (auto& tab : tabs) {
      REQUIRE(tab.refresh().res.status == 200);
      leaves.insert(tab.refreshToken());
    }
    REQUIRE(leaves.size() == 1);
  }
  CHECK(world.count(EventType::TokenTheftDetected) == 0);
}

namespace {

/// The rules of rotation, written down a second time, without a database.
class Model {
 public:
  enum class Outcome { Answered, Refused, Theft };

  void start(std::string token) { current_ = std::move(token); }

  /// @param answered the token that the library answered with, if it did
  Outcome refresh(const std::string& token, Time now, const std::optional<std::string>& answered) {
    if (revoked_) return Outcome::Refused;
    const bool inWindow = rotatedAt_ && now <= *rotatedAt_ + kGrace;
    if (token == current_) {
      if (!inWindow) {
        previous_ = current_;
        current_ = answered.value_or("none");
        rotatedAt_ = now;
      }
      return Outcome::Answered;
    }
    if (token == previous_ && inWindow) return Outcome::Answered;
    revoked_ = true;
    return Outcome::Theft;
  }

  [[nodiscard]] const std::string& current() const { return current_; }
  [[nodiscard]] bool isRevoked() const { return revoked_; }

 private:
  static constexpr auto kGrace = 30s;
  std::string current_{};
  std::string previous_{};
  std::optional<Time> rotatedAt_{};
  bool revoked_ = false;
};

Model::Outcome outcomeOf(const Reply& reply) {
  if (reply.res.status == 200) return Model::Outcome::Answered;
  return reply.body().at("message") == "token theft detected" ? Model::Outcome::Theft
                                                              : Model::Outcome::Refused;
}

}  // namespace

TEST_CASE("no history of refreshes leaves two live leaves", "[contract][session][races]") {
  std::mt19937 random{13};
  SessionWorld world;
  int thefts = 0;
  for (int history = 0; history < rounds(100); ++history) {
    Client client{world};
    client.start();
    Model model;
    model.start(client.refreshToken());
    std::vector<std::string> seen{client.refreshToken()};
    for (int step = 0; step < 12; ++step) {
      world.clock->advance(std::chrono::seconds{random() % 45});
      // Mostly the live one, as a browser would; now and then any that was ever seen.
      const auto token = random() % 3 == 0 ? seen[random() % seen.size()] : seen.back();
      auto req = FakeRequest{
          "POST", "/auth/session/refresh", {{"rid", "session"}, {"cookie", "sRefreshToken=" + token}}};
      const auto reply = Client{world}.send(req);
      std::optional<std::string> answered;
      if (reply.res.status == 200) answered = refreshTokenIn(reply);
      const auto expected = model.refresh(token, world.clock->now(), answered);
      REQUIRE(outcomeOf(reply) == expected);
      if (answered) {
        REQUIRE(*answered == model.current());
        if (seen.back() != *answered) seen.push_back(*answered);
      }
    }
    if (model.isRevoked()) ++thefts;
    REQUIRE(world.auth->session().getSessionInformation(client.handle()).has_value() != model.isRevoked());
  }
  CHECK(world.count(EventType::TokenTheftDetected) == thefts);
  CHECK(thefts > 0);
}

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
