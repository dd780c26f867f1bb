#include "measure.hpp"

#include <iomanip>
#include <iostream>

namespace bench {
namespace {

double ratio(const Rates& rates) { return rates.ours / rates.baseline; }

}  // namespace

void Report::compare(const std::string& name, double target, const std::function<Rates()>& round,
                     int rounds) {
  std::vector<Rates> measured;
  for (int i = 0; i < rounds; ++i) measured.push_back(round());
  std::ranges::sort(measured, {}, ratio);
  const auto& median = measured[measured.size() / 2];
  const bool isReached = ratio(median) >= target;
  if (!isReached) ++missed_;
  std::cout << std::fixed << std::setprecision(0) << name << ": ours " << median.ours << "/s, baseline "
            << median.baseline << "/s, " << std::setprecision(2) << "ratio " << ratio(median) << " (from "
            << ratio(measured.front()) << " to " << ratio(measured.back()) << "), target " << target << ": "
            << (isReached ? "reached" : "MISSED") << std::endl;
}

void Report::note(const std::string& name, const std::string& figure) {
  std::cout << name << ": " << figure << std::endl;
}

}  // namespace bench
