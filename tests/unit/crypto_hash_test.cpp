#include "crypto/hash.hpp"

#include <catch2/catch.hpp>
#include <set>

#include "crypto/encoding.hpp"
#include "crypto_chosen_random.hpp"

namespace mfa::crypto {
namespace {

std::string repeated(char octet, std::size_t count) { return std::string(count, octet); }

TEST_CASE("SHA-256 gives the digests of FIPS 180-4", "[unit][hash]") {
  CHECK(sha256Hex("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(sha256Hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_CASE("HMAC-SHA-256 gives the codes of RFC 4231", "[unit][hash]") {
  CHECK(hex(hmacSha256(repeated('\x0b', 20), "Hi There")) ==
        "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  CHECK(hex(hmacSha256("Jefe", "what do ya want for nothing?")) ==
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  CHECK(hex(hmacSha256(repeated('\xaa', 20), repeated('\xdd', 50))) ==
        "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe");
  CHECK(hex(hmacSha256(repeated('\xaa', 131), "Test Using Larger Than Block-Size Key - Hash Key First")) ==
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST_CASE("HKDF-SHA-256 gives the keys of RFC 5869", "[unit][hash]") {
  const std::string salt = *decodeHex("000102030405060708090a0b0c");
  const std::string info = *decodeHex("f0f1f2f3f4f5f6f7f8f9");
  CHECK(hex(hkdfSha256(repeated('\x0b', 22), salt, info, 42)) ==
        "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865");
  CHECK(hex(hkdfSha256(repeated('\x0b', 22), "", "", 42)) ==
        "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8");
}

TEST_CASE("keys derived for different uses differ", "[unit][hash]") {
  const Secret one = hkdfSha256("material", "", "one");
  const Secret other = hkdfSha256("material", "", "other");
  CHECK(one.size() == 32);
  CHECK(one.text() != other.text());
}

TEST_CASE("secrets are compared whole and also with a different length", "[unit][hash]") {
  CHECK(equalInConstantTime("secret", "secret"));
  CHECK(equalInConstantTime("", ""));
  CHECK_FALSE(equalInConstantTime("secret", "secreT"));
  CHECK_FALSE(equalInConstantTime("secret", "secret "));
  CHECK_FALSE(equalInConstantTime("secret", ""));
  CHECK_FALSE(equalInConstantTime(std::string_view{"a\0b", 3}, std::string_view{"a\0c", 3}));
  Digest digest = sha256("abc");
  const Digest same = digest;
  CHECK(equal(digest, same));
  digest.back() ^= std::byte{1};
  CHECK_FALSE(equal(digest, same));
}

TEST_CASE("a keyed hash is the same for one key and another for another", "[unit][hash]") {
  ChosenRandom random;
  const KeyedHash one{random};
  const KeyedHash other{random};
  const KeyedHash copy = one;
  CHECK(one("token") == copy("token"));
  CHECK(one("token") != other("token"));
  std::set<std::uint64_t> seen;
  for (int at = 0; at < 1'000; ++at) seen.insert(one(std::to_string(at)));
  CHECK(seen.size() == 1'000);
}

}  // namespace
}  // namespace mfa::crypto
