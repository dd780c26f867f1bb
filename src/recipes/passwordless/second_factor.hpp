// Rule 2: an enrolled factor is a row of its own.
//
// When `createNewSession` gives the session of the request back, the code completes that session. Whether it
// may is decided here, in one transaction, from rows: the session as it lives, and the factor that its user
// has enrolled. No token, metadata or override has a say.
#pragma once

#include <string>

#include "mfa/storage.hpp"
#include "recipes/passwordless/spent_code.hpp"
#include "services.hpp"

namespace mfa::passwordless {

/// What came of completing a session.
enum class Completion {
  Done,             ///< the contact is the enrolled one
  DoneAndEnrolled,  ///< the user had no factor; this one is enrolled now
  SessionGone,
  OpenedByContact,  ///< the session owes its being to a code for that contact: one factor would count twice
  OtherContact,     ///< another one is enrolled
};

[[nodiscard]] constexpr bool isDone(Completion completion) {
  return completion == Completion::Done || completion == Completion::DoneAndEnrolled;
}

/// Compares the code's contact with the factor of the session's user, or enrols it if there is none, and
/// records the evidence; both are told with the change. If it is not done, nothing has changed.
[[nodiscard]] Completion completeSession(const Services& services, const UserContext& userContext,
                                         const std::string& sessionHandle, const SpentCode& spent);

/// Whether the user has no second factor yet.
[[nodiscard]] bool hasNoFactor(Storage& storage, const std::string& userId);

/// One word for the event of a refusal.
[[nodiscard]] std::string reasonOf(Completion completion);

}  // namespace mfa::passwordless
