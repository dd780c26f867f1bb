#include "crypto/key_ring.hpp"

#include <catch2/catch.hpp>

#include "crypto/aead.hpp"
#include "crypto/encoding.hpp"
#include "crypto_chosen_random.hpp"
#include "mfa/errors.hpp"

namespace mfa::crypto {
namespace {

constexpr std::string_view kPlain = "-----BEGIN PRIVATE KEY-----";
constexpr std::string_view kContext = "mfa_signing_keys:s-1:private_key";

Secret master(char octet) { return Secret{std::string(32, octet)}; }

KeyRing ring(char current) {
  std::vector<Secret> keys;
  keys.push_back(master(current));
  return KeyRing{std::move(keys)};
}

KeyRing ring(char current, char older) {
  std::vector<Secret> keys;
  keys.push_back(master(current));
  keys.push_back(master(older));
  return KeyRing{std::move(keys)};
}

std::string opened(const std::optional<Secret>& secret) {
  return secret ? std::string{secret->text()} : "(refused)";
}

TEST_CASE("sealing gives the vector of the XChaCha20-Poly1305 draft", "[unit][aead]") {
  const Secret key{*decodeHex("808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f")};
  ChosenRandom nonce{*decodeHex("404142434445464748494a4b4c4d4e4f5051525354555657")};
  const std::string context = *decodeHex("50515253c0c1c2c3c4c5c6c7");
  const std::string_view plain =
      "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen "
      "would "
      "be it.";
  const std::string sealed = seal(key, plain, context, nonce);
  CHECK(hex(sealed) ==
        "404142434445464748494a4b4c4d4e4f5051525354555657"
        "bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb731c7f1b0b4aa6440bf3a82f4eda7e39ae64"
        "c6708c54"
        "c216cb96b72e1213b4522f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff921f9664c97637da9"
        "768812f6"
        "15c68b13b52ec0875924c1c7987947deafd8780acf49");
  CHECK(opened(open(key, sealed, context)) == plain);
}

TEST_CASE("a sealed value with any bit changed does not open", "[unit][aead]") {
  const Secret key = master('k');
  ChosenRandom random;
  const std::string sealed = seal(key, kPlain, kContext, random);
  for (std::size_t bit = 0; bit < sealed.size() * 8; ++bit) {
    std::string altered = sealed;
    altered[bit / 8] = static_cast<char>(altered[bit / 8] ^ (1 << bit % 8));
    if (open(key, altered, kContext)) FAIL("opened with bit " << bit << " changed");
  }
  for (std::size_t size = 0; size < sealed.size(); ++size)
    if (open(key, sealed.substr(0, size), kContext)) FAIL("opened when cut to " << size);
  CHECK(opened(open(key, sealed, kContext)) == kPlain);
  CHECK_FALSE(open(key, sealed, "another row"));
  CHECK_FALSE(open(master('x'), sealed, kContext));
}

TEST_CASE("sealing twice gives two texts and a short key is refused", "[unit][aead]") {
  ChosenRandom random;
  CHECK(seal(master('k'), kPlain, kContext, random) != seal(master('k'), kPlain, kContext, random));
  CHECK_THROWS_AS(seal(Secret{"short"}, kPlain, kContext, random), Error);
}

TEST_CASE("what one master key sealed opens after it was replaced and is to be sealed again",
          "[unit][keyring]") {
  ChosenRandom random;
  const std::string sealed = ring('a').seal(kPlain, kContext, random);
  const KeyRing replaced = ring('b', 'a');
  CHECK(opened(replaced.open(sealed, kContext)) == kPlain);
  CHECK_FALSE(replaced.isCurrent(sealed));
  CHECK(replaced.isCurrent(replaced.seal(kPlain, kContext, random)));
  CHECK_FALSE(ring('b').open(sealed, kContext));
}

TEST_CASE("a sealed value is bound to its place and names its key without telling it", "[unit][keyring]") {
  ChosenRandom random;
  const KeyRing keys = ring('a');
  const std::string sealed = keys.seal(kPlain, kContext, random);
  CHECK_FALSE(keys.open(sealed, "mfa_signing_keys:s-2:private_key"));
  CHECK(sealed.starts_with("x1."));
  CHECK(sealed.find("aaaa") == std::string::npos);
  CHECK(sealed.find(base64url(kPlain)) == std::string::npos);
}

TEST_CASE("without a master key values lie open and are marked so", "[unit][keyring]") {
  ChosenRandom random;
  const KeyRing none;
  const std::string clear = none.seal(kPlain, kContext, random);
  CHECK_FALSE(none.hasKey());
  CHECK(opened(none.open(clear, kContext)) == kPlain);
  CHECK(none.isCurrent(clear));
  CHECK(none.derive("use").empty());
}

TEST_CASE("a value in clear is refused once there is a master key unless the host says otherwise",
          "[unit][keyring]") {
  ChosenRandom random;
  const std::string clear = KeyRing{}.seal(kPlain, kContext, random);
  CHECK_FALSE(ring('a').open(clear, kContext));

  std::vector<Secret> keys;
  keys.push_back(master('a'));
  const KeyRing migrating{std::move(keys), KeyRing::ClearText::Accepted};
  CHECK(opened(migrating.open(clear, kContext)) == kPlain);
  CHECK_FALSE(migrating.isCurrent(clear));
}

TEST_CASE("texts that are no sealed value do not open", "[unit][keyring]") {
  const auto text =
      GENERATE("", "x1.", "x1.0123456789abcdef", "x1.0123456789abcdef.", "x1.0123456789abcdef.AAAA", "c1",
               "c1.=", "x2.0123456789abcdef.AAAA", "-----BEGIN PRIVATE KEY-----");
  CAPTURE(text);
  CHECK_FALSE(ring('a').open(text, kContext));
  CHECK_FALSE(KeyRing{}.open(text, kContext));
}

TEST_CASE("keys are derived from every master key with the current one first", "[unit][keyring]") {
  const auto keys = ring('b', 'a').derive("codes");
  REQUIRE(keys.size() == 2);
  CHECK(keys[0].text() == ring('b').derive("codes").front().text());
  CHECK(keys[1].text() == ring('a').derive("codes").front().text());
  CHECK(keys[0].text() != ring('b').derive("tokens").front().text());
}

TEST_CASE("a master key of less than 32 octets is refused", "[unit][keyring]") {
  std::vector<Secret> keys;
  CHECK_THROWS_AS(KeyRing{std::move(keys)}, Error);
  keys.emplace_back(std::string(31, 'a'));
  CHECK_THROWS_AS(KeyRing{std::move(keys)}, Error);
}

}  // namespace
}  // namespace mfa::crypto
