// Telling contacts that the factors of their account have changed.
#pragma once

#include <string>
#include <vector>

#include "mfa/delivery.hpp"
#include "mfa/factors.hpp"
#include "mfa/storage/factors.hpp"

namespace mfa {

struct Services;

namespace factors {

/// A factor as hosts see it.
[[nodiscard]] Factor factorOf(const EnrolledFactor& row);

/// What happened, for the contacts that it is told to.
struct Change {
  NoticeType type = NoticeType::FactorReplaced;
  std::string userId{};
  std::string tenantId{};
  std::optional<Factor> now{};           ///< what is enrolled in its place, or beside the others
  std::vector<EnrolledFactor> toldTo{};  ///< the contacts that were enrolled before
  UserContext userContext{};
};

/// Sends the notices. What cannot be sent is an event and undoes nothing: the change is committed.
void tell(const Services& services, const Change& change);

}  // namespace factors

}  // namespace mfa
