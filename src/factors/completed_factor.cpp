#include "factors/completed_factor.hpp"

namespace mfa::factors {

Proof proofOf(Transaction& tx, const RequiredFactor& required, Time now) {
  const auto session = tx.sessions().find(required.sessionHandle, now);
  if (!session) return Proof::SessionGone;
  const auto& completed = session->completedFactor;
  if (!completed) return Proof::Missing;
  if (required.completedWithin && completed->completedAt + *required.completedWithin <= now)
    return Proof::Missing;
  const auto enrolled = tx.factors().find(session->userId, completed->factorId);
  return enrolled && enrolled->enrolledAt <= completed->completedAt ? Proof::Given : Proof::Missing;
}

}  // namespace mfa::factors
