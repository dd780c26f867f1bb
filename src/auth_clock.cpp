#include "auth_clock.hpp"

namespace mfa {
namespace {

constexpr const char* kSetting = "latest_time";
constexpr UnixMillis kKeepingInterval = 60'000;

void raise(std::atomic<UnixMillis>& number, UnixMillis value) {
  auto seen = number.load();
  while (seen < value && !number.compare_exchange_weak(seen, value)) {
  }
}

}  // namespace

Time SteadyClock::now() const {
  const auto told = toUnixMillis(source_->now());
  // Most calls find the latest time a moment old: only one that is a millisecond further writes it.
  if (told <= latest_.load(std::memory_order_relaxed)) return fromUnixMillis(latest_.load());
  raise(latest_, told);
  return fromUnixMillis(latest_.load());
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
