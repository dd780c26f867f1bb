// What the user is told about a budget that is empty.
#pragma once

#include <chrono>
#include <string>

namespace mfa::abuse {

/// "try again in 3 minutes": seconds below a minute, then minutes, then hours, always rounded up, so that
/// who waits that long is not refused again.
[[nodiscard]] std::string tryAgainIn(std::chrono::milliseconds wait);

}  // namespace mfa::abuse
