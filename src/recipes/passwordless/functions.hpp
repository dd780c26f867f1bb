// The rules of the passwordless recipe: the functions that its table begins with. Each calls its siblings
// through the final table.
#pragma once

#include "recipes/passwordless/impl.hpp"

namespace mfa::passwordless {

/// The whole table.
[[nodiscard]] Passwordless::Functions defaultFunctions(const Passwordless::Impl& impl);

// create.cpp
[[nodiscard]] CreateCode::Result createCode(const Passwordless::Impl& impl, const CreateCode::Input& input);
[[nodiscard]] CreateNewCodeForDevice::Result createNewCodeForDevice(
    const Passwordless::Impl& impl, const CreateNewCodeForDevice::Input& input);

// consume.cpp
[[nodiscard]] ConsumeCode::Result consumeCode(const Passwordless::Impl& impl,
                                              const ConsumeCode::Input& input);
[[nodiscard]] CheckCode::Result checkCode(const Passwordless::Impl& impl, const CheckCode::Input& input);

// update_user.cpp
[[nodiscard]] UpdateUser::Result updateUser(const Passwordless::Impl& impl, const UpdateUser::Input& input);

// devices.cpp
[[nodiscard]] RevokeAllCodes::Result revokeAllCodes(const Passwordless::Impl& impl,
                                                    const RevokeAllCodes::Input& input);
[[nodiscard]] RevokeCode::Result revokeCode(const Passwordless::Impl& impl, const RevokeCode::Input& input);
[[nodiscard]] std::vector<Device> listCodesByEmail(const Passwordless::Impl& impl,
                                                   const ListCodesByEmail::Input& input);
[[nodiscard]] std::vector<Device> listCodesByPhoneNumber(const Passwordless::Impl& impl,
                                                         const ListCodesByPhoneNumber::Input& input);
[[nodiscard]] std::optional<Device> listCodesByDeviceId(const Passwordless::Impl& impl,
                                                        const ListCodesByDeviceId::Input& input);
[[nodiscard]] std::optional<Device> listCodesByPreAuthSessionId(
    const Passwordless::Impl& impl, const ListCodesByPreAuthSessionId::Input& input);

}  // namespace mfa::passwordless
