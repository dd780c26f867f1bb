#include "abuse/wait_in_words.hpp"

#include <algorithm>

namespace mfa::abuse {

namespace {

std::string counted(std::chrono::milliseconds::rep count, const std::string& unit) {
  return std::to_string(count) + ' ' + unit + (count == 1 ? "" : "s");
}

}  // namespace

std::string tryAgainIn(std::chrono::milliseconds wait) {
  using namespace std::chrono_literals;
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(std::max(wait, 1ms));
  if (seconds < 1min) return "try again in " + counted(seconds.count(), "second");
  const auto minutes = std::chrono::ceil<std::chrono::minutes>(wait);
  if (minutes < 1h) return "try again in " + counted(minutes.count(), "minute");
  return "try again in " + counted(std::chrono::ceil<std::chrono::hours>(wait).count(), "hour");
}

}  // namespace mfa::abuse
