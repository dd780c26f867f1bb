#include "crypto/aead.hpp"

#include <sodium.h>

#include "crypto/sodium.hpp"
#include "mfa/errors.hpp"

namespace mfa::crypto {
namespace {

constexpr std::size_t kNonceBytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t kTagBytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
static_assert(kSealingKeyBytes == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);

const unsigned char* keyOctets(const Secret& key) {
  requireSodium();
  if (key.size() != kSealingKeyBytes) throw Error{"a sealing key must have 32 octets"};
  return BytesView{key}.data();
}

}  // namespace

std::string seal(const Secret& key, BytesView plain, BytesView context, RandomSource& random) {
  const unsigned char* const keyData = keyOctets(key);
  std::string sealed(kNonceBytes + plain.size() + kTagBytes, '\0');
  random.fill(std::as_writable_bytes(std::span{sealed}).first(kNonceBytes));
  auto* const nonce = reinterpret_cast<unsigned char*>(sealed.data());
  crypto_aead_xchacha20poly1305_ietf_encrypt(nonce + kNonceBytes, nullptr, plain.data(), plain.size(),
                                             context.data(), context.size(), nullptr, nonce, keyData);
  return sealed;
}

std::optional<Secret> open(const Secret& key, BytesView sealed, BytesView context) {
  const unsigned char* const keyData = keyOctets(key);
  if (sealed.size() < kNonceBytes + kTagBytes) return std::nullopt;
  Secret plain = Secret::ofSize(sealed.size() - kNonceBytes - kTagBytes);
  auto* const out = reinterpret_cast<unsigned char*>(plain.writable().data());
  const int refused = crypto_aead_xchacha20poly1305_ietf_decrypt(
      out, nullptr, nullptr, sealed.data() + kNonceBytes, sealed.size() - kNonceBytes, context.data(),
      context.size(), sealed.data(), keyData);
  if (refused != 0) return std::nullopt;
  return plain;
}

}  // namespace mfa::crypto
