#include "tokens/jwk.hpp"

#include <openssl/core_names.h>

#include <algorithm>
#include <string_view>

#include "crypto/bytes.hpp"
#include "crypto/encoding.hpp"
#include "tokens/prepared_key.hpp"

namespace mfa::tokens {
namespace {

constexpr std::size_t kCoordinateBytes = 32;
constexpr std::size_t kMostModulusBytes = 1'024;
constexpr std::size_t kMostExponentBytes = 4;

using ParameterBuilder = std::unique_ptr<OSSL_PARAM_BLD, Release<&OSSL_PARAM_BLD_free>>;
using Parameters = std::unique_ptr<OSSL_PARAM, Release<&OSSL_PARAM_free>>;

std::optional<std::string_view> textMember(const json::object& jwk, std::string_view name) {
  const auto* const value = jwk.if_contains(name);
  if (value == nullptr || !value->is_string()) return std::nullopt;
  return std::string_view{value->get_string()};
}

std::optional<std::string> octetMember(const json::object& jwk, std::string_view name) {
  const auto text = textMember(jwk, name);
  return text ? crypto::decodeBase64url(*text) : std::nullopt;
}

BigNumber bigNumber(std::string_view octets) {
  return BigNumber{BN_bin2bn(crypto::BytesView{octets}.data(), static_cast<int>(octets.size()), nullptr)};
}

PkeyHandle publicKey(const char* kind, OSSL_PARAM_BLD* builder) {
  const Parameters parameters{OSSL_PARAM_BLD_to_param(builder)};
  const PkeyContext context{EVP_PKEY_CTX_new_from_name(nullptr, kind, nullptr)};
  EVP_PKEY* key = nullptr;
  const bool made = parameters && context && EVP_PKEY_fromdata_init(context.get()) == 1 &&
                    EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, parameters.get()) == 1;
  if (!made) forgetOpenSslErrors();
  return PkeyHandle{made ? key : nullptr};
}

/// An even modulus is no product of two primes, and under the exponent 1 every text is its own signature.
PkeyHandle rsaKey(const json::object& jwk) {
  const auto modulus = octetMember(jwk, "n");
  const auto exponent = octetMember(jwk, "e");
  if (!modulus || modulus->empty() || modulus->size() > kMostModulusBytes) return nullptr;
  if (!exponent || exponent->empty() || exponent->size() > kMostExponentBytes) return nullptr;
  const BigNumber n = bigNumber(*modulus);
  const BigNumber e = bigNumber(*exponent);
  if (!n || !e || !BN_is_odd(n.get()) || !BN_is_odd(e.get()) || BN_is_one(e.get())) return nullptr;

  const ParameterBuilder builder{OSSL_PARAM_BLD_new()};
  OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, n.get());
  OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, e.get());
  return publicKey("RSA", builder.get());
}

/// OpenSSL refuses a point that is not on the curve.
PkeyHandle p256Key(const json::object& jwk) {
  const auto x = octetMember(jwk, "x");
  const auto y = octetMember(jwk, "y");
  if (textMember(jwk, "crv") != "P-256" || !x || !y) return nullptr;
  if (x->size() != kCoordinateBytes || y->size() != kCoordinateBytes) return nullptr;
  const std::string point = '\x04' + *x + *y;

  const ParameterBuilder builder{OSSL_PARAM_BLD_new()};
  OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1", 0);
  OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size());
  return publicKey("EC", builder.get());
}

PkeyHandle ed25519Key(const json::object& jwk) {
  const auto x = octetMember(jwk, "x");
  if (textMember(jwk, "crv") != "Ed25519" || !x || x->size() != kCoordinateBytes) return nullptr;
  return PkeyHandle{
      EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, crypto::BytesView{*x}.data(), x->size())};
}

std::optional<Algorithm> algorithmOfKind(std::string_view kty) noexcept {
  if (kty == "RSA") return Algorithm::RS256;
  if (kty == "EC") return Algorithm::ES256;
  if (kty == "OKP") return Algorithm::EdDSA;
  return std::nullopt;
}

PkeyHandle keyOf(Algorithm algorithm, const json::object& jwk) {
  switch (algorithm) {
    case Algorithm::RS256:
      return rsaKey(jwk);
    case Algorithm::ES256:
      return p256Key(jwk);
    case Algorithm::EdDSA:
      return ed25519Key(jwk);
  }
  return nullptr;
}

/// Whether the member is absent or the text `expected`.
bool agrees(const json::object& jwk, std::string_view name, std::string_view expected) {
  return !jwk.contains(name) || textMember(jwk, name) == expected;
}

bool mayVerify(const json::object& jwk) {
  const auto* const operations = jwk.if_contains("key_ops");
  if (operations == nullptr) return true;
  if (!operations->is_array()) return false;
  const auto& list = operations->get_array();
  return std::any_of(list.begin(), list.end(),
                     [](const json::value& at) { return at == json::value("verify"); });
}

std::string numberMember(const EVP_PKEY* key, const char* parameter, std::size_t size) {
  BIGNUM* value = nullptr;
  if (EVP_PKEY_get_bn_param(key, parameter, &value) != 1) failOpenSsl("read a public key");
  const BigNumber number{value};
  if (size == 0) size = static_cast<std::size_t>(BN_num_bytes(number.get()));
  std::string octets(size, '\0');
  BN_bn2binpad(number.get(), reinterpret_cast<unsigned char*>(octets.data()), static_cast<int>(size));
  return crypto::base64url(octets);
}

std::string rawMember(const EVP_PKEY* key) {
  std::string octets(kCoordinateBytes, '\0');
  std::size_t size = octets.size();
  if (EVP_PKEY_get_raw_public_key(key, reinterpret_cast<unsigned char*>(octets.data()), &size) != 1)
    failOpenSsl("read a public key");
  return crypto::base64url(octets);
}

json::object keyMembers(Algorithm algorithm, const EVP_PKEY* key) {
  switch (algorithm) {
    case Algorithm::RS256:
      return {{"kty", "RSA"},
              {"n", numberMember(key, OSSL_PKEY_PARAM_RSA_N, 0)},
              {"e", numberMember(key, OSSL_PKEY_PARAM_RSA_E, 0)}};
    case Algorithm::ES256:
      return {{"kty", "EC"},
              {"crv", "P-256"},
              {"x", numberMember(key, OSSL_PKEY_PARAM_EC_PUB_X, kCoordinateBytes)},
              {"y", numberMember(key, OSSL_PKEY_PARAM_EC_PUB_Y, kCoordinateBytes)}};
    case Algorithm::EdDSA:
      return {{"kty", "OKP"}, {"crv", "Ed25519"}, {"x", rawMember(key)}};
  }
  return {};
}

}  // namespace

std::optional<ParsedJwk> parseJwk(const json::object& jwk) {
  const auto keyId = textMember(jwk, "kid");
  if (!keyId || !isKeyId(*keyId)) return std::nullopt;
  const auto algorithm = algorithmOfKind(textMember(jwk, "kty").value_or(""));
  if (!algorithm) return std::nullopt;
  if (!agrees(jwk, "alg", name(*algorithm)) || !agrees(jwk, "use", "sig") || !mayVerify(jwk))
    return std::nullopt;

  PkeyHandle key = keyOf(*algorithm, jwk);
  if (!key || !suits(*algorithm, key.get())) return std::nullopt;
  return ParsedJwk{.algorithm = *algorithm, .keyId = std::string{*keyId}, .key = std::move(key)};
}

json::object writeJwk(Algorithm algorithm, const std::string& keyId, const EVP_PKEY* key) {
  json::object jwk = keyMembers(algorithm, key);
  jwk["kid"] = keyId;
  jwk["alg"] = name(algorithm);
  jwk["use"] = "sig";
  return jwk;
}

}  // namespace mfa::tokens
