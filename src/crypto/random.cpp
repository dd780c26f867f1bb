#include "crypto/random.hpp"

#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <climits>

#include "crypto/encoding.hpp"
#include "mfa/errors.hpp"

namespace mfa::crypto {
namespace {

class SystemRandom final : public RandomSource {
 public:
  void fill(std::span<std::byte> octets) override { fillFromSystem(octets); }
};

}  // namespace

void fillFromSystem(std::span<std::byte> octets) {
  while (!octets.empty()) {  // RAND takes an int
    const auto now = octets.first(std::min<std::size_t>(octets.size(), INT_MAX));
    if (RAND_priv_bytes(reinterpret_cast<unsigned char*>(now.data()), static_cast<int>(now.size())) != 1)
      throw Error{"the random generator of OpenSSL is not seeded"};
    octets = octets.subspan(now.size());
  }
}

std::shared_ptr<RandomSource> systemRandom() { return std::make_shared<SystemRandom>(); }

std::string randomBytes(RandomSource& random, std::size_t count) {
  std::string octets(count, '\0');
  random.fill(std::as_writable_bytes(std::span{octets}));
  return octets;
}

Secret randomSecret(RandomSource& random, std::size_t count) {
  Secret octets = Secret::ofSize(count);
  random.fill(octets.writable());
  return octets;
}

std::string randomDigits(RandomSource& random, std::size_t count) {
  std::string digits;
  while (digits.size() < count) {
    const Secret octets = randomSecret(random, count - digits.size());
    for (const std::byte octet : octets.bytes()) {
      const auto value = std::to_integer<unsigned>(octet);
      if (value < 250) digits += static_cast<char>('0' + value % 10);
    }
  }
  return digits;
}

std::string uuid4(RandomSource& random) {
  std::array<std::byte, 16> octets{};
  random.fill(octets);
  octets[6] = (octets[6] & std::byte{0x0F}) | std::byte{0x40};  // version 4
  octets[8] = (octets[8] & std::byte{0x3F}) | std::byte{0x80};  // variant of RFC 9562
  std::string text = hex(octets);
  for (const std::size_t at : {8U, 13U, 18U, 23U}) text.insert(at, 1, '-');
  return text;
}

std::string randomToken(RandomSource& random, std::size_t octets) {
  return base64url(randomSecret(random, octets));
}

std::string randomHex(RandomSource& random, std::size_t octets) { return hex(randomSecret(random, octets)); }

}  // namespace mfa::crypto
