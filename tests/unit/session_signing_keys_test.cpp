// Signing keys over their life. Source: FDI, signing keys; OWASP ASVS 11.1.1.
#include <atomic>
#include <catch2/catch.hpp>
#include <thread>

#include "mfa/storage/sqlite.hpp"
#include "mfa/testing/fake_clock.hpp"
#include "support/seeded_random.hpp"
#include "support/session_world.hpp"
#include "tokens/jwt.hpp"
#include "tokens/signing_keys.hpp"

using namespace mfa;
using namespace mfa::tokens;
using namespace std::chrono_literals;

namespace {

crypto::KeyRing ringOf(const std::vector<std::string>& masterKeys) {
  if (masterKeys.empty()) return {};
  std::vector<crypto::Secret> keys;
  for (const auto& key : masterKeys) keys.emplace_back(crypto::BytesView{key});
  return crypto::KeyRing{std::move(keys)};
}

/// Counts how often it is read, and fails when it is told to.
class CountingStorage final : public Storage {
 public:
  [[nodiscard]] std::string name() const override { return "counting"; }
  std::atomic<int> reads = 0;
  std::atomic<bool> isDown = false;

 private:
  void runTransaction(const std::function<void(Transaction&)>& work) override {
    inner_->transact([&work](Transaction& transaction) { work(transaction); });
  }
  void runRead(const std::function<void(Transaction&)>& work) override {
    ++reads;
    if (isDown) throw StorageError{StorageError::Retry::Yes, "DOWN", "the database is away"};
    inner_->read([&work](Transaction& transaction) { work(transaction); });
  }
  std::shared_ptr<Storage> inner_ = sqlite::open(":memory:");
};

/// A node on a database; Ed25519 keys, because they are made at once.
struct Node {
  explicit Node(std::shared_ptr<Storage> database = sqlite::open(":memory:"),
                std::shared_ptr<testing::FakeClock> time = std::make_shared<testing::FakeClock>(),
                const std::vector<std::string>& masterKeys = {})
      : storage{std::move(database)},
        clock{std::move(time)},
        keys{{.algorithm = Algorithm::EdDSA,
              .updateInterval = 24h,
              .accessTokenValidity = 1h,
              .reloadInterval = 4h},
             {.storage = storage,
              .clock = clock,
              .random = std::make_shared<mfa::test::SeededRandom>(),
              .keyRing = std::make_shared<const crypto::KeyRing>(ringOf(masterKeys))}} {
    keys.start();
  }
  [[nodiscard]] Node another() const { return Node{storage, clock}; }
  [[nodiscard]] std::vector<SigningKeyRow> rows() const {
    return storage->read([](Transaction& transaction) { return transaction.keys().list(); });
  }

  std::shared_ptr<Storage> storage;
  std::shared_ptr<testing::FakeClock> clock;
  SigningKeys keys;
};

}  // namespace

TEST_CASE("a key signs for its interval and verifies for two lives of a token more",
          "[unit][session][keys]") {
  Node node;
  const auto born = node.clock->now();
  const auto row = node.rows().at(0);
  CHECK(row.keyId == "d-" + std::to_string(toUnixMillis(born)));
  CHECK(row.kind == "dynamic");
  CHECK(row.algorithm == "EdDSA");
  CHECK(row.signsUntil == born + 24h);
  CHECK(row.verifiesUntil == born + 26h);
  CHECK(node.keys.current(KeyKind::Dynamic).keyId() == row.keyId);
  const auto fixed = node.keys.current(KeyKind::Static).keyId();
  CHECK(fixed.starts_with("s-"));
  node.clock->advance(24h * 3'000);
  CHECK(node.keys.current(KeyKind::Static).keyId() == fixed);
}

TEST_CASE("the next key is published a minute before it signs", "[unit][session][keys]") {
  Node node;
  const auto first = node.keys.current(KeyKind::Dynamic).keyId();
  CHECK(node.keys.published().maxAge == 24h - 60s);
  node.clock->advance(24h - 60s - 1ms);
  CHECK(node.keys.current(KeyKind::Dynamic).keyId() == first);
  CHECK(node.keys.keySet()->keys().size() == 2);  // with the static one that was published
  CHECK(node.keys.published().maxAge == 1s);
  node.clock->advance(1ms);
  CHECK(node.keys.current(KeyKind::Dynamic).keyId() == first);
  CHECK(node.keys.keySet()->keys().size() == 3);
  CHECK(node.keys.published().maxAge == 24h);
  node.clock->advance(60s);
  CHECK(node.keys.current(KeyKind::Dynamic).keyId() != first);
  CHECK(node.keys.keySet()->find(first) != nullptr);
}

TEST_CASE("a node that slept through an interval makes a key at once", "[unit][session][keys]") {
  Node node;
  const auto first = node.keys.current(KeyKind::Dynamic).keyId();
  node.clock->advance(30 * 24h);
  const auto next = node.keys.current(KeyKind::Dynamic);
  CHECK(next.keyId() != first);
  node.keys.housekeep();
  CHECK(node.keys.keySet()->find(first) == nullptr);
  CHECK(node.rows().size() == 1);
}

TEST_CASE("nodes share keys and learn of new ones when they meet them", "[unit][session][keys]") {
  Node node;
  Node other = node.another();
  CHECK(other.keys.current(KeyKind::Dynamic).keyId() == node.keys.current(KeyKind::Dynamic).keyId());
  node.clock->advance(24h);
  const auto next = node.keys.current(KeyKind::Dynamic).keyId();
  CHECK(other.keys.discover(next));
  CHECK(other.keys.keySet()->find(next) != nullptr);
}

TEST_CASE("unknown key ids make a node ask the storage at most once a second", "[unit][session][keys]") {
  const auto counting = std::make_shared<CountingStorage>();
  const Node node{counting};
  const int before = counting->reads;
  for (int i = 0; i < 1'000; ++i) CHECK_FALSE(node.keys.discover("d-" + std::to_string(i)));
  CHECK(counting->reads == before + 1);
  node.clock->advance(1s);
  CHECK_FALSE(node.keys.discover("d-1"));
  CHECK(counting->reads == before + 2);
  node.clock->advance(1s);
  CHECK_FALSE(node.keys.discover("../../etc/passwd"));  // what is no key id of ours is not looked for
  CHECK(counting->reads == before + 2);
}

TEST_CASE("a key that is taken out of use verifies nothing any more and another one signs",
          "[unit][session][keys]") {
  Node node;
  const auto key = node.keys.current(KeyKind::Dynamic);
  const auto token = signJwt(key, {{"a", 1}}, std::nullopt);
  const auto removals = node.keys.removals();
  CHECK(node.keys.revoke(key.keyId()));
  CHECK(node.keys.removals() == removals + 1);
  CHECK(std::holds_alternative<JwtRefusal>(verifyJwt(token, *node.keys.keySet())));
  CHECK(node.keys.current(KeyKind::Dynamic).keyId() != "");
  CHECK(std::holds_alternative<JwtRefusal>(verifyJwt(token, *node.keys.keySet())));
  CHECK_FALSE(node.keys.revoke("d-1"));
}

TEST_CASE("another node forgets a key that was taken out of use after its reload interval",
          "[unit][session][keys]") {
  Node node;
  Node other = node.another();
  const auto id = node.keys.current(KeyKind::Dynamic).keyId();
  CHECK(node.keys.revoke(id));
  CHECK(other.keys.keySet()->find(id) != nullptr);
  node.clock->advance(4h);
  CHECK(other.keys.keySet()->find(id) == nullptr);
}

TEST_CASE("private keys lie sealed and are sealed again under a new master key", "[unit][session][keys]") {
  const std::string oldKey(32, 'a');
  const std::string newKey(32, 'b');
  const auto storage = sqlite::open(":memory:");
  const auto clock = std::make_shared<testing::FakeClock>();
  const Node before{storage, clock, {oldKey}};
  const auto sealed = before.rows().at(0).privateKey;
  CHECK(sealed.find("PRIVATE KEY") == std::string::npos);
  CHECK(sealed.starts_with("x1."));
  const Node during{storage, clock, {newKey, oldKey}};
  during.keys.housekeep();
  CHECK(during.rows().at(0).privateKey != sealed);
  const Node after{storage, clock, {newKey}};
  CHECK(after.keys.current(KeyKind::Dynamic).keyId() == before.keys.current(KeyKind::Dynamic).keyId());
}

TEST_CASE("no token is refused while keys rotate under it", "[unit][session][keys][races]") {
  Node signer;
  Node verifier = signer.another();
  std::atomic<bool> done = false;
  std::atomic<int> refused = 0;
  std::atomic<int> verified = 0;
  std::vector<std::jthread> threads;
  for (int i = 0; i < 2; ++i)
    threads.emplace_back([&] {
      while (!done.load()) {
        const auto token = signJwt(signer.keys.current(KeyKind::Dynamic), {{"a", 1}}, std::nullopt);
        const auto id = mfa::test::headerOf(token).at("kid");
        // Both nodes: the one that signed, and one that may meet the key for the first time.
        for (const auto* node : {&signer, &verifier}) {
          if (node->keys.keySet()->find(std::string_view{id.as_string()}) == nullptr)
            (void)node->keys.discover(std::string_view{id.as_string()});
          if (std::holds_alternative<VerifiedJwt>(verifyJwt(token, *node->keys.keySet())))
            ++verified;
          else
            ++refused;
        }
      }
    });
  for (int rotation = 0; rotation < mfa::test::rounds(20); ++rotation) {
    const int until = verified.load() + 20;
    while (verified.load() < until && refused.load() == 0) std::this_thread::yield();
    signer.clock->advance(24h);
  }
  done = true;
  threads.clear();
  CHECK(refused == 0);
}

TEST_CASE("tokens are verified while the database is away", "[unit][session][keys]") {
  const auto storage = std::make_shared<CountingStorage>();
  Node node{storage};
  const auto id = node.keys.current(KeyKind::Dynamic).keyId();
  storage->isDown = true;
  node.clock->advance(5h);
  const int before = storage->reads;
  CHECK(node.keys.keySet()->find(id) != nullptr);
  CHECK_FALSE(node.keys.discover("d-1"));
  CHECK(storage->reads == before + 1);  // nor is a database in trouble asked with every request

  storage->isDown = false;
  node.clock->advance(1s);
  CHECK(node.keys.revoke(id));
  CHECK(node.keys.keySet()->find(id) == nullptr);
}
