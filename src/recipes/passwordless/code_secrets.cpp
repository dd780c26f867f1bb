#include "recipes/passwordless/code_secrets.hpp"

#include <algorithm>

#include "crypto/encoding.hpp"
#include "crypto/hash.hpp"
#include "crypto/random.hpp"
#include "mfa/errors.hpp"

namespace mfa::passwordless {

namespace {

constexpr std::size_t kDeviceIdOctets = 32;
constexpr std::size_t kLinkCodeOctets = 32;

std::optional<std::string> octetsOf(std::string_view deviceId) {
  auto octets = crypto::decodeBase64(deviceId);
  if (octets && octets->size() != kDeviceIdOctets) octets.reset();
  return octets;
}

std::string hashOf(const std::string& deviceOctets) {
  return crypto::base64url(crypto::sha256(deviceOctets));
}

bool isAround(char c) { return c == ' ' || c == '-'; }

std::string_view withoutSurroundings(std::string_view text) {
  while (!text.empty() && isAround(text.front())) text.remove_prefix(1);
  while (!text.empty() && isAround(text.back())) text.remove_suffix(1);
  return text;
}

}  // namespace

DeviceSecrets newDeviceSecrets(RandomSource& random) {
  const auto octets = crypto::randomBytes(random, kDeviceIdOctets);
  return {.deviceId = crypto::base64(octets),
          .preAuthSessionId = hashOf(octets),
          .linkCodeSalt = crypto::randomBytes(random, kDeviceIdOctets)};
}

std::optional<std::string> preAuthSessionIdOf(std::string_view deviceId) {
  const auto octets = octetsOf(deviceId);
  if (!octets) return std::nullopt;
  return hashOf(*octets);
}

std::string withoutPadding(std::string_view preAuthSessionId) {
  while (preAuthSessionId.ends_with('=')) preAuthSessionId.remove_suffix(1);
  return std::string{preAuthSessionId};
}

std::string linkCodeOf(std::string_view deviceId, std::string_view linkCodeSalt,
                       std::string_view userInputCode) {
  auto key = octetsOf(deviceId);
  if (!key) throw Error{"a device id was not checked before a code was hashed"};
  key->append(linkCodeSalt);
  return crypto::base64url(crypto::hmacSha256(*key, userInputCode));
}

std::optional<std::string> codeHashOf(const crypto::Secret& hashingKey, std::string_view linkCode) {
  const auto octets = crypto::decodeBase64url(linkCode);
  if (!octets || octets->size() != kLinkCodeOctets) return std::nullopt;
  return crypto::base64url(crypto::hmacSha256(hashingKey, "code:" + *octets));
}

std::string canonicalCode(std::string_view userInputCode) {
  const auto bare = withoutSurroundings(userInputCode);
  const bool isOurs = bare.size() == kGeneratedCodeDigits &&
                      std::ranges::all_of(bare, [](char c) { return c >= '0' && c <= '9'; });
  return std::string{isOurs ? bare : userInputCode};
}

}  // namespace mfa::passwordless
