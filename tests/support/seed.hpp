// Where tests that draw lots begin: a failure tells the seed, and MFA_SEED plays it again.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <random>
#include <string>

namespace mfa::test {

/// One step of SplitMix64.
[[nodiscard]] constexpr std::uint64_t mixed(std::uint64_t state) {
  state = (state ^ (state >> 30)) * 0xbf58476d1ce4e5b9;
  state = (state ^ (state >> 27)) * 0x94d049bb133111eb;
  return state ^ (state >> 31);
}

/// Whether full counts are asked for, with MFA_NIGHTLY=1.
[[nodiscard]] inline bool isNightly() {
  const char* const variable = std::getenv("MFA_NIGHTLY");
  return variable != nullptr && *variable == '1';
}

/// The seed in MFA_SEED. Otherwise a new one each night, and the same one by day: what fails on a developer's
/// machine was not broken by somebody's luck.
[[nodiscard]] inline std::uint64_t testSeed() {
  if (const char* const variable = std::getenv("MFA_SEED")) return std::stoull(variable);
  static const std::uint64_t drawn = std::random_device{}();
  return isNightly() ? drawn : 1;
}

/// Numbers from a seed: the same on every machine, which the distributions of <random> are not.
class Lots {
 public:
  explicit Lots(std::uint64_t seed) : state_{seed} {}

  /// A number below `bound`.
  [[nodiscard]] std::size_t below(std::size_t bound) {
    return static_cast<std::size_t>(mixed(state_ += 0x9e3779b97f4a7c15) % bound);
  }

  /// True once in `times`, on average.
  [[nodiscard]] bool onceIn(std::size_t times) { return below(times) == 0; }

  template <class Sequence>
  [[nodiscard]] auto& oneOf(Sequence& sequence) {
    return sequence[below(sequence.size())];
  }

 private:
  std::uint64_t state_;
};

}  // namespace mfa::test
