// A comparison that stops at the first difference tells, by its time, how much of a guess was right. Source:
// OWASP ASVS 5.0 11.2.4; CWE-208.
#include <algorithm>
#include <array>
#include <atomic>
#include <catch2/catch.hpp>
#include <chrono>
#include <cstring>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "crypto/hash.hpp"
#include "support/seed.hpp"
#include "timing/welch.hpp"

namespace mfa::test {
namespace {

/// So many comparisons make one measurement: a clock that counts nanoseconds does not see a single one.
constexpr int kComparisons = 16;

using Compare = std::function<bool(const std::string& left, const std::string& right)>;

double measure(const Compare& compare, const std::string& left, const std::string& right) {
  std::atomic_thread_fence(std::memory_order_seq_cst);
  const auto start = std::chrono::steady_clock::now();
  bool isEqual = true;
  for (int i = 0; i < kComparisons; ++i) isEqual &= compare(left, right);
  const auto end = std::chrono::steady_clock::now();
  if (isEqual) throw std::logic_error{"the comparison compares nothing"};
  return static_cast<double>((end - start).count());
}

/// Compares a secret with guesses that differ in their first octet (left) or their last (right), in an order
/// that is drawn. Both are copied to one place before, and sorted when all are done: nothing but what they
/// say differs, not even where the processor has just jumped.
Samples guesses(const Compare& compare, std::size_t size, int count, Lots& lots) {
  const std::string secret(size, 's');
  std::array<std::string, 2> wrong{secret, secret};
  wrong[0].front() ^= 1;
  wrong[1].back() ^= 1;
  std::vector<std::pair<std::size_t, double>> measured(static_cast<std::size_t>(count));
  std::string guess = secret;
  for (auto& [which, nanoseconds] : measured) {
    which = lots.below(2);
    std::memcpy(guess.data(), wrong[which].data(), size);
    nanoseconds = measure(compare, secret, guess);
  }
  Samples samples;
  for (const auto& [which, nanoseconds] : measured)
    (which == 0 ? samples.left : samples.right).push_back(nanoseconds);
  return samples;
}

/// The t that stands out most among several crops: a leak may show in the fast half only.
double mostTelling(const Samples& samples) {
  double most = 0;
  for (const double share : {0.5, 0.75, 0.9, 0.99}) {
    const double t = welch(cropped(samples, share));
    if (std::abs(t) > std::abs(most)) most = t;
  }
  return most;
}

/// The least |t| of five rounds, or 0 if they disagree on which guess is the faster one. A machine that slows
/// down for a while makes one round stand out; a leak comes back in each, and with the same sign.
double leak(const Compare& compare, std::size_t size, int count) {
  constexpr int kRounds = 5;
  Lots lots{testSeed()};
  std::vector<double> found;
  for (int round = 0; round < kRounds; ++round)
    found.push_back(mostTelling(guesses(compare, size, count / kRounds, lots)));
  const auto [least, most] = std::ranges::minmax(found);
  if (least < 0 && most > 0) return 0;
  return std::min(std::abs(least), std::abs(most));
}

crypto::Digest digestOf(const std::string& octets) {
  crypto::Digest digest{};
  std::memcpy(digest.data(), octets.data(), digest.size());
  return digest;
}

int count() { return isNightly() ? 2'000'000 : 40'000; }

}  // namespace

TEST_CASE("digests are compared in constant time", "[timing][crypto]") {
  const double t =
      leak([](const std::string& left,
              const std::string& right) { return crypto::equal(digestOf(left), digestOf(right)); },
           sizeof(crypto::Digest), count());
  CAPTURE(t);
  CHECK(t < kSuspicious);
}

TEST_CASE("texts are compared in constant time", "[timing][crypto]") {
  const auto size = GENERATE(std::size_t{6}, std::size_t{43}, std::size_t{1'024});
  const double t = leak([](const std::string& left,
                           const std::string& right) { return crypto::equalInConstantTime(left, right); },
                        size, count() / 4);
  CAPTURE(size, t);
  CHECK(t < kSuspicious);
}

// The measurement itself: it finds what it is there for.
TEST_CASE("memcmp is found to stop at the first difference", "[timing][crypto]") {
  const double t =
      leak([](const std::string& left,
              const std::string& right) { return std::memcmp(left.data(), right.data(), left.size()) == 0; },
           1'024, count());
  CAPTURE(t);
  CHECK(t > 10);
}

TEST_CASE("a loop that stops at the first difference is found in 32 octets", "[timing][crypto]") {
  const double t = leak(
      [](const std::string& left, const std::string& right) {
        for (std::size_t i = 0; i < left.size(); ++i)
          if (left[i] != right[i]) return false;
        return true;
      },
      sizeof(crypto::Digest), count());
  CAPTURE(t);
  CHECK(t > 10);
}

}  // namespace mfa::test
