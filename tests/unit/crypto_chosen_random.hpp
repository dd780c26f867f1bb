// Randomness of the test's choosing: the octets it lists, then a stream that is the same in every run.
#pragma once

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <span>
#include <string>
#include <utility>

#include "mfa/random.hpp"

namespace mfa::crypto {

class ChosenRandom final : public RandomSource {
 public:
  explicit ChosenRandom(std::string first = {}) : first_{std::move(first)} {}

  void fill(std::span<std::byte> octets) override {
    const std::lock_guard lock{mutex_};
    for (std::byte& octet : octets) octet = next();
  }

 private:
  std::byte next() {
    if (at_ < first_.size()) return static_cast<std::byte>(first_[at_++]);
    state_ = state_ * 6'364'136'223'846'793'005U + 1'442'695'040'888'963'407U;
    return static_cast<std::byte>(state_ >> 56U);
  }

  std::mutex mutex_{};
  std::string first_;
  std::size_t at_ = 0;
  std::uint64_t state_ = 1;
};

}  // namespace mfa::crypto
