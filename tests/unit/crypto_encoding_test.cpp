#include "crypto/encoding.hpp"

#include <catch2/catch.hpp>

#include "crypto/random.hpp"
#include "crypto_chosen_random.hpp"

namespace mfa::crypto {
namespace {

TEST_CASE("base64 writes the test vectors of RFC 4648", "[unit][encoding]") {
  CHECK(base64("") == "");
  CHECK(base64("f") == "Zg==");
  CHECK(base64("fo") == "Zm8=");
  CHECK(base64("foo") == "Zm9v");
  CHECK(base64("foob") == "Zm9vYg==");
  CHECK(base64("fooba") == "Zm9vYmE=");
  CHECK(base64("foobar") == "Zm9vYmFy");
}

TEST_CASE("base64url has its own alphabet and no padding", "[unit][encoding]") {
  CHECK(base64("\xFB\xFF\xFE") == "+//+");
  CHECK(base64url("\xFB\xFF\xFE") == "-__-");
  CHECK(base64url("f") == "Zg");
}

TEST_CASE("every length comes back from base64 and base64url and hex", "[unit][encoding]") {
  ChosenRandom random;
  for (std::size_t size = 0; size < 200; ++size) {
    const std::string octets = randomBytes(random, size);
    CHECK(decodeBase64(base64(octets)) == octets);
    CHECK(decodeBase64url(base64url(octets)) == octets);
    CHECK(decodeHex(hex(octets)) == octets);
  }
}

TEST_CASE("base64url is refused unless it is exactly what the encoder writes", "[unit][encoding]") {
  const auto text = GENERATE("Zg==", "Zg=", "Zm9v=", " Zg", "Zg ", "Zg\n", "Z g", "Zm9v\r\n", "A", "Zm9vY",
                             "+//+", "Zm+v", "Zm9v.", "Zm\xC3\xA9");
  CAPTURE(text);
  CHECK_FALSE(decodeBase64url(text));
  CHECK_FALSE(decodeBase64url(std::string{"Zg\0v", 4}));
}

TEST_CASE("base64url with bits that belong to no octet is refused", "[unit][encoding]") {
  CHECK(decodeBase64url("Zg") == "f");
  CHECK_FALSE(decodeBase64url("Zh"));
  CHECK(decodeBase64url("Zm8") == "fo");
  CHECK_FALSE(decodeBase64url("Zm9"));
}

TEST_CASE("padded base64 is refused without its padding or with too much of it", "[unit][encoding]") {
  CHECK(decodeBase64("Zg==") == "f");
  const auto text = GENERATE("Zg", "Zg=", "Z===", "====", "Zm9v====", "Zh==", "Zg==Zg==", "-__-");
  CAPTURE(text);
  CHECK_FALSE(decodeBase64(text));
}

TEST_CASE("of all texts of two characters base64url reads only its canonical 256", "[unit][encoding]") {
  int read = 0;
  for (int first = 0; first < 256; ++first)
    for (int second = 0; second < 256; ++second) {
      const std::string text{static_cast<char>(first), static_cast<char>(second)};
      const auto octets = decodeBase64url(text);
      if (!octets) continue;
      ++read;
      if (base64url(*octets) != text) FAIL("read but not written so: " << first << ' ' << second);
    }
  CHECK(read == 256);
}

TEST_CASE("hex is written in lower case and read in both", "[unit][encoding]") {
  CHECK(hex("\x0A\xFF") == "0aff");
  CHECK(decodeHex("0AfF") == "\x0A\xFF");
  CHECK_FALSE(decodeHex("0"));
  CHECK_FALSE(decodeHex("0g"));
  CHECK_FALSE(decodeHex(" 0"));
}

}  // namespace
}  // namespace mfa::crypto
