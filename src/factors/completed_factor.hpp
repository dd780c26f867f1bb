// The proof that every change of a user's own factors needs.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "mfa/storage.hpp"
#include "mfa/time.hpp"

namespace mfa::factors {

/// Which session asks, and how fresh its proof must be.
struct RequiredFactor {
  std::string sessionHandle{};
  std::optional<std::chrono::milliseconds> completedWithin{};
};

enum class Proof {
  Given,
  Missing,      ///< no factor that is enrolled now, or too long ago
  SessionGone,  ///< revoked or expired
};

/// Whether the session's row says that it completed a factor which its user has enrolled. A factor that was
/// enrolled later than it was completed here is another one under the same id.
[[nodiscard]] Proof proofOf(Transaction& tx, const RequiredFactor& required, Time now);

}  // namespace mfa::factors
