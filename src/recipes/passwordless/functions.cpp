#include "recipes/passwordless/functions.hpp"

#include <utility>

namespace mfa::passwordless {

namespace {

/// A hook that runs `rule`. The recipe's object never moves, so the reference stays good.
template <class Operation, class Rule>
Hook<Operation> hook(const Passwordless::Impl& impl, Rule rule) {
  return [&impl, rule](typename Operation::Input input) { return rule(impl, std::move(input)); };
}

}  // namespace

Passwordless::Functions defaultFunctions(const Passwordless::Impl& impl) {
  return {
      .createCode = hook<CreateCode>(impl, createCode),
      .createNewCodeForDevice = hook<CreateNewCodeForDevice>(impl, createNewCodeForDevice),
      .consumeCode = hook<ConsumeCode>(impl, consumeCode),
      .checkCode = hook<CheckCode>(impl, checkCode),
      .updateUser = hook<UpdateUser>(impl, updateUser),
      .revokeAllCodes = hook<RevokeAllCodes>(impl, revokeAllCodes),
      .revokeCode = hook<RevokeCode>(impl, revokeCode),
      .listCodesByEmail = hook<ListCodesByEmail>(impl, listCodesByEmail),
      .listCodesByPhoneNumber = hook<ListCodesByPhoneNumber>(impl, listCodesByPhoneNumber),
      .listCodesByDeviceId = hook<ListCodesByDeviceId>(impl, listCodesByDeviceId),
      .listCodesByPreAuthSessionId = hook<ListCodesByPreAuthSessionId>(impl, listCodesByPreAuthSessionId)};
}

}  // namespace mfa::passwordless
