#include "recipes/passwordless/new_code.hpp"

#include <utility>

#include "crypto/random.hpp"
#include "mfa/errors.hpp"

namespace mfa::passwordless {

namespace {

std::string codeToSend(const Passwordless::Impl& impl, const std::optional<std::string>& custom) {
  if (!custom) return crypto::randomDigits(*impl.services.random, kGeneratedCodeDigits);
  if (custom->empty() || custom->size() > kMaxCustomCodeBytes)
    throw Error{"a code of the host's making must have 1 to 64 bytes"};
  return canonicalCode(*custom);
}

}  // namespace

NewCode newCode(const Passwordless::Impl& impl, const DeviceSecrets& device,
                const std::optional<std::string>& custom, Time timeCreated) {
  CreatedCode made{.preAuthSessionId = device.preAuthSessionId,
                   .codeId = crypto::uuid4(*impl.services.random),
                   .deviceId = device.deviceId,
                   .userInputCode = codeToSend(impl, custom),
                   .codeLifetime = impl.config.codeLifetime,
                   .timeCreated = timeCreated};
  made.linkCode = linkCodeOf(device.deviceId, device.linkCodeSalt, made.userInputCode);
  Code row{.codeId = made.codeId,
           .preAuthSessionId = made.preAuthSessionId,
           .codeHash = codeHashOf(*impl.services.hashingKey, made.linkCode).value(),
           .createdAt = made.timeCreated,
           .expiresAt = made.timeCreated + made.codeLifetime};
  return {std::move(made), std::move(row)};
}

std::optional<std::string> customCode(const Passwordless::Impl& impl, const std::string& tenantId,
                                      const UserContext& userContext) {
  if (!impl.config.getCustomUserInputCode) return std::nullopt;
  return impl.config.getCustomUserInputCode({.tenantId = tenantId, .userContext = userContext});
}

}  // namespace mfa::passwordless
