// JSON Web Keys to and from OpenSSL's keys; public members only.
//
// Source: RFC 7517, RFC 7518 section 6, RFC 8037 section 2.
#pragma once

#include <optional>
#include <string>

#include "mfa/json.hpp"
#include "tokens/algorithm.hpp"
#include "tokens/openssl_handles.hpp"

namespace mfa::tokens {

struct ParsedJwk {
  Algorithm algorithm = Algorithm::RS256;
  std::string keyId{};
  PkeyHandle key{};
};

/// See `VerifyingKey::fromJwk`.
[[nodiscard]] std::optional<ParsedJwk> parseJwk(const json::object& jwk);

[[nodiscard]] json::object writeJwk(Algorithm algorithm, const std::string& keyId, const EVP_PKEY* key);

}  // namespace mfa::tokens
