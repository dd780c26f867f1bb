#include "crypto/hash.hpp"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <sodium.h>

#include <memory>

#include "crypto/encoding.hpp"
#include "crypto/random.hpp"
#include "crypto/sodium.hpp"
#include "mfa/errors.hpp"

namespace mfa::crypto {
namespace {

using MdContext = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;
using KdfContext = std::unique_ptr<EVP_KDF_CTX, decltype(&EVP_KDF_CTX_free)>;

// Algorithms are looked up once, for a lookup by name costs more than hashing a token, and never given back:
// a thread may still hash while the process exits.
const EVP_MD* sha256Method() {
  static const EVP_MD* const method = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  return method;
}

EVP_KDF* hkdfMethod() {
  static EVP_KDF* const method = EVP_KDF_fetch(nullptr, "HKDF", nullptr);
  return method;
}

[[noreturn]] void fail(const char* what) { throw Error{std::string{"OpenSSL failed to compute "} + what}; }

unsigned char* raw(Digest& digest) noexcept { return reinterpret_cast<unsigned char*>(digest.data()); }

OSSL_PARAM octetParameter(const char* name, BytesView octets) noexcept {
  return OSSL_PARAM_construct_octet_string(name, const_cast<unsigned char*>(octets.data()), octets.size());
}

}  // namespace

Digest sha256(BytesView octets) {
  thread_local const MdContext context{EVP_MD_CTX_new(), &EVP_MD_CTX_free};
  Digest digest{};
  const bool done = context && EVP_DigestInit_ex2(context.get(), sha256Method(), nullptr) == 1 &&
                    EVP_DigestUpdate(context.get(), octets.data(), octets.size()) == 1 &&
                    EVP_DigestFinal_ex(context.get(), raw(digest), nullptr) == 1;
  if (!done) fail("SHA-256");
  return digest;
}

std::string sha256Hex(BytesView octets) { return hex(sha256(octets)); }

// OpenSSL's looks the algorithm up by name in each call, which costs more than the hashing.
Digest hmacSha256(BytesView key, BytesView message) {
  requireSodium();
  Digest digest{};
  crypto_auth_hmacsha256_state state;
  crypto_auth_hmacsha256_init(&state, key.data(), key.size());
  crypto_auth_hmacsha256_update(&state, message.data(), message.size());
  crypto_auth_hmacsha256_final(&state, raw(digest));
  return digest;
}

Secret hkdfSha256(BytesView keyMaterial, BytesView salt, BytesView info, std::size_t length) {
  const KdfContext context{EVP_KDF_CTX_new(hkdfMethod()), &EVP_KDF_CTX_free};
  static char digestName[] = "SHA256";
  const OSSL_PARAM parameters[] = {
      OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digestName, 0),
      octetParameter(OSSL_KDF_PARAM_KEY, keyMaterial),
      octetParameter(OSSL_KDF_PARAM_SALT, salt),
      octetParameter(OSSL_KDF_PARAM_INFO, info),
      OSSL_PARAM_construct_end(),
  };
  Secret key = Secret::ofSize(length);
  auto* const out = reinterpret_cast<unsigned char*>(key.writable().data());
  if (!context || EVP_KDF_derive(context.get(), out, length, parameters) != 1) fail("HKDF");
  return key;
}

bool equal(const Digest& left, const Digest& right) noexcept {
  return CRYPTO_memcmp(left.data(), right.data(), left.size()) == 0;
}

bool equalInConstantTime(BytesView left, BytesView right) { return equal(sha256(left), sha256(right)); }

KeyedHash::KeyedHash(RandomSource& random) {
  static_assert(crypto_shorthash_KEYBYTES == 16 && crypto_shorthash_BYTES == sizeof(std::uint64_t));
  requireSodium();
  random.fill(std::as_writable_bytes(std::span{key_}));
}

std::uint64_t KeyedHash::operator()(std::string_view text) const noexcept {
  std::uint64_t value = 0;
  crypto_shorthash(reinterpret_cast<unsigned char*>(&value), BytesView{text}.data(), text.size(),
                   key_.data());
  return value;
}

}  // namespace mfa::crypto
