#include "crypto/password_scheme.hpp"

#include <algorithm>

namespace mfa::crypto {
namespace {

constexpr std::uint32_t kMostMemoryKiB = 256 * 1'024;
constexpr std::uint32_t kMostIterations = 10;
constexpr std::uint32_t kMostLanes = 4;
constexpr std::uint32_t kLeastMemoryPerLaneKiB = 8;
constexpr std::uint32_t kLeastBcryptCost = 4;
constexpr std::uint32_t kMostBcryptCost = 14;
constexpr std::size_t kBcryptLength = 60;

bool isDigit(char character) noexcept { return character >= '0' && character <= '9'; }

bool isAlphanumeric(char character) noexcept {
  return isDigit(character) || (character >= 'a' && character <= 'z') ||
         (character >= 'A' && character <= 'Z');
}

/// Reads a string from the left.
class Reader {
 public:
  explicit Reader(std::string_view text) noexcept : rest_{text} {}

  [[nodiscard]] bool skip(std::string_view expected) noexcept {
    if (!rest_.starts_with(expected)) return false;
    rest_.remove_prefix(expected.size());
    return true;
  }

  /// A decimal number of at most six digits, none of them a leading zero: all our caps are below.
  [[nodiscard]] std::optional<std::uint32_t> number() noexcept {
    const std::string_view digits = take(isDigit);
    if (digits.empty() || digits.size() > 6 || digits.front() == '0') return std::nullopt;
    std::uint32_t value = 0;
    for (const char digit : digits) value = value * 10 + static_cast<std::uint32_t>(digit - '0');
    return value;
  }

  /// How many octets the base64 that stands here encodes.
  [[nodiscard]] std::size_t base64Octets() noexcept {
    return take([](char at) { return isAlphanumeric(at) || at == '+' || at == '/'; }).size() * 3 / 4;
  }

  [[nodiscard]] bool atEnd() const noexcept { return rest_.empty(); }

 private:
  template <class Predicate>
  std::string_view take(Predicate belongs) noexcept {
    const auto end = std::find_if_not(rest_.begin(), rest_.end(), belongs);
    const std::string_view taken = rest_.substr(0, static_cast<std::size_t>(end - rest_.begin()));
    rest_.remove_prefix(taken.size());
    return taken;
  }

  std::string_view rest_;
};

bool between(std::size_t least, std::size_t value, std::size_t most) noexcept {
  return least <= value && value <= most;
}

bool isWithinCaps(const Argon2Scheme& scheme) noexcept {
  return between(1, scheme.parallelism, kMostLanes) && between(1, scheme.iterations, kMostIterations) &&
         between(kLeastMemoryPerLaneKiB * scheme.parallelism, scheme.memoryKiB, kMostMemoryKiB);
}

std::optional<PasswordScheme> argon2Scheme(std::string_view encoded) {
  Reader reader{encoded};
  if (!reader.skip("$argon2id$v=19$m=")) return std::nullopt;
  const auto memoryKiB = reader.number();
  if (!memoryKiB || !reader.skip(",t=")) return std::nullopt;
  const auto iterations = reader.number();
  if (!iterations || !reader.skip(",p=")) return std::nullopt;
  const auto parallelism = reader.number();
  if (!parallelism || !reader.skip("$")) return std::nullopt;
  if (!between(8, reader.base64Octets(), 64) || !reader.skip("$")) return std::nullopt;
  if (!between(16, reader.base64Octets(), 64) || !reader.atEnd()) return std::nullopt;

  const Argon2Scheme scheme{.memoryKiB = *memoryKiB, .iterations = *iterations, .parallelism = *parallelism};
  if (!isWithinCaps(scheme)) return std::nullopt;
  return scheme;
}

/// The cost is two digits, `04` to `14`; everything after it is bcrypt's own base64.
std::optional<PasswordScheme> bcryptScheme(std::string_view encoded) {
  if (encoded.size() != kBcryptLength || encoded[3] != '$' || encoded[6] != '$') return std::nullopt;
  if (!isDigit(encoded[4]) || !isDigit(encoded[5])) return std::nullopt;
  const auto belongs = [](char at) { return isAlphanumeric(at) || at == '.' || at == '/'; };
  if (!std::all_of(encoded.begin() + 7, encoded.end(), belongs)) return std::nullopt;

  const auto cost = static_cast<std::uint32_t>((encoded[4] - '0') * 10 + (encoded[5] - '0'));
  if (!between(kLeastBcryptCost, cost, kMostBcryptCost)) return std::nullopt;
  return BcryptScheme{.cost = cost};
}

}  // namespace

std::optional<PasswordScheme> passwordScheme(std::string_view encoded) {
  if (encoded.starts_with("$2a$") || encoded.starts_with("$2b$") || encoded.starts_with("$2y$"))
    return bcryptScheme(encoded);
  return argon2Scheme(encoded);
}

bool isUsable(const Argon2Scheme& scheme) noexcept { return isWithinCaps(scheme) && scheme.parallelism == 1; }

}  // namespace mfa::crypto
