/// @file
/// One-time codes: a device (one attempt in one browser) and its codes. Tables `mfa_code_devices`,
/// `mfa_codes`.
///
/// Neither the device id nor the code is stored: the device by its hash, the code by a keyed one.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "mfa/storage/results.hpp"
#include "mfa/storage/users.hpp"
#include "mfa/time.hpp"

namespace mfa {

/// What a code is for. "sign_in", "complete_session" and "change_factor" in the database.
enum class CodePurpose {
  SignIn,           ///< made by a request without a session
  CompleteSession,  ///< made under a session, and spent under that one only
  ChangeFactor,     ///< made under a session to enrol its contact, and good for nothing else
};

/// One attempt to prove a contact.
struct CodeDevice {
  std::string preAuthSessionId{};  ///< hash of the device id
  std::string tenantId{};
  Contact contact{};
  CodePurpose purpose = CodePurpose::SignIn;
  std::optional<std::string> sessionHandle{};  ///< of the session that the request came with
  std::optional<std::string> accountId{};      ///< user id of that session
  std::string linkCodeSalt{};                  ///< octets
  int failedAttempts = 0;
  Time createdAt{};

  bool operator==(const CodeDevice&) const = default;
};

/// One code of a device.
struct Code {
  std::string codeId{};  ///< UUID v4
  std::string preAuthSessionId{};
  std::string codeHash{};  ///< keyed; unique
  Time createdAt{};
  Time expiresAt{};  ///< a code at or past it is expired

  bool operator==(const Code&) const = default;
};

/// A device and its codes, oldest first.
struct DeviceWithCodes {
  CodeDevice device{};
  std::vector<Code> codes{};
};

/// Takes one code out of a device.
struct CodeSpending {
  std::string preAuthSessionId{};
  std::string codeHash{};
  std::optional<std::string> sessionHandle{};  ///< of the session of this request
  Time now{};
};

namespace code_spending {
/// The code was live; it and every other device of its contact in the tenant are gone.
struct Spent {
  CodeDevice device{};
  Code code{};
};
/// The device has no such code.
struct Wrong {};
/// The device has such a code, and it is too old.
struct Expired {};
/// There is no such device, or it was made under another session, or its session is gone. Says nothing about
/// the code.
struct NoDevice {};
using Result = std::variant<Spent, Wrong, Expired, NoDevice>;
}  // namespace code_spending

/// What adding a code to a device did.
enum class [[nodiscard]] CodeInsert{Done, Conflict, NoDevice};

class CodeStore {
 public:
  virtual ~CodeStore() = default;

  /// Adds a device and its first code, and removes every earlier device of the same tenant, contact, purpose
  /// and account: one attempt is live per destination and purpose.
  virtual Insert replaceDevice(const CodeDevice& device, const Code& code) = 0;

  [[nodiscard]] virtual std::optional<DeviceWithCodes> findDevice(const std::string& preAuthSessionId) = 0;

  /// The device that has this code, whether expired or not.
  [[nodiscard]] virtual std::optional<DeviceWithCodes> findDeviceByCodeHash(const std::string& codeHash) = 0;

  /// Adds a code to a device made under `sessionHandle` (or none), and leaves at most one older one beside
  /// it.
  virtual CodeInsert addCode(const Code& code, const std::optional<std::string>& sessionHandle) = 0;

  /// Counts one wrong code and returns the new total; nothing when the device is gone.
  [[nodiscard]] virtual std::optional<int> countAttempt(const std::string& preAuthSessionId) = 0;

  /// Spends a code that is live, under the live session (or none) it was made for. Of any number of
  /// transactions that bring the same code, one gets `Spent`.
  [[nodiscard]] virtual code_spending::Result consumeOnce(const CodeSpending& spending) = 0;

  virtual Update removeDevice(const std::string& preAuthSessionId) = 0;

  /// Removes a code, and its device with the last one.
  virtual Update removeCode(const std::string& codeId) = 0;

  virtual void removeDevicesOfContact(const std::string& tenantId, const Contact& contact) = 0;

  /// Removes the devices of that contact that somebody could sign in by: all but those that change a factor,
  /// whoever has asked for them.
  virtual void removeSignInDevices(const std::string& tenantId, const Contact& contact) = 0;

  /// Removes the devices made under sessions of that account, but for those of the session `exceptSession`.
  virtual void removeDevicesOfAccount(const std::string& accountId,
                                      const std::optional<std::string>& exceptSession) = 0;

  [[nodiscard]] virtual std::vector<DeviceWithCodes> listByContact(const std::string& tenantId,
                                                                   const Contact& contact) = 0;

  /// Removes up to `limit` devices that have only codes expired at `now`; returns how many.
  virtual int removeExpired(Time now, int limit) = 0;
};

}  // namespace mfa
