#include "tokens/ecdsa_format.hpp"

#include "tokens/openssl_handles.hpp"

namespace mfa::tokens {
namespace {

constexpr std::size_t kNumberBytes = 32;

const unsigned char* octets(std::string_view text) noexcept {
  return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

std::optional<std::string> ecdsaToDer(std::string_view joseSignature) {
  if (joseSignature.size() != 2 * kNumberBytes) return std::nullopt;
  BigNumber r{BN_bin2bn(octets(joseSignature), kNumberBytes, nullptr)};
  BigNumber s{BN_bin2bn(octets(joseSignature) + kNumberBytes, kNumberBytes, nullptr)};
  const EcdsaSignature signature{ECDSA_SIG_new()};
  if (!r || !s || !signature) failOpenSsl("read a signature");
  if (BN_is_zero(r.get()) || BN_is_zero(s.get())) return std::nullopt;
  ECDSA_SIG_set0(signature.get(), r.release(), s.release());

  const int size = i2d_ECDSA_SIG(signature.get(), nullptr);
  if (size <= 0) failOpenSsl("write a signature");
  std::string der(static_cast<std::size_t>(size), '\0');
  auto* out = reinterpret_cast<unsigned char*>(der.data());
  i2d_ECDSA_SIG(signature.get(), &out);
  return der;
}

std::string ecdsaFromDer(std::string_view der) {
  const unsigned char* in = octets(der);
  const EcdsaSignature signature{d2i_ECDSA_SIG(nullptr, &in, static_cast<long>(der.size()))};
  if (!signature) failOpenSsl("read a signature");
  std::string jose(2 * kNumberBytes, '\0');
  auto* const out = reinterpret_cast<unsigned char*>(jose.data());
  BN_bn2binpad(ECDSA_SIG_get0_r(signature.get()), out, kNumberBytes);
  BN_bn2binpad(ECDSA_SIG_get0_s(signature.get()), out + kNumberBytes, kNumberBytes);
  return jose;
}

}  // namespace mfa::tokens
