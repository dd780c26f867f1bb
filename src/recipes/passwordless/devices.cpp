#include <utility>

#include "mfa/errors.hpp"
#include "recipes/passwordless/code_secrets.hpp"
#include "recipes/passwordless/contacts.hpp"
#include "recipes/passwordless/functions.hpp"

namespace mfa::passwordless {

namespace {

Device deviceOf(const DeviceWithCodes& found) {
  Device device{.preAuthSessionId = found.device.preAuthSessionId,
                .failedCodeInputAttemptCount = found.device.failedAttempts,
                .email = emailOf(found.device.contact),
                .phoneNumber = phoneNumberOf(found.device.contact)};
  for (const auto& code : found.codes)
    device.codes.push_back({.codeId = code.codeId,
                            .timeCreated = code.createdAt,
                            .codeLifetime = code.expiresAt - code.createdAt});
  return device;
}

std::vector<Device> listByContact(const Passwordless::Impl& impl, const std::string& tenantId,
                                  const std::optional<Contact>& contact) {
  if (!contact) return {};
  const auto found = impl.services.storage->read(
      [&](Transaction& tx) { return tx.codes().listByContact(tenantId, *contact); });
  std::vector<Device> devices;
  for (const auto& device : found) devices.push_back(deviceOf(device));
  return devices;
}

std::optional<Device> findDevice(const Passwordless::Impl& impl, const std::string& tenantId,
                                 const std::string& preAuthSessionId) {
  const auto found = impl.services.storage->read(
      [&preAuthSessionId](Transaction& tx) { return tx.codes().findDevice(preAuthSessionId); });
  if (!found || found->device.tenantId != tenantId) return std::nullopt;
  return deviceOf(*found);
}

}  // namespace

std::vector<Device> listCodesByEmail(const Passwordless::Impl& impl, const ListCodesByEmail::Input& input) {
  return listByContact(impl, input.tenantId, emailContact(input.email));
}

std::vector<Device> listCodesByPhoneNumber(const Passwordless::Impl& impl,
                                           const ListCodesByPhoneNumber::Input& input) {
  return listByContact(impl, input.tenantId, phoneContact(input.phoneNumber));
}

std::optional<Device> listCodesByDeviceId(const Passwordless::Impl& impl,
                                          const ListCodesByDeviceId::Input& input) {
  const auto id = preAuthSessionIdOf(input.deviceId);
  if (!id) return std::nullopt;
  return findDevice(impl, input.tenantId, *id);
}

std::optional<Device> listCodesByPreAuthSessionId(const Passwordless::Impl& impl,
                                                  const ListCodesByPreAuthSessionId::Input& input) {
  return findDevice(impl, input.tenantId, withoutPadding(input.preAuthSessionId));
}

RevokeAllCodes::Result revokeAllCodes(const Passwordless::Impl& impl, const RevokeAllCodes::Input& input) {
  const auto contact = contactOf(input.email, input.phoneNumber);
  impl.services.storage->transact(
      [&](Transaction& tx) { tx.codes().removeDevicesOfContact(input.tenantId, contact); });
  return RevokeAllCodes::Ok{};
}

RevokeCode::Result revokeCode(const Passwordless::Impl& impl, const RevokeCode::Input& input) {
  if (input.codeId.has_value() == input.preAuthSessionId.has_value())
    throw BadInputError{"give either codeId or preAuthSessionId, and not both"};
  (void)impl.services.storage->transact([&input](Transaction& tx) {
    return input.codeId ? tx.codes().removeCode(*input.codeId)
                        : tx.codes().removeDevice(withoutPadding(*input.preAuthSessionId));
  });
  return RevokeCode::Ok{};
}

}  // namespace mfa::passwordless
