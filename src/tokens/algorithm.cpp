#include "tokens/algorithm.hpp"

#include <algorithm>

namespace mfa::tokens {
namespace {

constexpr std::size_t kLongestKeyId = 64;

bool belongsToKeyId(char character) noexcept {
  return (character >= '0' && character <= '9') || (character >= 'a' && character <= 'z') ||
         (character >= 'A' && character <= 'Z') || character == '-' || character == '_';
}

}  // namespace

std::string_view name(Algorithm algorithm) noexcept {
  switch (algorithm) {
    case Algorithm::RS256:
      return "RS256";
    case Algorithm::ES256:
      return "ES256";
    case Algorithm::EdDSA:
      return "EdDSA";
  }
  return {};
}

std::optional<Algorithm> algorithmNamed(std::string_view text) noexcept {
  for (const Algorithm algorithm : {Algorithm::RS256, Algorithm::ES256, Algorithm::EdDSA})
    if (name(algorithm) == text) return algorithm;
  return std::nullopt;
}

bool isKeyId(std::string_view keyId) noexcept {
  return !keyId.empty() && keyId.size() <= kLongestKeyId &&
         std::all_of(keyId.begin(), keyId.end(), belongsToKeyId);
}

}  // namespace mfa::tokens
