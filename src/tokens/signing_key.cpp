#include "tokens/signing_key.hpp"

#include <openssl/pem.h>
#include <openssl/rsa.h>

#include <utility>

#include "crypto/bytes.hpp"
#include "crypto/hash.hpp"
#include "mfa/errors.hpp"
#include "tokens/ecdsa_format.hpp"
#include "tokens/prepared_key.hpp"

namespace mfa::tokens {
namespace {

constexpr std::size_t kRsaBits = 2'048;

PkeyHandle generateKey(Algorithm algorithm) {
  switch (algorithm) {
    case Algorithm::RS256:
      return PkeyHandle{EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", kRsaBits)};
    case Algorithm::ES256:
      return PkeyHandle{EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "prime256v1")};
    case Algorithm::EdDSA:
      return PkeyHandle{EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519")};
  }
  return nullptr;
}

void requireKeyId(const std::string& keyId) {
  if (!isKeyId(keyId)) throw Error{"a key id has 1 to 64 characters of A-Z a-z 0-9 - _"};
}

unsigned char* writable(std::string& text) noexcept { return reinterpret_cast<unsigned char*>(text.data()); }

/// An encrypted PEM is not ours: refusing keeps OpenSSL from asking the terminal for its password.
int noPassword(char*, int, int, void*) noexcept { return -1; }

}  // namespace

class SigningKey::Prepared {
 public:
  Prepared(VerifyingKey verifyingKey, PkeyHandle key)
      : verifyingKey_{std::move(verifyingKey)}, key_{std::move(key)} {}

  [[nodiscard]] const VerifyingKey& verifyingKey() const noexcept { return verifyingKey_; }
  [[nodiscard]] EVP_PKEY* key() const noexcept { return key_.get(); }

  [[nodiscard]] std::string signDigest(std::string_view signingInput) const {
    const crypto::Digest digest = crypto::sha256(signingInput);
    const auto context = contexts_.lease([this] { return prepareContext(); });
    std::string signature(static_cast<std::size_t>(EVP_PKEY_get_size(key_.get())), '\0');
    std::size_t size = signature.size();
    if (EVP_PKEY_sign(context.get(), writable(signature), &size, crypto::BytesView{digest}.data(),
                      digest.size()) != 1)
      failOpenSsl("sign");
    signature.resize(size);
    return signature;
  }

  [[nodiscard]] std::string signMessage(std::string_view signingInput) const {
    const MdContext context{EVP_MD_CTX_new()};
    std::string signature(static_cast<std::size_t>(EVP_PKEY_get_size(key_.get())), '\0');
    std::size_t size = signature.size();
    if (!context || EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key_.get()) != 1 ||
        EVP_DigestSign(context.get(), writable(signature), &size, crypto::BytesView{signingInput}.data(),
                       signingInput.size()) != 1)
      failOpenSsl("sign");
    signature.resize(size);
    return signature;
  }

 private:
  [[nodiscard]] PkeyContext prepareContext() const {
    PkeyContext context{EVP_PKEY_CTX_new_from_pkey(nullptr, key_.get(), nullptr)};
    const bool ready = context && EVP_PKEY_sign_init(context.get()) == 1 &&
                       EVP_PKEY_CTX_set_signature_md(context.get(), EVP_sha256()) == 1 &&
                       (verifyingKey_.algorithm() != Algorithm::RS256 ||
                        EVP_PKEY_CTX_set_rsa_padding(context.get(), RSA_PKCS1_PADDING) == 1);
    if (!ready) failOpenSsl("prepare a signature");
    return context;
  }

  VerifyingKey verifyingKey_;
  PkeyHandle key_;
  mutable ContextPool contexts_{};
};

SigningKey::SigningKey(std::shared_ptr<const Prepared> prepared) noexcept : prepared_{std::move(prepared)} {}

struct SigningKey::Material {
  Algorithm algorithm = Algorithm::RS256;
  std::string keyId{};
  PkeyHandle key{};
};

SigningKey SigningKey::prepare(Material material) {
  VerifyingKey verifyingKey{std::make_shared<const VerifyingKey::Prepared>(
      material.algorithm, std::move(material.keyId), shareKey(material.key.get()))};
  return SigningKey{std::make_shared<const Prepared>(std::move(verifyingKey), std::move(material.key))};
}

SigningKey SigningKey::generate(Algorithm algorithm, std::string keyId) {
  requireKeyId(keyId);
  PkeyHandle key = generateKey(algorithm);
  if (!key) failOpenSsl("generate a key");
  return prepare({.algorithm = algorithm, .keyId = std::move(keyId), .key = std::move(key)});
}

SigningKey SigningKey::fromPem(Algorithm algorithm, std::string keyId, const crypto::Secret& pem) {
  requireKeyId(keyId);
  const BioHandle bio{BIO_new_mem_buf(pem.text().data(), static_cast<int>(pem.size()))};
  PkeyHandle key{bio ? PEM_read_bio_PrivateKey(bio.get(), nullptr, &noPassword, nullptr) : nullptr};
  if (!key) failOpenSsl("read a private key");
  if (!suits(algorithm, key.get())) throw Error{"a private key is not one for its algorithm"};
  return prepare({.algorithm = algorithm, .keyId = std::move(keyId), .key = std::move(key)});
}

// OpenSSL's secure memory BIO wipes its buffer when it is freed.
crypto::Secret SigningKey::toPem() const {
  const BioHandle bio{BIO_new(BIO_s_secmem())};
  if (!bio ||
      PEM_write_bio_PKCS8PrivateKey(bio.get(), prepared_->key(), nullptr, nullptr, 0, nullptr, nullptr) != 1)
    failOpenSsl("write a private key");
  char* text = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &text);
  return crypto::Secret{std::string_view{text, static_cast<std::size_t>(size)}};
}

Algorithm SigningKey::algorithm() const noexcept { return prepared_->verifyingKey().algorithm(); }

const std::string& SigningKey::keyId() const noexcept { return prepared_->verifyingKey().keyId(); }

const VerifyingKey& SigningKey::verifyingKey() const noexcept { return prepared_->verifyingKey(); }

std::string SigningKey::sign(std::string_view signingInput) const {
  switch (algorithm()) {
    case Algorithm::RS256:
      return prepared_->signDigest(signingInput);
    case Algorithm::ES256:
      return ecdsaFromDer(prepared_->signDigest(signingInput));
    case Algorithm::EdDSA:
      return prepared_->signMessage(signingInput);
  }
  return {};
}

}  // namespace mfa::tokens
