// A code, before anybody has it: what is sent, and what is stored of it.
#pragma once

#include <optional>
#include <string>

#include "recipes/passwordless/code_secrets.hpp"
#include "recipes/passwordless/impl.hpp"

namespace mfa::passwordless {

struct NewCode {
  CreatedCode made{};
  Code row{};
};

/// A code for a device: `custom`, or a random one.
[[nodiscard]] NewCode newCode(const Passwordless::Impl& impl, const DeviceSecrets& device,
                              const std::optional<std::string>& custom, Time timeCreated);

/// What the host's own generator makes, if there is one.
[[nodiscard]] std::optional<std::string> customCode(const Passwordless::Impl& impl,
                                                    const std::string& tenantId,
                                                    const UserContext& userContext);

}  // namespace mfa::passwordless
