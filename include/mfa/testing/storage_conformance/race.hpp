/// @file
/// Races: threads that are released together, round after round.
#pragma once

#include <barrier>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

#include "mfa/testing/storage_conformance/backend.hpp"

namespace mfa::testing::conformance {

/// The first exception of any thread, brought back to the one that checks.
class FirstFailure {
 public:
  template <class Act>
  void watch(const Act& act) noexcept {
    try {
      act();
    } catch (...) {
      const std::lock_guard lock{mutex_};
      if (!failure_) failure_ = std::current_exception();
    }
  }

  void rethrow() {
    const std::lock_guard lock{mutex_};
    if (failure_) std::rethrow_exception(std::exchange(failure_, nullptr));
  }

 private:
  std::mutex mutex_{};
  std::exception_ptr failure_{};
};

/// Runs `rounds` rounds: `prepare(round)`, then `act(round, thread)` on every thread at once, then
/// `check(round)`. Only `act` runs beside others, so that only the other two may use Catch2.
template <class Prepare, class Act, class Check>
void race(int threads, int rounds, const Prepare& prepare, const Act& act, const Check& check) {
  std::barrier gate{threads + 1};
  FirstFailure failure;
  std::vector<std::jthread> racers;
  for (int thread = 0; thread < threads; ++thread)
    racers.emplace_back([&, thread] {
      for (int round = 0; round < rounds; ++round) {
        gate.arrive_and_wait();
        failure.watch([&] { act(round, thread); });
        gate.arrive_and_wait();
      }
    });
  FirstFailure ours;
  for (int round = 0; round < rounds; ++round) {
    ours.watch([&] { prepare(round); });
    gate.arrive_and_wait();
    gate.arrive_and_wait();
    ours.watch([&] { check(round); });
  }
  racers.clear();  // joins
  failure.rethrow();
  ours.rethrow();
}

}  // namespace mfa::testing::conformance
