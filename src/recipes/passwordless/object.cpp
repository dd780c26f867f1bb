#include <utility>

#include "mfa/errors.hpp"
#include "recipes/passwordless/code_secrets.hpp"
#include "recipes/passwordless/contacts.hpp"
#include "recipes/passwordless/guess.hpp"
#include "recipes/passwordless/impl.hpp"
#include "recipes/passwordless/sending.hpp"
#include "recipes/passwordless/session_binding.hpp"

namespace mfa {

namespace {

template <class Hook, class Input>
auto call(const Passwordless::Impl& impl, const Hook& hook, Input input) {
  impl.bind(input.userContext);
  return hook(std::move(input));
}

}  // namespace

Passwordless::CreateCode::Result Passwordless::createCode(CreateCode::Input input) const {
  return call(*impl_, impl_->functions.createCode, std::move(input));
}

Passwordless::CreateNewCodeForDevice::Result Passwordless::createNewCodeForDevice(
    CreateNewCodeForDevice::Input input) const {
  return call(*impl_, impl_->functions.createNewCodeForDevice, std::move(input));
}

Passwordless::ConsumeCode::Result Passwordless::consumeCode(ConsumeCode::Input input) const {
  return call(*impl_, impl_->functions.consumeCode, std::move(input));
}

Passwordless::CheckCode::Result Passwordless::checkCode(CheckCode::Input input) const {
  return call(*impl_, impl_->functions.checkCode, std::move(input));
}

Passwordless::UpdateUser::Result Passwordless::updateUser(UpdateUser::Input input) const {
  return call(*impl_, impl_->functions.updateUser, std::move(input));
}

void Passwordless::revokeAllCodes(RevokeAllCodes::Input input) const {
  call(*impl_, impl_->functions.revokeAllCodes, std::move(input));
}

void Passwordless::revokeCode(RevokeCode::Input input) const {
  call(*impl_, impl_->functions.revokeCode, std::move(input));
}

std::vector<passwordless::Device> Passwordless::listCodesByEmail(ListCodesByEmail::Input input) const {
  return call(*impl_, impl_->functions.listCodesByEmail, std::move(input));
}

std::vector<passwordless::Device> Passwordless::listCodesByPhoneNumber(
    ListCodesByPhoneNumber::Input input) const {
  return call(*impl_, impl_->functions.listCodesByPhoneNumber, std::move(input));
}

std::optional<passwordless::Device> Passwordless::listCodesByDeviceId(
    ListCodesByDeviceId::Input input) const {
  return call(*impl_, impl_->functions.listCodesByDeviceId, std::move(input));
}

std::optional<passwordless::Device> Passwordless::listCodesByPreAuthSessionId(
    ListCodesByPreAuthSessionId::Input input) const {
  return call(*impl_, impl_->functions.listCodesByPreAuthSessionId, std::move(input));
}

std::string Passwordless::createMagicLink(CreateCode::Input input) const {
  const auto userContext = input.userContext;
  impl_->bind(userContext);
  const auto tenantId = passwordless::requestBinding(userContext, input.session, input.tenantId).tenantId;
  const auto result = createCode(std::move(input));
  return passwordless::magicLink(*impl_, *ok(result), tenantId, userContext);
}

Passwordless::ConsumeCode::Result Passwordless::signInUp(CreateCode::Input input) const {
  const auto created = createCode(input);
  const auto& code = *ok(created);
  passwordless::noteOwnCode(*impl_, input.userContext, code);
  return consumeCode({.preAuthSessionId = code.preAuthSessionId,
                      .deviceId = code.deviceId,
                      .userInputCode = code.userInputCode,
                      .session = std::move(input.session),
                      .shouldTryLinkingWithSessionUser = input.shouldTryLinkingWithSessionUser,
                      .tenantId = std::move(input.tenantId),
                      .userContext = input.userContext});
}

}  // namespace mfa
