// Devices and codes in SQL.
#pragma once

#include "mfa/storage/codes.hpp"
#include "storage/sql/connection.hpp"

namespace mfa::sql {

class Codes final : public CodeStore {
 public:
  explicit Codes(Connection& db) : db_{db} {}

  Insert replaceDevice(const CodeDevice& device, const Code& code) override;
  std::optional<DeviceWithCodes> findDevice(const std::string& preAuthSessionId) override;
  std::optional<DeviceWithCodes> findDeviceByCodeHash(const std::string& codeHash) override;
  CodeInsert addCode(const Code& code, const std::optional<std::string>& sessionHandle) override;
  std::optional<int> countAttempt(const std::string& preAuthSessionId) override;
  code_spending::Result consumeOnce(const CodeSpending& spending) override;
  Update removeDevice(const std::string& preAuthSessionId) override;
  Update removeCode(const std::string& codeId) override;
  void removeDevicesOfContact(const std::string& tenantId, const Contact& contact) override;
  void removeSignInDevices(const std::string& tenantId, const Contact& contact) override;
  void removeDevicesOfAccount(const std::string& accountId,
                              const std::optional<std::string>& exceptSession) override;
  std::vector<DeviceWithCodes> listByContact(const std::string& tenantId, const Contact& contact) override;
  int removeExpired(Time now, int limit) override;

 private:
  [[nodiscard]] bool taken(const CodeDevice& device, const Code& code);
  [[nodiscard]] std::int64_t insertCode(const Code& code);
  [[nodiscard]] DeviceWithCodes withCodes(CodeDevice device);
  [[nodiscard]] code_spending::Result explainRefusal(const CodeSpending& spending);

  Connection& db_;
};

}  // namespace mfa::sql
