#include "crypto/key_ring.hpp"

#include "crypto/aead.hpp"
#include "crypto/encoding.hpp"
#include "crypto/hash.hpp"
#include "mfa/errors.hpp"

namespace mfa::crypto {
namespace {

constexpr std::string_view kSealedPrefix = "x1.";
constexpr std::string_view kClearPrefix = "c1.";
constexpr std::size_t kKeyIdLength = 16;

std::string keyIdOf(const Secret& master) {
  return hex(hkdfSha256(master, "", "mfa key id", kKeyIdLength / 2));
}

std::optional<Secret> openClear(std::string_view encoded) {
  auto plain = decodeBase64url(encoded);
  if (!plain) return std::nullopt;
  Secret secret{*plain};
  wipe(*plain);
  return secret;
}

}  // namespace

KeyRing::KeyRing(std::vector<Secret> masterKeys, ClearText clearText) : clearText_{clearText} {
  if (masterKeys.empty()) throw Error{"a ring of master keys needs one"};
  for (Secret& master : masterKeys) {
    if (master.size() < kLeastMasterKeyBytes) throw Error{"a master key has less than 32 octets"};
    std::string id = keyIdOf(master);
    Secret sealing = hkdfSha256(master, "", "mfa sealing", kSealingKeyBytes);
    keys_.push_back({.id = std::move(id), .master = std::move(master), .sealing = std::move(sealing)});
  }
}

std::string KeyRing::seal(BytesView plain, BytesView context, RandomSource& random) const {
  if (keys_.empty()) return std::string{kClearPrefix} + base64url(plain);
  const Key& key = keys_.front();
  return std::string{kSealedPrefix} + key.id + '.' +
         base64url(crypto::seal(key.sealing, plain, context, random));
}

std::optional<Secret> KeyRing::open(std::string_view sealed, BytesView context) const {
  if (sealed.starts_with(kSealedPrefix)) return openSealed(sealed.substr(kSealedPrefix.size()), context);
  if (!sealed.starts_with(kClearPrefix)) return std::nullopt;
  if (hasKey() && clearText_ == ClearText::Refused) return std::nullopt;
  return openClear(sealed.substr(kClearPrefix.size()));
}

std::optional<Secret> KeyRing::openSealed(std::string_view rest, BytesView context) const {
  if (rest.size() <= kKeyIdLength || rest[kKeyIdLength] != '.') return std::nullopt;
  const auto octets = decodeBase64url(rest.substr(kKeyIdLength + 1));
  if (!octets) return std::nullopt;
  for (const Key& key : keys_)
    if (rest.starts_with(key.id)) return crypto::open(key.sealing, *octets, context);
  return std::nullopt;
}

bool KeyRing::isCurrent(std::string_view sealed) const {
  if (keys_.empty()) return sealed.starts_with(kClearPrefix);
  return sealed.starts_with(std::string{kSealedPrefix} + keys_.front().id + '.');
}

std::vector<Secret> KeyRing::derive(std::string_view info) const {
  std::vector<Secret> derived;
  for (const Key& key : keys_)
    derived.push_back(hkdfSha256(key.master, "", std::string{"mfa use: "} + std::string{info}));
  return derived;
}

}  // namespace mfa::crypto
