#include "recipes/passwordless/apis.hpp"

#include <utility>

#include "recipes/passwordless/code_secrets.hpp"
#include "recipes/passwordless/contacts.hpp"
#include "recipes/passwordless/hook.hpp"
#include "recipes/passwordless/new_code.hpp"
#include "recipes/passwordless/sending.hpp"

namespace mfa::passwordless {

namespace {

/// A custom code may be drawn twice for one device; a generator that does so this often is stuck.
constexpr int kTriesForNewCode = 3;

std::optional<CodeDevice> deviceOfRequest(const Passwordless::Impl& impl, const std::string& deviceId,
                                          const SessionBinding& binding) {
  const auto id = preAuthSessionIdOf(deviceId);
  if (!id) return std::nullopt;
  return impl.services.storage->read([&](Transaction& tx) -> std::optional<CodeDevice> {
    auto found = tx.codes().findDevice(*id);
    if (!found || !matches(tx, found->device, binding, impl.now())) return std::nullopt;
    return std::move(found->device);
  });
}

CreateNewCodeForDevice::Result oneMoreCode(const Passwordless::Impl& impl, const ResendCodePOST::Input& input,
                                           const std::string& tenantId) {
  CreateNewCodeForDevice::Result result = CreateNewCodeForDevice::UserInputCodeAlreadyUsedError{};
  for (int tries = 0; tries < kTriesForNewCode; ++tries) {
    result =
        impl.functions.createNewCodeForDevice({.deviceId = input.deviceId,
                                               .userInputCode = customCode(impl, tenantId, input.userContext),
                                               .session = input.session,
                                               .tenantId = tenantId,
                                               .userContext = input.userContext});
    if (!std::holds_alternative<CreateNewCodeForDevice::UserInputCodeAlreadyUsedError>(result)) break;
  }
  return result;
}

}  // namespace

CreateCodePOST::Result createCodePOST(const Passwordless::Impl& impl, const CreateCodePOST::Input& input) {
  const auto contact = contactOf(input.email, input.phoneNumber);
  const auto binding = requestBinding(input.userContext, input.session, input.tenantId);
  if (auto refusal = countSend(impl, contact, binding, input.userContext)) return *std::move(refusal);
  const auto result =
      impl.functions.createCode({.email = emailOf(contact),
                                 .phoneNumber = phoneNumberOf(contact),
                                 .userInputCode = customCode(impl, input.tenantId, input.userContext),
                                 .session = input.session,
                                 .shouldTryLinkingWithSessionUser = input.shouldTryLinkingWithSessionUser,
                                 .tenantId = input.tenantId,
                                 .userContext = input.userContext});
  const auto& code = *ok(result);
  if (auto failure = send(impl, code, contact, binding, input.userContext)) return *std::move(failure);
  return CreateCodePOST::Ok{.deviceId = code.deviceId,
                            .preAuthSessionId = code.preAuthSessionId,
                            .flowType = flowTypeOf(impl, binding)};
}

ResendCodePOST::Result resendCodePOST(const Passwordless::Impl& impl, const ResendCodePOST::Input& input) {
  const auto binding = requestBinding(input.userContext, input.session, input.tenantId);
  const auto device = deviceOfRequest(impl, input.deviceId, binding);
  if (!device || !reaches(impl.config.contactMethod, device->contact.kind)) return RestartFlowError{};
  if (device->failedAttempts >= impl.config.maximumCodeInputAttempts) return RestartFlowError{};
  if (auto refusal = countSend(impl, device->contact, binding, input.userContext)) return *std::move(refusal);
  const auto result = oneMoreCode(impl, input, device->tenantId);
  if (std::holds_alternative<RestartFlowError>(result)) return RestartFlowError{};
  const auto* code = ok(result);
  if (code == nullptr) return GeneralError{"Failed to generate a one-time code. Please try again."};
  if (auto failure = send(impl, *code, device->contact, binding, input.userContext))
    return *std::move(failure);
  return ResendCodePOST::Ok{};
}

EmailExistsGET::Result emailExistsGET(const Passwordless::Impl& impl, const EmailExistsGET::Input& input) {
  const auto contact = emailContact(input.email);
  return EmailExistsGET::Ok{contact && impl.services.storage->read([&](Transaction& tx) {
    return tx.users().findByContact(input.tenantId, kRecipeId, *contact).has_value();
  })};
}

PhoneNumberExistsGET::Result phoneNumberExistsGET(const Passwordless::Impl& impl,
                                                  const PhoneNumberExistsGET::Input& input) {
  const auto contact = phoneContact(input.phoneNumber);
  return PhoneNumberExistsGET::Ok{contact && impl.services.storage->read([&](Transaction& tx) {
    return !tx.users().listByContact(input.tenantId, *contact).empty();
  })};
}

Passwordless::Apis defaultApis(const Passwordless::Impl& impl) {
  return {.createCodePOST = hook<CreateCodePOST>(impl, createCodePOST),
          .resendCodePOST = hook<ResendCodePOST>(impl, resendCodePOST),
          .consumeCodePOST = hook<ConsumeCodePOST>(impl, consumeCodePOST),
          .emailExistsGET = hook<EmailExistsGET>(impl, emailExistsGET),
          .phoneNumberExistsGET = hook<PhoneNumberExistsGET>(impl, phoneNumberExistsGET)};
}

}  // namespace mfa::passwordless
