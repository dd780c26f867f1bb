// Admission to password hashing: each hash takes a core and 19 MiB for about 20 ms, so an open door is a way
// to stop the server. So many run at once, so many wait, and nobody waits long.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <list>
#include <mutex>
#include <utility>

namespace mfa::crypto {

/// Runs work on the caller's own thread, once one of a limited number of places is free. First come, first
/// served.
class HashPool {
 public:
  struct Limits {
    std::size_t running = 0;                    ///< at once; 0: as many as the machine has cores
    std::size_t waiting = 64;                   ///< callers that may wait; the next one is refused at once
    std::chrono::milliseconds patience{2'000};  ///< the longest wait
  };

  HashPool();
  explicit HashPool(Limits limits);
  HashPool(const HashPool&) = delete;
  HashPool& operator=(const HashPool&) = delete;

  /// Runs `work()` and returns what it returns. Blocks while others are before it. Any thread; not from
  /// inside `work`.
  /// @throws mfa::OverloadedError if the queue is full or patience ends; `work` has not run then
  template <class Work>
  auto run(Work&& work) {
    const Place place{*this};
    return std::forward<Work>(work)();
  }

  [[nodiscard]] std::size_t running() const;  ///< a snapshot, for metrics and tests
  [[nodiscard]] std::size_t waiting() const;

 private:
  /// Holding one is holding a place; leaving hands it to the first in the queue.
  class Place {
   public:
    explicit Place(HashPool& pool) : pool_{pool} { pool_.enter(); }
    ~Place() { pool_.leave(); }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;

   private:
    HashPool& pool_;
  };

  struct Waiter {
    std::condition_variable called{};
    bool admitted = false;
  };

  void enter();
  void leave() noexcept;

  Limits limits_;
  mutable std::mutex mutex_{};
  std::size_t running_ = 0;
  std::list<Waiter*> queue_{};
};

}  // namespace mfa::crypto
