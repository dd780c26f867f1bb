#include "crypto/bcrypt.hpp"

#include <crypt.h>
#include <openssl/crypto.h>

#include <cstring>
#include <memory>

#include "crypto/secret.hpp"

namespace mfa::crypto {
namespace {

constexpr std::size_t kMostPasswordBytes = 72;

/// crypt(3)'s work space of 32 KiB, wiped afterwards.
struct WorkSpace {
  WorkSpace() : data{std::make_unique<crypt_data>()} {}
  ~WorkSpace() { OPENSSL_cleanse(data.get(), sizeof(crypt_data)); }
  WorkSpace(const WorkSpace&) = delete;
  WorkSpace& operator=(const WorkSpace&) = delete;

  std::unique_ptr<crypt_data> data;
};

bool isWhole(std::string_view password) noexcept {
  return password.size() <= kMostPasswordBytes && password.find('\0') == std::string_view::npos;
}

}  // namespace

bool bcryptMatches(std::string_view password, const std::string& encoded) {
  const std::string_view hashed = isWhole(password) ? password : std::string_view{};
  Secret terminated = Secret::ofSize(hashed.size() + 1);
  if (!hashed.empty()) std::memcpy(terminated.writable().data(), hashed.data(), hashed.size());

  const WorkSpace space;
  const char* const computed = crypt_r(terminated.text().data(), encoded.c_str(), space.data.get());
  if (computed == nullptr || std::strlen(computed) != encoded.size()) return false;
  return CRYPTO_memcmp(computed, encoded.data(), encoded.size()) == 0 && isWhole(password);
}

void spendBcrypt(std::uint32_t cost) {
  const std::string digits{static_cast<char>('0' + cost / 10), static_cast<char>('0' + cost % 10)};
  static_cast<void>(bcryptMatches("", "$2b$" + digits + '$' + std::string(53, '.')));
}

}  // namespace mfa::crypto
