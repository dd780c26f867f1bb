#include "crypto/argon2.hpp"

#include <sodium.h>

#include <array>
#include <cerrno>
#include <chrono>

#include "crypto/encoding.hpp"
#include "crypto/random.hpp"
#include "crypto/sodium.hpp"
#include "mfa/errors.hpp"

namespace mfa::crypto {
namespace {

constexpr std::size_t kSaltBytes = crypto_pwhash_argon2id_SALTBYTES;
constexpr std::size_t kTagBytes = 32;

/// The PHC format has base64 without padding.
std::string unpaddedBase64(BytesView octets) {
  std::string text = base64(octets);
  text.erase(text.find_last_not_of('=') + 1);
  return text;
}

std::string phcString(const Argon2Scheme& scheme, BytesView salt, BytesView tag) {
  return "$argon2id$v=19$m=" + std::to_string(scheme.memoryKiB) + ",t=" + std::to_string(scheme.iterations) +
         ",p=" + std::to_string(scheme.parallelism) + '$' + unpaddedBase64(salt) + '$' + unpaddedBase64(tag);
}

[[noreturn]] void refuseForMemory() {
  throw OverloadedError{"there is no memory to hash a password", std::chrono::seconds{1}};
}

}  // namespace

std::string argon2Hash(std::string_view password, const Argon2Scheme& scheme, RandomSource& random) {
  requireSodium();
  if (!isUsable(scheme)) throw Error{"the Argon2 parameters are out of range"};
  const std::string salt = randomBytes(random, kSaltBytes);
  Secret tag = Secret::ofSize(kTagBytes);
  const int failed =
      crypto_pwhash_argon2id(reinterpret_cast<unsigned char*>(tag.writable().data()), tag.size(),
                             password.data(), password.size(), BytesView{salt}.data(), scheme.iterations,
                             std::size_t{scheme.memoryKiB} * 1'024, crypto_pwhash_argon2id_ALG_ARGON2ID13);
  if (failed != 0) refuseForMemory();
  return phcString(scheme, salt, tag);
}

bool argon2Matches(std::string_view password, const std::string& encoded) {
  requireSodium();
  errno = 0;
  if (crypto_pwhash_argon2id_str_verify(encoded.c_str(), password.data(), password.size()) == 0) return true;
  if (errno == ENOMEM) refuseForMemory();
  return false;
}

// A verification like any other, against a hash that nothing has.
void spendArgon2(std::string_view password, const Argon2Scheme& scheme) {
  const std::string salt(kSaltBytes, 's');
  const std::string tag(kTagBytes, 't');
  static_cast<void>(argon2Matches(password, phcString(scheme, salt, tag)));
}

}  // namespace mfa::crypto
