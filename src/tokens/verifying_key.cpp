#include "tokens/verifying_key.hpp"

#include <utility>

#include "tokens/jwk.hpp"
#include "tokens/prepared_key.hpp"

namespace mfa::tokens {

VerifyingKey::VerifyingKey(std::shared_ptr<const Prepared> prepared) noexcept
    : prepared_{std::move(prepared)} {}

std::optional<VerifyingKey> VerifyingKey::fromJwk(const json::object& jwk) {
  auto parsed = parseJwk(jwk);
  if (!parsed) return std::nullopt;
  return VerifyingKey{
      std::make_shared<const Prepared>(parsed->algorithm, std::move(parsed->keyId), std::move(parsed->key))};
}

Algorithm VerifyingKey::algorithm() const noexcept { return prepared_->algorithm(); }

const std::string& VerifyingKey::keyId() const noexcept { return prepared_->keyId(); }

bool VerifyingKey::verify(std::string_view signingInput, std::string_view signature) const {
  return prepared_->verify(signingInput, signature);
}

json::object VerifyingKey::toJwk() const {
  return writeJwk(prepared_->algorithm(), prepared_->keyId(), prepared_->key());
}

}  // namespace mfa::tokens
