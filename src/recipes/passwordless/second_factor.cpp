#include "recipes/passwordless/second_factor.hpp"

#include "observe/report.hpp"
#include "recipes/passwordless/contacts.hpp"
#include "testing/defences.hpp"

namespace mfa::passwordless {

namespace {

// Thrown through the transaction, so that an enrolment for a session revoked at this moment is undone.
struct SessionVanished {};

Enrolment enrol(Transaction& tx, const EnrolledFactor& factor) {
  if (!stands(Defence::EnrolmentIsCommitted)) return Enrolment::Same;
  return tx.factors().enrolFirstOrCompare(factor);
}

Completion complete(Transaction& tx, observe::Report& report, const std::string& sessionHandle,
                    const SpentCode& spent, Time now) {
  const auto session = tx.sessions().find(sessionHandle, now);
  if (!session) return Completion::SessionGone;
  if (stands(Defence::OneFactorIsNotTwo) && session->openedByContact == nameOf(spent.contact))
    return Completion::OpenedByContact;
  const auto factorId = factorIdOf(spent.contact);
  const auto enrolment = enrol(tx, {.userId = session->userId,
                                    .factorId = factorId,
                                    .contact = spent.contact,
                                    .codeId = spent.codeId,
                                    .enrolledAt = now});
  if (enrolment == Enrolment::Other && stands(Defence::EnrolledContactDecides))
    return Completion::OtherContact;
  const CompletedFactor evidence{.factorId = factorId, .codeId = spent.codeId, .completedAt = now};
  if (tx.sessions().completeFactor(sessionHandle, evidence, now) == Update::Missing) throw SessionVanished{};
  const auto tell = [&](EventType type) {
    report.add({.type = type, .userId = session->userId, .sessionHandle = sessionHandle}, spent.contact);
  };
  if (enrolment == Enrolment::Enrolled) tell(EventType::FactorEnrolled);
  tell(EventType::SessionRaised);
  return enrolment == Enrolment::Enrolled ? Completion::DoneAndEnrolled : Completion::Done;
}

}  // namespace

Completion completeSession(const Services& services, const UserContext& userContext,
                           const std::string& sessionHandle, const SpentCode& spent) {
  const auto now = services.clock->now();
  try {
    return observe::transact(services, userContext, [&](Transaction& tx, observe::Report& report) {
      return complete(tx, report, sessionHandle, spent, now);
    });
  } catch (const SessionVanished&) {
    return Completion::SessionGone;
  }
}

bool hasNoFactor(Storage& storage, const std::string& userId) {
  return storage.read([&userId](Transaction& tx) { return tx.factors().list(userId).empty(); });
}

std::string reasonOf(Completion completion) {
  switch (completion) {
    case Completion::SessionGone:
      return "session_gone";
    case Completion::OpenedByContact:
      return "same_factor_twice";
    case Completion::OtherContact:
      return "other_contact";
    case Completion::Done:
    case Completion::DoneAndEnrolled:
      break;
  }
  return {};
}

}  // namespace mfa::passwordless
