#include "crypto/hash_pool.hpp"

#include <algorithm>
#include <thread>

#include "mfa/errors.hpp"

namespace mfa::crypto {
namespace {

HashPool::Limits resolved(HashPool::Limits limits) {
  if (limits.running == 0) limits.running = std::max<std::size_t>(1, std::thread::hardware_concurrency());
  return limits;
}

}  // namespace

HashPool::HashPool() : HashPool{Limits{}} {}
HashPool::HashPool(Limits limits) : limits_{resolved(limits)} {}

std::size_t HashPool::running() const {
  const std::lock_guard lock{mutex_};
  return running_;
}

std::size_t HashPool::waiting() const {
  const std::lock_guard lock{mutex_};
  return queue_.size();
}

void HashPool::enter() {
  const OverloadedError overloaded{
      "too many passwords are being hashed",
      std::max(std::chrono::seconds{1}, std::chrono::ceil<std::chrono::seconds>(limits_.patience))};
  std::unique_lock lock{mutex_};
  if (running_ < limits_.running) {
    ++running_;
    return;
  }
  if (queue_.size() >= limits_.waiting) throw overloaded;

  Waiter self;
  const auto place = queue_.insert(queue_.end(), &self);
  if (self.called.wait_for(lock, limits_.patience, [&] { return self.admitted; })) return;
  queue_.erase(place);
  throw overloaded;
}

// The place goes to the first waiter without being free in between, so that a newcomer cannot take it. He is
// called under the lock: once it is released he may return, and his `Waiter` is gone.
void HashPool::leave() noexcept {
  const std::lock_guard lock{mutex_};
  if (queue_.empty()) {
    --running_;
    return;
  }
  Waiter& first = *queue_.front();
  queue_.pop_front();
  first.admitted = true;
  first.called.notify_one();
}

}  // namespace mfa::crypto
