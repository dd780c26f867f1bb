// Speed as a ratio: ours and a baseline take turns in one run, so that whatever else the machine does meets
// both.
#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <functional>
#include <latch>
#include <string>
#include <thread>
#include <vector>

namespace bench {

/// Runs per second of `work`, over about `span`.
template <class Work>
double rate(Work&& work, std::chrono::milliseconds span = std::chrono::milliseconds{400}) {
  using Clock = std::chrono::steady_clock;
  long runs = 0;
  const auto begin = Clock::now();
  auto now = begin;
  for (long batch = 1; now - begin < span; now = Clock::now()) {
    for (long i = 0; i < batch; ++i) work();
    runs += batch;
    if (now - begin < span / 50) batch *= 2;
  }
  return static_cast<double>(runs) / std::chrono::duration<double>(now - begin).count();
}

/// Runs per second of `clients` threads that each call `work(client)`, `runsEach` times.
template <class Work>
double rateOfMany(int clients, int runsEach, Work work) {
  std::latch start{clients + 1};
  std::vector<std::jthread> threads;
  for (int client = 0; client < clients; ++client)
    threads.emplace_back([&start, &work, client, runsEach] {
      start.arrive_and_wait();
      for (int i = 0; i < runsEach; ++i) work(client);
    });
  start.arrive_and_wait();
  const auto begin = std::chrono::steady_clock::now();
  threads.clear();
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  return clients * runsEach / took.count();
}

/// Two rates of one round.
struct Rates {
  double ours = 0;
  double baseline = 0;
};

/// Says what was measured, the median of several rounds, and whether it reaches the target.
class Report {
 public:
  /// @param round measures both, one after the other
  void compare(const std::string& name, double target, const std::function<Rates()>& round, int rounds = 7);

  /// Notes a figure that has no ratio, such as a size.
  void note(const std::string& name, const std::string& figure);

  /// Whether every target was reached.
  [[nodiscard]] bool allReached() const noexcept { return missed_ == 0; }

 private:
  int missed_ = 0;
};

}  // namespace bench
