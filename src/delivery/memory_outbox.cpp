#include <algorithm>
#include <deque>
#include <mutex>

#include "mfa/delivery/outbox.hpp"

namespace mfa {

struct MemoryOutbox::State {
  std::size_t capacity = 0;
  std::mutex mutex{};
  std::deque<OutboxMessage> kept{};
};

MemoryOutbox::MemoryOutbox(std::size_t capacity) : state_{std::make_unique<State>()} {
  state_->capacity = capacity;
}

MemoryOutbox::~MemoryOutbox() = default;

void MemoryOutbox::add(const OutboxMessage& message) {
  const std::lock_guard lock{state_->mutex};
  state_->kept.push_back(message);
  if (state_->kept.size() > state_->capacity) state_->kept.pop_front();
}

std::vector<OutboxMessage> MemoryOutbox::messages() const {
  const std::lock_guard lock{state_->mutex};
  return {state_->kept.begin(), state_->kept.end()};
}

std::optional<OutboxMessage> MemoryOutbox::last(const std::string& to) const {
  const std::lock_guard lock{state_->mutex};
  const auto& kept = state_->kept;
  const auto found =
      std::find_if(kept.rbegin(), kept.rend(), [&to](const auto& message) { return message.to == to; });
  if (found == kept.rend()) return std::nullopt;
  return *found;
}

}  // namespace mfa
