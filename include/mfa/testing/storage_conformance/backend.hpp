/// @file
/// What the conformance suite asks of whoever runs it, and the rows its cases work with.
#pragma once

#include <catch2/catch.hpp>
#include <chrono>
#include <cstdlib>
#include <memory>
#include <string>

#include "mfa/storage.hpp"

namespace mfa::testing {

/// Defined by whoever runs the suite: a storage that holds nothing.
std::shared_ptr<Storage> openEmptyStorage();

/// Defined by whoever runs the suite: closes `storage` (it is the last to hold it) and opens what it held
/// again. Null for a storage that forgets.
std::shared_ptr<Storage> reopenStorage(std::shared_ptr<Storage> storage);

namespace conformance {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

inline constexpr Time kNow = fromUnixMillis(1'700'000'000'000);

/// How often a race is run: `quick` as a rule, `nightly` with MFA_NIGHTLY=1.
inline int trials(int quick, int nightly) {
  const char* variable = std::getenv("MFA_NIGHTLY");
  return variable != nullptr && std::string{variable} == "1" ? nightly : quick;
}

inline SessionRow session(const std::string& sessionHandle, const std::string& userId = "ada") {
  return {.sessionHandle = sessionHandle,
          .userId = userId,
          .recipeUserId = userId,
          .tenantId = kPublicTenant,
          .refreshTokenHash2 = "hash of " + sessionHandle,
          .createdAt = kNow,
          .expiresAt = kNow + hours{24}};
}

inline NewUser user(const std::string& userId, const std::string& email) {
  return {.tenantId = kPublicTenant,
          .loginMethod = {.recipeId = "emailpassword",
                          .recipeUserId = userId,
                          .timeJoined = kNow,
                          .email = email},
          .passwordHash = "$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$" + userId};
}

inline Contact phone(const std::string& number) { return {.kind = ContactKind::Phone, .value = number}; }
inline Contact email(const std::string& address) { return {.kind = ContactKind::Email, .value = address}; }

/// A device made without a session.
inline CodeDevice device(const std::string& id, const Contact& contact = phone("+12015550123")) {
  return {.preAuthSessionId = id,
          .tenantId = kPublicTenant,
          .contact = contact,
          .linkCodeSalt = std::string{"salt\0\xff", 6},
          .createdAt = kNow};
}

/// A device made under a session of `accountId`.
inline CodeDevice deviceUnder(const std::string& sessionHandle, const std::string& accountId,
                              const std::string& id, const Contact& contact = phone("+12015550123")) {
  auto result = device(id, contact);
  result.purpose = CodePurpose::CompleteSession;
  result.sessionHandle = sessionHandle;
  result.accountId = accountId;
  return result;
}

/// A code of the device `deviceId`; its id and its hash derive from `name`.
inline Code code(const std::string& name, const std::string& deviceId, Time createdAt = kNow) {
  return {.codeId = "id of " + name,
          .preAuthSessionId = deviceId,
          .codeHash = "hash of " + name,
          .createdAt = createdAt,
          .expiresAt = createdAt + minutes{5}};
}

inline EnrolledFactor factor(const std::string& userId, const std::string& number,
                             const std::string& factorId = "otp-phone") {
  return {.userId = userId,
          .factorId = factorId,
          .contact = phone(number),
          .codeId = "code of " + number,
          .enrolledAt = kNow};
}

inline SigningKeyRow key(const std::string& keyId, std::int64_t epoch) {
  return {.keyId = keyId,
          .kind = "dynamic",
          .algorithm = "RS256",
          .epoch = epoch,
          .privateKey = std::string{"pkcs8\0\xfe", 7},
          .createdAt = kNow,
          .signsFrom = kNow,
          .signsUntil = kNow + hours{168},
          .verifiesUntil = kNow + hours{170}};
}

}  // namespace conformance
}  // namespace mfa::testing
