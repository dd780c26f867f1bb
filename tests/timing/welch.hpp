// Whether two rows of measurements come from one distribution. Source: B. L. Welch, Biometrika 34 (1947); O.
// Reparaz, J. Balasch, I. Verbauwhede, "Dude, is my code constant time?", 2017.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

namespace mfa::test {

/// Beyond it, one says that they differ: by chance alone that happens once in 150,000 times.
inline constexpr double kSuspicious = 4.5;

struct Samples {
  std::vector<double> left{};
  std::vector<double> right{};
};

inline double mean(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

/// The variance of the mean.
inline double varianceOfMean(const std::vector<double>& values) {
  const double middle = mean(values);
  double sum = 0;
  for (const double value : values) sum += (value - middle) * (value - middle);
  const auto count = static_cast<double>(values.size());
  return sum / (count - 1) / count;
}

/// Welch's t of the two.
inline double welch(const Samples& samples) {
  const double spread = std::sqrt(varianceOfMean(samples.left) + varianceOfMean(samples.right));
  return spread > 0 ? (mean(samples.left) - mean(samples.right)) / spread : 0;
}

/// What lies below `share` of all measurements. What lies above it was interrupted: that says nothing of the
/// code, and drowns what does.
inline Samples cropped(const Samples& samples, double share) {
  auto all = samples.left;
  all.insert(all.end(), samples.right.begin(), samples.right.end());
  const auto place = static_cast<std::ptrdiff_t>(share * static_cast<double>(all.size() - 1));
  std::nth_element(all.begin(), all.begin() + place, all.end());
  const double most = all[static_cast<std::size_t>(place)];
  Samples kept;
  for (const double value : samples.left)
    if (value <= most) kept.left.push_back(value);
  for (const double value : samples.right)
    if (value <= most) kept.right.push_back(value);
  return kept;
}

}  // namespace mfa::test
