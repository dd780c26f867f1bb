#include "tokens/prepared_key.hpp"

#include <openssl/core_names.h>
#include <openssl/rsa.h>

#include <array>

#include "crypto/bytes.hpp"
#include "crypto/hash.hpp"
#include "tokens/ecdsa_format.hpp"

namespace mfa::tokens {
namespace {

constexpr int kLeastRsaBits = 2'048;
constexpr int kMostRsaBits = 8'192;
constexpr std::size_t kEd25519SignatureBytes = 64;

bool isOnP256(const EVP_PKEY* key) {
  std::array<char, 64> group{};
  return EVP_PKEY_get_group_name(key, group.data(), group.size(), nullptr) == 1 &&
         std::string_view{group.data()} == "prime256v1";
}

}  // namespace

bool suits(Algorithm algorithm, const EVP_PKEY* key) {
  switch (algorithm) {
    case Algorithm::RS256:
      return EVP_PKEY_is_a(key, "RSA") == 1 && EVP_PKEY_get_bits(key) >= kLeastRsaBits &&
             EVP_PKEY_get_bits(key) <= kMostRsaBits;
    case Algorithm::ES256:
      return EVP_PKEY_is_a(key, "EC") == 1 && isOnP256(key);
    case Algorithm::EdDSA:
      return EVP_PKEY_is_a(key, "ED25519") == 1;
  }
  return false;
}

bool VerifyingKey::Prepared::verify(std::string_view signingInput, std::string_view signature) const {
  switch (algorithm_) {
    case Algorithm::RS256:
      return verifyDigest(signingInput, signature);
    case Algorithm::ES256: {
      const auto der = ecdsaToDer(signature);
      return der && verifyDigest(signingInput, *der);
    }
    case Algorithm::EdDSA:
      return signature.size() == kEd25519SignatureBytes && verifyMessage(signingInput, signature);
  }
  return false;
}

bool VerifyingKey::Prepared::verifyDigest(std::string_view signingInput, std::string_view signature) const {
  const crypto::Digest digest = crypto::sha256(signingInput);
  const auto context = contexts_.lease([this] { return prepareContext(); });
  const bool valid = EVP_PKEY_verify(context.get(), crypto::BytesView{signature}.data(), signature.size(),
                                     crypto::BytesView{digest}.data(), digest.size()) == 1;
  if (!valid) forgetOpenSslErrors();
  return valid;
}

bool VerifyingKey::Prepared::verifyMessage(std::string_view signingInput, std::string_view signature) const {
  const MdContext context{EVP_MD_CTX_new()};
  if (!context || EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key_.get()) != 1)
    failOpenSsl("prepare a verification");
  const bool valid = EVP_DigestVerify(context.get(), crypto::BytesView{signature}.data(), signature.size(),
                                      crypto::BytesView{signingInput}.data(), signingInput.size()) == 1;
  if (!valid) forgetOpenSslErrors();
  return valid;
}

PkeyContext VerifyingKey::Prepared::prepareContext() const {
  PkeyContext context{EVP_PKEY_CTX_new_from_pkey(nullptr, key_.get(), nullptr)};
  const bool ready =
      context && EVP_PKEY_verify_init(context.get()) == 1 &&
      EVP_PKEY_CTX_set_signature_md(context.get(), EVP_sha256()) == 1 &&
      (algorithm_ != Algorithm::RS256 || EVP_PKEY_CTX_set_rsa_padding(context.get(), RSA_PKCS1_PADDING) == 1);
  if (!ready) failOpenSsl("prepare a verification");
  return context;
}

}  // namespace mfa::tokens
