#include <algorithm>

#include "stores.hpp"

namespace custom_storage {

using mfa::Code;
using mfa::CodeDevice;
using mfa::CodeInsert;
using mfa::Contact;
using mfa::DeviceWithCodes;
using mfa::Insert;
using mfa::Time;
using mfa::Update;

namespace {

bool sameAttempt(const CodeDevice& left, const CodeDevice& right) {
  return left.tenantId == right.tenantId && left.contact == right.contact && left.purpose == right.purpose &&
         left.accountId == right.accountId;
}

bool goesTo(const CodeDevice& device, const std::string& tenantId, const Contact& contact) {
  return device.tenantId == tenantId && device.contact == contact;
}

}  // namespace

bool Codes::taken(const Code& code) const {
  for (const auto& [id, entry] : draft_.read().devices.read())
    for (const auto& other : entry.codes)
      if (other.codeId == code.codeId || other.codeHash == code.codeHash) return true;
  return false;
}

Insert Codes::replaceDevice(const CodeDevice& device, const Code& code) {
  auto& devices = draft_.write().devices.write();
  if (devices.contains(device.preAuthSessionId) || taken(code)) return Insert::Conflict;
  std::erase_if(devices, [&](const auto& entry) { return sameAttempt(entry.second.device, device); });
  devices.emplace(device.preAuthSessionId, DeviceWithCodes{device, {code}});
  return Insert::Done;
}

std::optional<DeviceWithCodes> Codes::findDevice(const std::string& preAuthSessionId) {
  const auto& devices = draft_.read().devices.read();
  const auto found = devices.find(preAuthSessionId);
  if (found == devices.end()) return std::nullopt;
  return found->second;
}

std::optional<DeviceWithCodes> Codes::findDeviceByCodeHash(const std::string& codeHash) {
  for (const auto& [id, entry] : draft_.read().devices.read())
    for (const auto& code : entry.codes)
      if (code.codeHash == codeHash) return entry;
  return std::nullopt;
}

CodeInsert Codes::addCode(const Code& code, const std::optional<std::string>& sessionHandle) {
  auto& devices = draft_.write().devices.write();
  const auto found = devices.find(code.preAuthSessionId);
  if (found == devices.end() || found->second.device.sessionHandle != sessionHandle)
    return CodeInsert::NoDevice;
  if (taken(code)) return CodeInsert::Conflict;
  auto& codes = found->second.codes;
  if (codes.size() > 1) codes.erase(codes.begin(), codes.end() - 1);
  codes.push_back(code);
  return CodeInsert::Done;
}

std::optional<int> Codes::countAttempt(const std::string& preAuthSessionId) {
  auto& devices = draft_.write().devices.write();
  const auto found = devices.find(preAuthSessionId);
  if (found == devices.end()) return std::nullopt;
  return ++found->second.device.failedAttempts;
}

bool Codes::sessionIsLive(const std::optional<std::string>& sessionHandle, Time now) const {
  if (!sessionHandle) return true;  // none was needed
  const auto& sessions = draft_.read().sessions.read();
  const auto found = sessions.find(*sessionHandle);
  return found != sessions.end() && found->second.expiresAt > now;
}

// Before anything is compared: a code of another session answers nothing about itself.
mfa::code_spending::Result Codes::consumeOnce(const mfa::CodeSpending& spending) {
  auto& devices = draft_.write().devices.write();
  const auto found = devices.find(spending.preAuthSessionId);
  if (found == devices.end() || found->second.device.sessionHandle != spending.sessionHandle ||
      !sessionIsLive(spending.sessionHandle, spending.now))
    return mfa::code_spending::NoDevice{};

  const auto& [device, codes] = found->second;
  const auto code = std::find_if(codes.begin(), codes.end(),
                                 [&](const Code& other) { return other.codeHash == spending.codeHash; });
  if (code == codes.end()) return mfa::code_spending::Wrong{};
  if (code->expiresAt <= spending.now) return mfa::code_spending::Expired{};

  mfa::code_spending::Spent spent{.device = device, .code = *code};
  removeDevicesOfContact(spent.device.tenantId, spent.device.contact);
  return spent;
}

Update Codes::removeDevice(const std::string& preAuthSessionId) {
  return draft_.write().devices.write().erase(preAuthSessionId) > 0 ? Update::Done : Update::Missing;
}

Update Codes::removeCode(const std::string& codeId) {
  auto& devices = draft_.write().devices.write();
  for (auto entry = devices.begin(); entry != devices.end(); ++entry) {
    auto& codes = entry->second.codes;
    if (std::erase_if(codes, [&](const Code& code) { return code.codeId == codeId; }) == 0) continue;
    if (codes.empty()) devices.erase(entry);
    return Update::Done;
  }
  return Update::Missing;
}

void Codes::removeDevicesOfContact(const std::string& tenantId, const Contact& contact) {
  std::erase_if(draft_.write().devices.write(),
                [&](const auto& entry) { return goesTo(entry.second.device, tenantId, contact); });
}

void Codes::removeSignInDevices(const std::string& tenantId, const Contact& contact) {
  std::erase_if(draft_.write().devices.write(), [&](const auto& entry) {
    const auto& device = entry.second.device;
    return device.purpose != mfa::CodePurpose::ChangeFactor && goesTo(device, tenantId, contact);
  });
}

void Codes::removeDevicesOfAccount(const std::string& accountId,
                                   const std::optional<std::string>& exceptSession) {
  std::erase_if(draft_.write().devices.write(), [&](const auto& entry) {
    const auto& device = entry.second.device;
    return device.accountId == accountId && (!exceptSession || device.sessionHandle != exceptSession);
  });
}

std::vector<DeviceWithCodes> Codes::listByContact(const std::string& tenantId, const Contact& contact) {
  std::vector<DeviceWithCodes> listed;
  for (const auto& [id, entry] : draft_.read().devices.read())
    if (goesTo(entry.device, tenantId, contact)) listed.push_back(entry);
  std::stable_sort(listed.begin(), listed.end(), [](const auto& left, const auto& right) {
    return left.device.createdAt < right.device.createdAt;
  });
  return listed;
}

int Codes::removeExpired(Time now, int limit) {
  int removed = 0;
  std::erase_if(draft_.write().devices.write(), [&](const auto& entry) {
    const auto& codes = entry.second.codes;
    const bool expired =
        std::all_of(codes.begin(), codes.end(), [&](const Code& code) { return code.expiresAt <= now; });
    return expired && removed < limit && ++removed > 0;
  });
  return removed;
}

}  // namespace custom_storage
