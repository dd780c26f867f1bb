#include "factors/contact_change.hpp"

#include <utility>

#include "factors/completed_factor.hpp"
#include "mfa/errors.hpp"
#include "recipes/passwordless/contacts.hpp"
#include "recipes/passwordless/new_code.hpp"
#include "recipes/passwordless/requests.hpp"
#include "recipes/passwordless/sending.hpp"

namespace mfa::factors {
namespace {

using passwordless::SessionBinding;

/// What the rows say about a contact that somebody wants to enrol.
enum class Standing { Free, NotCompleted, SessionGone, Enrolled, OpensTheSession };

Standing standingOf(Transaction& tx, const StartContactChange::Input& input, const Contact& contact,
                    Time now) {
  const auto handle = input.session->getHandle();
  const auto proof = proofOf(tx, {handle, input.completedWithin}, now);
  if (proof == Proof::SessionGone) return Standing::SessionGone;
  if (proof == Proof::Missing) return Standing::NotCompleted;
  const auto session = tx.sessions().find(handle, now);
  if (session && session->openedByContact == passwordless::nameOf(contact)) return Standing::OpensTheSession;
  const auto enrolled = tx.factors().find(input.session->getUserId(), passwordless::factorIdOf(contact));
  return enrolled && enrolled->contact == contact ? Standing::Enrolled : Standing::Free;
}

std::optional<StartContactChange::Result> refusalOf(Standing standing) {
  switch (standing) {
    case Standing::SessionGone:
      throw UnauthorisedError{UnauthorisedError::Tokens::Clear};
    case Standing::NotCompleted:
      return FactorNotCompletedError{};
    case Standing::Enrolled:
      return AlreadyEnrolledError{};
    case Standing::OpensTheSession:
      return GeneralError{"You sign in with this contact: the second step needs another one."};
    case Standing::Free:
      break;
  }
  return std::nullopt;
}

std::variant<Contact, GeneralError> contactOf(const Passwordless::Impl& passwordless,
                                              const StartContactChange::Input& input) {
  if (input.email.has_value() == input.phoneNumber.has_value())
    throw BadInputError{"give either email or phoneNumber, and not both"};
  const auto kind = input.email ? ContactKind::Email : ContactKind::Phone;
  if (!passwordless::reaches(passwordless.config.contactMethod, kind))
    throw BadInputError{"codes are not sent to contacts of this kind"};
  return passwordless::checkContact(passwordless, {kind, input.email ? *input.email : *input.phoneNumber},
                                    input.session->getTenantId(), input.userContext);
}

struct Made {
  Standing standing = Standing::Free;
  passwordless::CreatedCode code{};
};

// The rows are asked once more where the code is written: what was true before it was counted may be no more.
Made makeCode(const Passwordless::Impl& passwordless, const StartContactChange::Input& input,
              const Contact& contact, const SessionBinding& binding) {
  const auto secrets = passwordless::newDeviceSecrets(*passwordless.services.random);
  const auto custom = passwordless::customCode(passwordless, binding.tenantId, input.userContext);
  const auto code = passwordless::newCode(passwordless, secrets, custom, passwordless.now());
  const CodeDevice device{.preAuthSessionId = secrets.preAuthSessionId,
                          .tenantId = binding.tenantId,
                          .contact = contact,
                          .purpose = binding.purpose,
                          .sessionHandle = binding.sessionHandle,
                          .accountId = binding.accountId,
                          .linkCodeSalt = secrets.linkCodeSalt,
                          .createdAt = code.row.createdAt};
  const auto standing = passwordless.services.storage->transact([&](Transaction& tx) {
    const auto found = standingOf(tx, input, contact, code.row.createdAt);
    if (found == Standing::Free && tx.codes().replaceDevice(device, code.row) == Insert::Conflict)
      throw Error{"two devices with one id: the source of randomness repeats"};
    return found;
  });
  return {standing, code.made};
}

}  // namespace

passwordless::SessionBinding changeBinding(const SessionPtr& session) {
  auto binding = passwordless::bindingOf(session, session->getTenantId());
  binding.purpose = CodePurpose::ChangeFactor;
  return binding;
}

StartContactChange::Result start(const Factors::Impl& impl, const StartContactChange::Input& input) {
  const auto& passwordless = impl.auth.passwordless().impl();
  const auto checked = contactOf(passwordless, input);
  if (const auto* invalid = std::get_if<GeneralError>(&checked)) return *invalid;
  const auto& contact = std::get<Contact>(checked);
  const auto binding = changeBinding(input.session);

  const auto standing = impl.services.storage->read(
      [&](Transaction& tx) { return standingOf(tx, input, contact, passwordless.now()); });
  if (auto refusal = refusalOf(standing)) return *std::move(refusal);
  if (auto refusal = passwordless::countSend(passwordless, contact, binding, input.userContext))
    return *std::move(refusal);
  const auto made = makeCode(passwordless, input, contact, binding);
  if (auto refusal = refusalOf(made.standing)) return *std::move(refusal);
  if (auto failure = passwordless::send(passwordless, made.code, contact, binding, input.userContext))
    return *std::move(failure);
  return StartContactChange::Ok{.deviceId = made.code.deviceId,
                                .preAuthSessionId = made.code.preAuthSessionId};
}

}  // namespace mfa::factors
