// The secrets of a code, and what the database keeps of them.
//
// A device id is known to the browser that asked, a code to whoever reads the message. Neither is stored: the
// device by its hash, the code by a hash that is keyed, because a million codes are tried in no time. Source:
// FDI, passwordless data; the keying is ours.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "crypto/secret.hpp"
#include "mfa/random.hpp"

namespace mfa::passwordless {

/// What a device begins with.
struct DeviceSecrets {
  std::string deviceId{};          ///< 32 random octets, padded base64: for the browser alone
  std::string preAuthSessionId{};  ///< SHA-256 of them, base64url: names the device
  std::string linkCodeSalt{};      ///< 32 random octets, stored
};

[[nodiscard]] DeviceSecrets newDeviceSecrets(RandomSource& random);

/// The name of the device with that id; nothing for what is no device id.
[[nodiscard]] std::optional<std::string> preAuthSessionIdOf(std::string_view deviceId);

/// As clients may send it: without the padding that some of them add.
[[nodiscard]] std::string withoutPadding(std::string_view preAuthSessionId);

/// What the link of a code carries: HMAC-SHA-256 of the code under device and salt, base64url.
/// @param deviceId one that `preAuthSessionIdOf` knows
[[nodiscard]] std::string linkCodeOf(std::string_view deviceId, std::string_view linkCodeSalt,
                                     std::string_view userInputCode);

/// What the database keeps of a code; nothing for what is no link code.
[[nodiscard]] std::optional<std::string> codeHashOf(const crypto::Secret& hashingKey,
                                                    std::string_view linkCode);

inline constexpr std::size_t kGeneratedCodeDigits = 6;
inline constexpr std::size_t kMaxCustomCodeBytes = 64;

/// The code as it is compared. Digits of ours lose the spaces and hyphens that people type around them; codes
/// of a host's own form are taken as they are.
[[nodiscard]] std::string canonicalCode(std::string_view userInputCode);

}  // namespace mfa::passwordless
