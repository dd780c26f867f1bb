#include "recipes/passwordless/functions.hpp"

#include "recipes/passwordless/hook.hpp"

namespace mfa::passwordless {

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
