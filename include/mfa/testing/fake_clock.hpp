/// @file
/// A clock that stands still until a test moves it: a code expires without anybody waiting for it.
/// @code
/// const auto clock = std::make_shared<mfa::testing::FakeClock>();
/// mfa::Auth auth{{…, .clock = clock}};
/// clock->advance(std::chrono::minutes{5});
/// @endcode
#pragma once

#include <atomic>
#include <chrono>

#include "mfa/time.hpp"

namespace mfa::testing {

/// Starts at 2030-01-01 12:00 UTC, or where it is told to. Safe to move and to read from any thread.
class FakeClock final : public Clock {
 public:
  FakeClock() = default;
  explicit FakeClock(Time start) : millis_{toUnixMillis(start)} {}

  [[nodiscard]] Time now() const override { return fromUnixMillis(millis_.load()); }

  /// What it was moved on by in all.
  [[nodiscard]] std::chrono::milliseconds elapsed() const override {
    return std::chrono::milliseconds{elapsed_.load()};
  }

  /// Moves on, or back if `step` is negative: `Auth` does not follow it there.
  void advance(std::chrono::milliseconds step) {
    if (step.count() > 0) elapsed_ += step.count();
    millis_ += step.count();
  }

  void set(Time time) { millis_ = toUnixMillis(time); }

 private:
  std::atomic<UnixMillis> elapsed_{0};
  std::atomic<UnixMillis> millis_{1'893'499'200'000};
};

}  // namespace mfa::testing
