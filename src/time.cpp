#include "mfa/time.hpp"

namespace mfa {
namespace {

class SystemClock final : public Clock {
 public:
  [[nodiscard]] Time now() const override {
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
  }
};

}  // namespace

Clock::~Clock() = default;

std::chrono::milliseconds Clock::elapsed() const {
  return std::chrono::floor<std::chrono::milliseconds>(std::chrono::steady_clock::now().time_since_epoch());
}

std::shared_ptr<Clock> systemClock() { return std::make_shared<SystemClock>(); }

}  // namespace mfa
