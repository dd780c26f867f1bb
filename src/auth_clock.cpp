#include "auth_clock.hpp"

namespace mfa {
namespace {

constexpr const char* kSetting = "latest_time";
constexpr UnixMillis kKeepingInterval = 60'000;
/// Further behind than calls that overtake one another, or a clock that is being disciplined, can be.
constexpr UnixMillis kSetBack = 1'000;

void raise(std::atomic<UnixMillis>& number, UnixMillis value) {
  auto seen = number.load();
  while (seen < value && !number.compare_exchange_weak(seen, value)) {
  }
}

}  // namespace

Time SteadyClock::now() const {
  const auto told = toUnixMillis(source_->now());
  const auto latest = latest_.load(std::memory_order_relaxed);
  // Most calls find the latest time a moment old: only one that is a millisecond further writes it.
  if (told > latest) raise(latest_, told);
  if (told + kSetBack < latest) raise(latest_, slewed());
  return fromUnixMillis(latest_.load());
}

// One glitch into the future must not stop the clock for years: codes and tokens would live as long.
UnixMillis SteadyClock::slewed() const {
  const auto elapsed = source_->elapsed();
  const std::scoped_lock lock{slewMutex_};
  const auto latest = latest_.load();
  if (latest != slew_.told) slew_ = {.since = elapsed, .from = latest};
  slew_.told = slew_.from + (elapsed - slew_.since).count() / 2;
  return slew_.told;
}

void SteadyClock::resume(Transaction& tx) {
  const auto latest = tx.settings().raise(kSetting, toUnixMillis(now()));
  raise(latest_, latest);
  raise(kept_, latest);
}

bool SteadyClock::isKeepingDue() {
  const auto latest = toUnixMillis(now());
  auto kept = kept_.load();
  return latest >= kept + kKeepingInterval && kept_.compare_exchange_strong(kept, latest);
}

void SteadyClock::keep(Storage& storage) {
  const auto latest = toUnixMillis(now());
  storage.transact([latest](Transaction& tx) { tx.settings().raise(kSetting, latest); });
  raise(kept_, latest);
}

}  // namespace mfa
