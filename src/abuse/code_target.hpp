// Whose code, and where it goes.
#pragma once

#include <optional>
#include <string>

#include "mfa/storage.hpp"

namespace mfa::abuse {

struct CodeTarget {
  std::optional<std::string> accountId{};  ///< of the session of the request; nothing without one
  Contact contact{};
  std::string tenantId = kPublicTenant;
};

/// What carries a message: limits that keep costs down are off while it is the development outbox.
enum class Carrier { Outbox, Sender };

/// Why a message may not be sent, and for how long.
struct SendRefusal {
  enum class Why { NoBudget, CountryPaused, NewNumbersStopped };

  Why why = Why::NoBudget;
  std::string limit{};  ///< the name of the limit that is exhausted: "sends_per_day"
  std::chrono::milliseconds retryAfter{};
};

/// Whether the account has enrolled that contact.
[[nodiscard]] bool isEnrolled(Transaction& tx, const std::string& accountId, const Contact& contact);

}  // namespace mfa::abuse
