#include "tokens/key_set.hpp"

#include <utility>

namespace mfa::tokens {

KeySet::KeySet(std::vector<VerifyingKey> keys) {
  for (VerifyingKey& key : keys) {
    if (!byKeyId_.emplace(key.keyId(), keys_.size()).second) continue;
    for (const std::optional<int> version : {std::optional<int>{}, std::optional{kAccessTokenVersion}}) {
      const JwtHeader header{.algorithm = key.algorithm(), .keyId = key.keyId(), .version = version};
      byHeader_.emplace(encodeJwtHeader(header), Match{.key = key, .header = header});
    }
    keys_.push_back(std::move(key));
  }
}

const VerifyingKey* KeySet::find(std::string_view keyId) const {
  const auto found = byKeyId_.find(keyId);
  return found == byKeyId_.end() ? nullptr : &keys_[found->second];
}

const KeySet::Match* KeySet::findByHeader(std::string_view encodedHeader) const {
  const auto found = byHeader_.find(encodedHeader);
  return found == byHeader_.end() ? nullptr : &found->second;
}

json::object KeySet::toJwks() const {
  json::array keys;
  for (const VerifyingKey& key : keys_) keys.push_back(key.toJwk());
  return {{"keys", std::move(keys)}};
}

KeySet KeySet::fromJwks(const json::object& jwks) {
  std::vector<VerifyingKey> usable;
  const auto* const keys = jwks.if_contains("keys");
  if (keys == nullptr || !keys->is_array()) return {};
  for (const json::value& jwk : keys->get_array()) {
    if (!jwk.is_object()) continue;
    if (auto key = VerifyingKey::fromJwk(jwk.get_object())) usable.push_back(std::move(*key));
  }
  return KeySet{std::move(usable)};
}

}  // namespace mfa::tokens
