#include <algorithm>
#include <utility>

#include "crypto/random.hpp"
#include "mfa/errors.hpp"
#include "recipes/passwordless/code_secrets.hpp"
#include "recipes/passwordless/contacts.hpp"
#include "recipes/passwordless/functions.hpp"
#include "recipes/passwordless/new_code.hpp"
#include "recipes/passwordless/session_binding.hpp"

namespace mfa::passwordless {

namespace {

/// Devices that one new code clears away: an `Auth` that nobody keeps house for does not grow without end.
constexpr int kExpiredDevicesPerNewCode = 2;

/// Codes of one device have an order, also when they are made within one millisecond: the older ones go
/// first.
Time timeAfter(Time now, const std::vector<Code>& codes) {
  return codes.empty() ? now : std::max(now, codes.back().createdAt + std::chrono::milliseconds{1});
}

enum class Stored { Done, Conflict, SessionGone };

}  // namespace

CreateCode::Result createCode(const Passwordless::Impl& impl, const CreateCode::Input& input) {
  const auto binding = requestBinding(input.userContext, input.session, input.tenantId);
  const auto secrets = newDeviceSecrets(*impl.services.random);
  const auto code = newCode(impl, secrets, input.userInputCode, impl.now());
  const CodeDevice device{.preAuthSessionId = secrets.preAuthSessionId,
                          .tenantId = binding.tenantId,
                          .contact = contactOf(input.email, input.phoneNumber),
                          .purpose = binding.purpose,
                          .sessionHandle = binding.sessionHandle,
                          .accountId = binding.accountId,
                          .linkCodeSalt = secrets.linkCodeSalt,
                          .createdAt = code.row.createdAt};
  const auto stored = impl.services.storage->transact([&](Transaction& tx) {
    if (!isLive(tx, binding, code.row.createdAt)) return Stored::SessionGone;
    (void)tx.codes().removeExpired(code.row.createdAt, kExpiredDevicesPerNewCode);
    return tx.codes().replaceDevice(device, code.row) == Insert::Done ? Stored::Done : Stored::Conflict;
  });
  if (stored == Stored::SessionGone) throw UnauthorisedError{UnauthorisedError::Tokens::Clear};
  if (stored == Stored::Conflict) throw Error{"two devices with one id: the source of randomness repeats"};
  return code.made;
}

CreateNewCodeForDevice::Result createNewCodeForDevice(const Passwordless::Impl& impl,
                                                      const CreateNewCodeForDevice::Input& input) {
  const auto binding = requestBinding(input.userContext, input.session, input.tenantId);
  const auto id = preAuthSessionIdOf(input.deviceId);
  if (!id) return RestartFlowError{};
  const auto found = impl.services.storage->read([&](Transaction& tx) -> std::optional<DeviceWithCodes> {
    auto device = tx.codes().findDevice(*id);
    if (!device || !matches(tx, device->device, binding, impl.now())) return std::nullopt;
    return device;
  });
  if (!found || found->device.failedAttempts >= impl.config.maximumCodeInputAttempts)
    return RestartFlowError{};
  const DeviceSecrets secrets{.deviceId = input.deviceId,
                              .preAuthSessionId = found->device.preAuthSessionId,
                              .linkCodeSalt = found->device.linkCodeSalt};
  const auto code = newCode(impl, secrets, input.userInputCode, timeAfter(impl.now(), found->codes));
  const auto stored = impl.services.storage->transact(
      [&](Transaction& tx) { return tx.codes().addCode(code.row, handleToMatch(found->device, binding)); });
  if (stored == CodeInsert::Conflict) return CreateNewCodeForDevice::UserInputCodeAlreadyUsedError{};
  if (stored == CodeInsert::NoDevice) return RestartFlowError{};
  return code.made;
}

}  // namespace mfa::passwordless
