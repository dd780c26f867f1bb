#include "tokens/jwt.hpp"

#include <utility>

#include "crypto/encoding.hpp"

namespace mfa::tokens {
namespace {

/// The three parts of a compact token, still encoded.
struct Parts {
  std::string_view header{};
  std::string_view payload{};
  std::string_view signature{};
  std::string_view signingInput{};
};

/// Looks for exactly two dots, and for no third: a token of nothing but dots costs one pass and no memory.
std::optional<Parts> split(std::string_view token) noexcept {
  if (token.size() > kMaxTokenBytes) return std::nullopt;
  const std::size_t first = token.find('.');
  if (first == std::string_view::npos) return std::nullopt;
  const std::size_t second = token.find('.', first + 1);
  if (second == std::string_view::npos) return std::nullopt;
  if (token.find('.', second + 1) != std::string_view::npos) return std::nullopt;
  return Parts{.header = token.substr(0, first),
               .payload = token.substr(first + 1, second - first - 1),
               .signature = token.substr(second + 1),
               .signingInput = token.substr(0, second)};
}

std::optional<JwtHeader> decodeHeader(std::string_view encoded) {
  const auto jsonText = crypto::decodeBase64url(encoded);
  return jsonText ? parseJwtHeader(*jsonText) : std::nullopt;
}

std::optional<json::object> parsePayload(std::string_view jsonText) {
  boost::system::error_code failed;
  json::value value = json::parse(jsonText, failed);
  if (failed || !value.is_object()) return std::nullopt;
  return std::move(value.get_object());
}

/// The key and header that a token names.
std::variant<KeySet::Match, JwtRefusal> findKey(std::string_view encodedHeader, const KeySet& keys) {
  if (const auto* const known = keys.findByHeader(encodedHeader)) return *known;
  auto header = decodeHeader(encodedHeader);
  if (!header) return JwtRefusal::NotAJwt;
  const VerifyingKey* const key = keys.find(header->keyId);
  if (key == nullptr) return JwtRefusal::UnknownKey;
  // The key decides about the algorithm; what the token says can only be refused.
  if (key->algorithm() != header->algorithm) return JwtRefusal::BadSignature;
  return KeySet::Match{.key = *key, .header = std::move(*header)};
}

}  // namespace

std::string signJwt(const SigningKey& key, const json::object& payload, std::optional<int> version) {
  std::string token =
      encodeJwtHeader({.algorithm = key.algorithm(), .keyId = key.keyId(), .version = version});
  token.append(".").append(crypto::base64url(json::serialize(payload)));
  const std::string signature = key.sign(token);
  return token.append(".").append(crypto::base64url(signature));
}

std::variant<VerifiedJwt, JwtRefusal> verifyJwt(std::string_view token, const KeySet& keys) {
  const auto parts = split(token);
  if (!parts) return JwtRefusal::NotAJwt;
  const auto payload = crypto::decodeBase64url(parts->payload);
  const auto signature = crypto::decodeBase64url(parts->signature);
  if (!payload || !signature) return JwtRefusal::NotAJwt;

  auto found = findKey(parts->header, keys);
  if (const auto* const refusal = std::get_if<JwtRefusal>(&found)) return *refusal;
  auto& match = std::get<KeySet::Match>(found);
  if (!match.key.verify(parts->signingInput, *signature)) return JwtRefusal::BadSignature;

  auto claims = parsePayload(*payload);
  if (!claims) return JwtRefusal::NotAJwt;
  return VerifiedJwt{std::move(match.header), std::move(*claims)};
}

std::optional<UnverifiedJwt> readUnverifiedJwt(std::string_view token) {
  const auto parts = split(token);
  if (!parts || !crypto::decodeBase64url(parts->signature)) return std::nullopt;
  auto header = decodeHeader(parts->header);
  const auto payload = crypto::decodeBase64url(parts->payload);
  if (!header || !payload) return std::nullopt;
  auto claims = parsePayload(*payload);
  if (!claims) return std::nullopt;
  return UnverifiedJwt{.header = std::move(*header), .payload = std::move(*claims)};
}

}  // namespace mfa::tokens
