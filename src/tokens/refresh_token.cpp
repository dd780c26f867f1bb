#include "tokens/refresh_token.hpp"

#include <utility>

#include "crypto/aead.hpp"
#include "crypto/encoding.hpp"
#include "crypto/hash.hpp"
#include "crypto/random.hpp"
#include "mfa/errors.hpp"

namespace mfa::tokens {
namespace {

constexpr std::size_t kSecretBytes = 32;
constexpr std::size_t kLongestToken = 512;
constexpr char kDot = '.';
constexpr char kLineEnd = '\n';  // in no token: separates the two values of a sealed child

std::string authenticationCode(const crypto::Secret& key, std::string_view authenticated) {
  return crypto::base64url(crypto::hmacSha256(key, "refresh token " + std::string{authenticated}));
}

crypto::Secret childKey(const RefreshToken& parent) {
  auto digest = parent.derive("mfa refresh child");
  static_assert(sizeof digest == crypto::kSealingKeyBytes);
  crypto::Secret key{digest};
  crypto::wipe(digest);
  return key;
}

std::string childContext(const RefreshToken& parent) { return "child of session " + parent.sessionHandle(); }

}  // namespace

std::string RefreshToken::hash1() const { return crypto::sha256Hex(text_); }

std::string RefreshToken::hash2() const { return refreshTokenHash2(hash1()); }

crypto::Digest RefreshToken::derive(std::string_view use) const { return crypto::hmacSha256(use, text()); }

std::string refreshTokenHash2(std::string_view hash1) { return crypto::sha256Hex(hash1); }

RefreshTokens::RefreshTokens(std::vector<crypto::Secret> keys) : keys_{std::move(keys)} {
  if (keys_.empty()) throw Error{"refresh tokens need a key"};
  for (const crypto::Secret& key : keys_)
    if (key.size() < kSecretBytes) throw Error{"a key of refresh tokens must have 32 octets"};
}

RefreshToken RefreshTokens::mint(std::string_view sessionHandle, RandomSource& random) const {
  std::string text = std::string{sessionHandle} + kDot + crypto::randomToken(random, kSecretBytes);
  text += kDot + authenticationCode(keys_.front(), text);
  RefreshToken token{text, sessionHandle};
  crypto::wipe(text);
  return token;
}

std::optional<RefreshToken> RefreshTokens::recognise(std::string_view text) const {
  if (text.size() > kLongestToken) return std::nullopt;
  const std::size_t handleEnd = text.find(kDot);
  const std::size_t codeDot = text.rfind(kDot);
  if (handleEnd == std::string_view::npos || handleEnd == 0 || codeDot == handleEnd) return std::nullopt;
  const std::string_view authenticated = text.substr(0, codeDot);
  const std::string_view code = text.substr(codeDot + 1);
  for (const crypto::Secret& key : keys_)
    if (crypto::equalInConstantTime(authenticationCode(key, authenticated), code))
      return RefreshToken{text, text.substr(0, handleEnd)};
  return std::nullopt;
}

std::string sealChild(const RefreshToken& parent, const RefreshChild& child, RandomSource& random) {
  crypto::Secret plain{child.antiCsrfToken
                           ? std::string{child.refreshToken.text()} + kLineEnd + *child.antiCsrfToken
                           : std::string{child.refreshToken.text()}};
  return crypto::base64url(crypto::seal(childKey(parent), plain, childContext(parent), random));
}

std::optional<RefreshChild> openChild(const RefreshToken& parent, std::string_view sealed) {
  const auto octets = crypto::decodeBase64url(sealed);
  if (!octets) return std::nullopt;
  const auto plain = crypto::open(childKey(parent), *octets, childContext(parent));
  if (!plain) return std::nullopt;
  const std::string_view text = plain->text();
  const std::size_t lineEnd = text.find(kLineEnd);
  RefreshChild child{.refreshToken = crypto::Secret{text.substr(0, lineEnd)}};
  if (lineEnd != std::string_view::npos) child.antiCsrfToken = std::string{text.substr(lineEnd + 1)};
  return child;
}

}  // namespace mfa::tokens
