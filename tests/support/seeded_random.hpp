// Randomness from a seed: a whole flow repeats itself, octet for octet.
#pragma once

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <span>

#include "mfa/random.hpp"
#include "support/seed.hpp"

namespace mfa::test {

/// SplitMix64. Any thread.
class SeededRandom final : public RandomSource {
 public:
  explicit SeededRandom(std::uint64_t seed = 1) : state_{seed} {}

  void fill(std::span<std::byte> octets) override {
    const std::lock_guard lock{mutex_};
    std::uint64_t word = 0;
    for (std::size_t i = 0; i < octets.size(); ++i, word >>= 8) {
      if (i % 8 == 0) word = next();
      octets[i] = static_cast<std::byte>(word & 0xff);
    }
  }

 private:
  std::uint64_t next() { return mixed(state_ += 0x9e3779b97f4a7c15); }

  std::mutex mutex_{};
  std::uint64_t state_;
};

}  // namespace mfa::test
