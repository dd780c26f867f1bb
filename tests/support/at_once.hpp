// Requests that start at the same moment.
#pragma once

#include <latch>
#include <thread>
#include <vector>

namespace mfa::test {

/// Runs `request(i)` in `count` threads that are released together, and waits for all.
template <class Request>
void atOnce(int count, const Request& request) {
  std::latch start{count};
  std::vector<std::jthread> threads;
  for (int i = 0; i < count; ++i)
    threads.emplace_back([&start, &request, i] {
      start.arrive_and_wait();
      request(i);
    });
}

}  // namespace mfa::test
