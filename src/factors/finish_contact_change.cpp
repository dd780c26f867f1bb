#include <utility>

#include "credential_change.hpp"
#include "factors/completed_factor.hpp"
#include "factors/contact_change.hpp"
#include "factors/notices.hpp"
#include "mfa/errors.hpp"
#include "observe/report.hpp"
#include "recipes/passwordless/contacts.hpp"
#include "recipes/passwordless/refusals.hpp"
#include "recipes/passwordless/spent_code.hpp"

namespace mfa::factors {
namespace {

using passwordless::CountedGuess;
using passwordless::Guess;
using passwordless::RestartFlowError;

// Thrown through the transaction, so that the code is not spent without the change.
struct ChangedMeanwhile {};

struct Finishing {
  Proof proof = Proof::Missing;
  code_spending::Result code = code_spending::NoDevice{};
  std::vector<EnrolledFactor> before{};
  EnrolledFactor now{};
  std::optional<EnrolledFactor> replaced{};
  std::vector<std::string> revoked{};
};

void write(Transaction& tx, const EnrolledFactor& row, const std::optional<EnrolledFactor>& replaced) {
  const bool isWritten = replaced ? tx.factors().replace(row, replaced->contact) == Update::Done
                                  : tx.factors().insertUnique(row) == Insert::Done;
  if (!isWritten) throw ChangedMeanwhile{};
}

/// The spent code, the new contact, its evidence and the end of everything else: one change, or none.
void change(Transaction& tx, observe::Report& report, const Services& services,
            const std::string& sessionHandle, const code_spending::Spent& spent, Finishing& finishing) {
  const auto& userId = spent.device.accountId.value();
  const auto factorId = passwordless::factorIdOf(spent.device.contact);
  // Before the number is enrolled, and so is new no more.
  passwordless::countVerified(tx, report, services, spent.device);
  finishing.before = tx.factors().list(userId);
  finishing.replaced = tx.factors().find(userId, factorId);
  finishing.now = {.userId = userId,
                   .factorId = factorId,
                   .contact = spent.device.contact,
                   .codeId = spent.code.codeId,
                   .enrolledAt = services.clock->now()};
  report.add({.type = finishing.replaced ? EventType::FactorReplaced : EventType::FactorEnrolled,
              .userId = userId,
              .sessionHandle = sessionHandle},
             finishing.now.contact);
  finishing.revoked = endAllElse(tx, report, {userId, sessionHandle, kFactorChanged});
  write(tx, finishing.now, finishing.replaced);
  const CompletedFactor evidence{factorId, spent.code.codeId, finishing.now.enrolledAt};
  if (tx.sessions().completeFactor(sessionHandle, evidence, finishing.now.enrolledAt) == Update::Missing)
    throw ChangedMeanwhile{};
}

Finishing spend(Transaction& tx, observe::Report& report, const Services& services,
                const std::string& sessionHandle, const CountedGuess& guess) {
  const auto now = services.clock->now();
  Finishing finishing{.proof = proofOf(tx, {sessionHandle, std::nullopt}, now)};
  if (finishing.proof != Proof::Given) return finishing;
  finishing.code = tx.codes().consumeOnce({.preAuthSessionId = guess.device.preAuthSessionId,
                                           .codeHash = guess.codeHash,
                                           .sessionHandle = sessionHandle,
                                           .now = now});
  if (const auto* spent = std::get_if<code_spending::Spent>(&finishing.code))
    change(tx, report, services, sessionHandle, *spent, finishing);
  return finishing;
}

FinishContactChange::Ok done(const Services& services, const FinishContactChange::Input& input,
                             Finishing finishing) {
  const auto& userId = finishing.now.userId;
  forgetEnded(services, finishing.revoked);
  services.budgets->resetGuessesOfAccount(userId, finishing.now.contact);
  FinishContactChange::Ok result{.factor = factorOf(finishing.now),
                                 .revokedSessionHandles = std::move(finishing.revoked)};
  if (finishing.replaced) result.replaced = factorOf(*finishing.replaced);
  tell(services, {.type = finishing.replaced ? NoticeType::FactorReplaced : NoticeType::FactorEnrolled,
                  .userId = userId,
                  .tenantId = input.session->getTenantId(),
                  .now = result.factor,
                  .toldTo = std::move(finishing.before),
                  .userContext = input.userContext});
  return result;
}

FinishContactChange::Result finishCounted(const Factors::Impl& impl, const FinishContactChange::Input& input,
                                          const Guess& guess, const CountedGuess& counted) {
  const auto& passwordless = impl.auth.passwordless().impl();
  const auto handle = input.session->getHandle();
  auto finishing =
      observe::transact(impl.services, input.userContext, [&](Transaction& tx, observe::Report& report) {
        return spend(tx, report, impl.services, handle, counted);
      });
  if (finishing.proof == Proof::SessionGone) throw UnauthorisedError{UnauthorisedError::Tokens::Clear};
  if (finishing.proof == Proof::Missing) return FactorNotCompletedError{};
  if (std::holds_alternative<code_spending::Wrong>(finishing.code))
    return passwordless::refuseWrong<FinishContactChange::Result>(passwordless, guess, counted);
  if (std::holds_alternative<code_spending::Expired>(finishing.code))
    return passwordless::refuseExpired<FinishContactChange::Result>(passwordless, guess, counted);
  if (std::holds_alternative<code_spending::NoDevice>(finishing.code)) return RestartFlowError{};
  return done(impl.services, input, std::move(finishing));
}

}  // namespace

FinishContactChange::Result finish(const Factors::Impl& impl, const FinishContactChange::Input& input) {
  const auto& passwordless = impl.auth.passwordless().impl();
  // Asked before a guess is counted: a session that may change nothing uses up nobody's budgets.
  const auto proof = impl.services.storage->read([&](Transaction& tx) {
    return proofOf(tx, {input.session->getHandle(), std::nullopt}, passwordless.now());
  });
  if (proof == Proof::SessionGone) throw UnauthorisedError{UnauthorisedError::Tokens::Clear};
  if (proof == Proof::Missing) return FactorNotCompletedError{};

  const Guess guess{.preAuthSessionId = input.preAuthSessionId,
                    .deviceId = input.deviceId,
                    .userInputCode = input.userInputCode,
                    .binding = changeBinding(input.session),
                    .userContext = input.userContext};
  const auto counted = passwordless::countGuess(passwordless, guess);
  if (const auto* refused = std::get_if<GeneralError>(&counted)) return *refused;
  if (std::holds_alternative<RestartFlowError>(counted)) return RestartFlowError{};
  try {
    return finishCounted(impl, input, guess, std::get<CountedGuess>(counted));
  } catch (const ChangedMeanwhile&) {
    return RestartFlowError{};
  }
}

}  // namespace mfa::factors
