/// @file
/// Time: `std::chrono` in the API, milliseconds since the epoch in the database and in JSON, and a clock that
/// a test can set.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>

#include "mfa/export.hpp"

namespace mfa {

/// A point of UTC time, to the millisecond.
using Time = std::chrono::sys_time<std::chrono::milliseconds>;

/// Milliseconds since 1970-01-01 UTC: how a `Time` stands in the database and in JSON.
using UnixMillis = std::int64_t;

/// The number for `time`.
[[nodiscard]] constexpr UnixMillis toUnixMillis(Time time) noexcept {
  return time.time_since_epoch().count();
}

/// The point of time for `millis`.
[[nodiscard]] constexpr Time fromUnixMillis(UnixMillis millis) noexcept {
  return Time{std::chrono::milliseconds{millis}};
}

/// Tells the time. `Config::clock` takes one: tests inject `testing::FakeClock`, everybody else leaves the
/// default, the system's clock. `Auth` remembers the latest time it was told, in the storage too, and never
/// goes back behind it: a clock that is set back revives no code and no token. Until it has caught up, the
/// library's time goes on at half its pace, so that nothing lives for ever either.
class MFA_EXPORT Clock {
 public:
  virtual ~Clock();

  /// The time now. Called from any thread, many times per request: it must not block.
  [[nodiscard]] virtual Time now() const = 0;

  /// How much time has passed since some moment before, whatever is done to the clock: it only grows. The
  /// default is `std::chrono::steady_clock`. Called while `now` is behind the latest time seen.
  [[nodiscard]] virtual std::chrono::milliseconds elapsed() const;
};

/// The system's clock.
[[nodiscard]] MFA_EXPORT std::shared_ptr<Clock> systemClock();

}  // namespace mfa
