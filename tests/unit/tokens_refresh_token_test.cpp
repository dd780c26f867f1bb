#include "tokens/refresh_token.hpp"

#include <catch2/catch.hpp>

#include "crypto/aead.hpp"
#include "crypto/encoding.hpp"
#include "crypto/hash.hpp"
#include "crypto_chosen_random.hpp"
#include "mfa/errors.hpp"
#include "recipes/session/issue.hpp"

namespace mfa::tokens {
namespace {

constexpr std::string_view kHandle = "3f0d7a1c-9c1e-4f39-8d6c-2f4a2c1b9e55";

RefreshTokens maker(char key) {
  std::vector<crypto::Secret> keys;
  keys.emplace_back(std::string(32, key));
  return RefreshTokens{std::move(keys)};
}

RefreshTokens maker(char key, char older) {
  std::vector<crypto::Secret> keys;
  keys.emplace_back(std::string(32, key));
  keys.emplace_back(std::string(32, older));
  return RefreshTokens{std::move(keys)};
}

RefreshChild child() {
  return {.refreshToken = crypto::Secret{"child-token"},
          .antiCsrfToken = "5b1c0c2e-0b9b-4a58-8a0b-0d3c3f9f7a11"};
}

TEST_CASE("a refresh token is recognised and names its session", "[unit][refreshtoken]") {
  crypto::ChosenRandom random;
  const auto tokens = maker('k');
  for (const std::string_view handle :
       {kHandle, std::string_view{"3f0d7a1c-9c1e-4f39-8d6c-2f4a2c1b9e55_tenant-1"}}) {
    const RefreshToken token = tokens.mint(handle, random);
    const auto recognised = tokens.recognise(token.text());
    REQUIRE(recognised);
    CHECK(recognised->sessionHandle() == handle);
    CHECK(recognised->text() == token.text());
    CHECK(recognised->hash2() == token.hash2());
  }
}

TEST_CASE("a refresh token fits a cookie without being encoded and never repeats", "[unit][refreshtoken]") {
  crypto::ChosenRandom random;
  const auto tokens = maker('k');
  const RefreshToken token = tokens.mint(kHandle, random);
  CHECK(token.text().size() == 36 + 1 + 43 + 1 + 43);
  CHECK(token.text().find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.") ==
        std::string_view::npos);
  const RefreshToken next = tokens.mint(kHandle, random);
  CHECK(next.text() != token.text());
  CHECK(next.hash1() != token.hash1());
}

TEST_CASE("the hashes of a refresh token are those of the FDI", "[unit][refreshtoken]") {
  crypto::ChosenRandom random;
  const RefreshToken token = maker('k').mint(kHandle, random);
  CHECK(token.hash1() == crypto::sha256Hex(token.text()));
  CHECK(token.hash2() == crypto::sha256Hex(crypto::sha256Hex(token.text())));
  CHECK(refreshTokenHash2(token.hash1()) == token.hash2());
}

// Whoever has seen an access token knows the handle. A made-up token for it must not look like a stolen one.
TEST_CASE("a refresh token that was made up or altered is not recognised", "[unit][refreshtoken]") {
  crypto::ChosenRandom random;
  const auto tokens = maker('k');
  const std::string text{tokens.mint(kHandle, random).text()};
  for (std::size_t bit = 0; bit < text.size() * 8; ++bit) {
    std::string altered = text;
    altered[bit / 8] = static_cast<char>(altered[bit / 8] ^ (1 << bit % 8));
    if (tokens.recognise(altered)) FAIL("recognised with bit " << bit << " changed");
  }
  for (std::size_t size = 0; size < text.size(); ++size)
    if (tokens.recognise(text.substr(0, size))) FAIL("recognised when cut to " << size);
  CHECK_FALSE(tokens.recognise(text + '='));
  CHECK_FALSE(tokens.recognise(text + ".x"));
  CHECK_FALSE(tokens.recognise("." + text));
  CHECK_FALSE(tokens.recognise(std::string(512, '.')));
  CHECK_FALSE(tokens.recognise(std::string(100'000, 'a')));
  CHECK_FALSE(maker('x').recognise(text));
}

TEST_CASE("a session's handle cannot be moved into another token", "[unit][refreshtoken]") {
  crypto::ChosenRandom random;
  const auto tokens = maker('k');
  const std::string text{tokens.mint("aaaa", random).text()};
  CHECK_FALSE(tokens.recognise("bbbb" + text.substr(4)));
}

TEST_CASE("tokens of an older key are recognised while it is kept", "[unit][refreshtoken]") {
  crypto::ChosenRandom random;
  const RefreshToken older = maker('a').mint(kHandle, random);
  const auto tokens = maker('b', 'a');
  CHECK(tokens.recognise(older.text()));
  const RefreshToken newer = tokens.mint(kHandle, random);
  CHECK(maker('b').recognise(newer.text()));
  CHECK_FALSE(maker('a').recognise(newer.text()));
}

TEST_CASE("refresh tokens need a key of 32 octets", "[unit][refreshtoken]") {
  CHECK_THROWS_AS(RefreshTokens{std::vector<crypto::Secret>{}}, Error);
  std::vector<crypto::Secret> shortKey;
  shortKey.emplace_back(std::string(31, 'k'));
  CHECK_THROWS_AS(RefreshTokens{std::move(shortKey)}, Error);
}

TEST_CASE("the holder of the parent opens the child that was sealed for it", "[unit][refreshtoken]") {
  crypto::ChosenRandom random;
  const RefreshToken parent = maker('k').mint(kHandle, random);
  const std::string sealed = sealChild(parent, child(), random);
  const auto opened = openChild(parent, sealed);
  REQUIRE(opened);
  CHECK(opened->refreshToken.text() == "child-token");
  CHECK(opened->antiCsrfToken == child().antiCsrfToken);

  const auto withoutCsrf =
      openChild(parent, sealChild(parent, {.refreshToken = crypto::Secret{"child-token"}}, random));
  REQUIRE(withoutCsrf);
  CHECK(withoutCsrf->refreshToken.text() == "child-token");
  CHECK_FALSE(withoutCsrf->antiCsrfToken);
}

TEST_CASE("nobody else opens the child", "[unit][refreshtoken]") {
  crypto::ChosenRandom random;
  const auto tokens = maker('k');
  const RefreshToken parent = tokens.mint(kHandle, random);
  const RefreshToken sibling = tokens.mint(kHandle, random);
  const std::string sealed = sealChild(parent, child(), random);
  CHECK_FALSE(openChild(sibling, sealed));
  CHECK(sealed.find("child") == std::string::npos);
  CHECK(crypto::decodeBase64url(sealed)->find("child") == std::string::npos);
  std::string altered = sealed;
  altered[40] = altered[40] == 'A' ? 'B' : 'A';
  CHECK_FALSE(openChild(parent, altered));
  CHECK_FALSE(openChild(parent, ""));
  CHECK_FALSE(openChild(parent, sealed + '='));
}

// HMAC takes a key of more than 64 octets, such as a refresh token, as its SHA-256.
TEST_CASE("the hash of the parent that stands in access tokens opens no child", "[unit][refreshtoken]") {
  crypto::ChosenRandom random;
  const RefreshToken parent = maker('k').mint(kHandle, random);
  const std::string sealed = crypto::decodeBase64url(sealChild(parent, child(), random)).value();
  const std::string context = "child of session " + std::string{kHandle};
  const crypto::Digest published = crypto::sha256(parent.text());
  const auto opens = [&](const crypto::Digest& key) {
    return crypto::open(crypto::Secret{key}, sealed, context).has_value();
  };
  CHECK_FALSE(opens(published));
  CHECK_FALSE(opens(crypto::hmacSha256(published, "mfa refresh child")));
  CHECK(opens(crypto::hmacSha256("mfa refresh child", parent.text())));
}

TEST_CASE("the hash of the parent that stands in access tokens gives no anti-CSRF token",
          "[unit][refreshtoken]") {
  crypto::ChosenRandom random;
  const RefreshToken token = maker('k').mint(kHandle, random);
  const auto fromHash = crypto::hex(crypto::hmacSha256(crypto::sha256(token.text()), "mfa anti-csrf token"));
  CHECK(session::antiCsrfTokenOf(token).substr(0, 8) != fromHash.substr(0, 8));
}

}  // namespace
}  // namespace mfa::tokens
