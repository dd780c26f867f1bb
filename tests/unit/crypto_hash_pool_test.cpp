#include "crypto/hash_pool.hpp"

#include <algorithm>
#include <atomic>
#include <catch2/catch.hpp>
#include <latch>
#include <stdexcept>
#include <thread>
#include <vector>

#include "mfa/errors.hpp"

namespace mfa::crypto {
namespace {

using namespace std::chrono_literals;

/// Longer than any test waits: patience that ends only if something is broken.
constexpr auto kForEver = 60'000ms;

void awaitWaiting(const HashPool& pool, std::size_t count) {
  while (pool.waiting() != count) std::this_thread::yield();
}

/// Work that holds its place until it is let go.
class Holder {
 public:
  explicit Holder(HashPool& pool)
      : thread_{[this, &pool] {
          pool.run([this] {
            holding_.count_down();
            released_.wait();
          });
        }} {
    holding_.wait();
  }
  ~Holder() { release(); }
  Holder(const Holder&) = delete;
  Holder& operator=(const Holder&) = delete;

  void release() {
    if (!thread_.joinable()) return;
    released_.count_down();
    thread_.join();
  }

 private:
  std::latch holding_{1};
  std::latch released_{1};
  std::jthread thread_;
};

TEST_CASE("work runs on the caller's thread and returns its value", "[unit][hashpool]") {
  HashPool pool;
  const auto thread = pool.run([] { return std::this_thread::get_id(); });
  CHECK(thread == std::this_thread::get_id());
  CHECK(pool.running() == 0);
}

TEST_CASE("never more hashes run at once than the limit says", "[unit][hashpool][races]") {
  HashPool pool{{.running = 3, .waiting = 64, .patience = kForEver}};
  std::atomic<int> now = 0;
  std::atomic<int> most = 0;
  std::latch start{16};
  std::vector<std::jthread> callers;
  for (int caller = 0; caller < 16; ++caller)
    callers.emplace_back([&] {
      start.arrive_and_wait();
      for (int turn = 0; turn < 500; ++turn)
        pool.run([&] {
          const int running = ++now;
          int seen = most.load();
          while (running > seen && !most.compare_exchange_weak(seen, running)) {
          }
          std::this_thread::yield();
          --now;
        });
    });
  callers.clear();
  CHECK(most >= 1);
  CHECK(most <= 3);
  CHECK(pool.running() == 0);
  CHECK(pool.waiting() == 0);
}

TEST_CASE("a full queue refuses at once and says when to come again", "[unit][hashpool]") {
  HashPool pool{{.running = 1, .waiting = 2, .patience = kForEver}};
  Holder holder{pool};
  std::vector<std::jthread> waiters;
  for (int waiter = 0; waiter < 2; ++waiter) waiters.emplace_back([&] { pool.run([] {}); });
  awaitWaiting(pool, 2);

  bool ran = false;
  try {
    pool.run([&] { ran = true; });
    FAIL("admitted to a full queue");
  } catch (const OverloadedError& error) {
    CHECK(error.retryAfter() == 60s);
  }
  CHECK_FALSE(ran);
  holder.release();
}

TEST_CASE("who has waited too long is refused and leaves the queue", "[unit][hashpool]") {
  HashPool pool{{.running = 1, .waiting = 64, .patience = 1ms}};
  Holder holder{pool};
  bool ran = false;
  CHECK_THROWS_AS(pool.run([&] { ran = true; }), OverloadedError);
  CHECK_FALSE(ran);
  CHECK(pool.waiting() == 0);
  holder.release();
  pool.run([&] { ran = true; });
  CHECK(ran);
}

TEST_CASE("waiting callers are served in the order in which they came", "[unit][hashpool]") {
  HashPool pool{{.running = 1, .waiting = 64, .patience = kForEver}};
  Holder holder{pool};
  std::vector<int> served;  // guarded by the pool's only place
  std::vector<std::jthread> waiters;
  for (int waiter = 0; waiter < 20; ++waiter) {
    waiters.emplace_back([&, waiter] { pool.run([&] { served.push_back(waiter); }); });
    awaitWaiting(pool, static_cast<std::size_t>(waiter) + 1);
  }
  holder.release();
  waiters.clear();
  CHECK(served.size() == 20);
  CHECK(std::is_sorted(served.begin(), served.end()));
}

TEST_CASE("work that throws gives its place back", "[unit][hashpool]") {
  HashPool pool{{.running = 1, .waiting = 0}};
  CHECK_THROWS_AS(pool.run([] { throw std::runtime_error{"failed"}; }), std::runtime_error);
  CHECK(pool.run([] { return 7; }) == 7);
}

TEST_CASE("after an overload everything runs as before", "[unit][hashpool][races]") {
  HashPool pool{{.running = 2, .waiting = 4, .patience = 1ms}};
  std::atomic<int> done = 0;
  std::atomic<int> refused = 0;
  std::vector<std::jthread> callers;
  for (int caller = 0; caller < 32; ++caller)
    callers.emplace_back([&] {
      for (int turn = 0; turn < 50; ++turn) try {
          pool.run([&] { ++done; });
        } catch (const OverloadedError&) {
          ++refused;
        }
    });
  callers.clear();
  CHECK(done + refused == 32 * 50);
  CHECK(pool.running() == 0);
  CHECK(pool.waiting() == 0);
  CHECK(pool.run([] { return true; }));
}

}  // namespace
}  // namespace mfa::crypto
