#include <catch2/catch.hpp>
#include <set>

#include "crypto/encoding.hpp"
#include "crypto/random.hpp"
#include "recipes/passwordless/code_secrets.hpp"

namespace mfa::passwordless {
namespace {

DeviceSecrets someDevice() { return newDeviceSecrets(*crypto::systemRandom()); }

}  // namespace

TEST_CASE("a device id is padded base64 of 32 octets and its name is unpadded base64url",
          "[unit][passwordless]") {
  const auto device = someDevice();
  CHECK(device.deviceId.size() == 44);
  CHECK(device.preAuthSessionId.size() == 43);
  CHECK(device.linkCodeSalt.size() == 32);
  CHECK(crypto::decodeBase64(device.deviceId)->size() == 32);
  CHECK(preAuthSessionIdOf(device.deviceId) == device.preAuthSessionId);
}

TEST_CASE("the name of a device is the SHA-256 of its id", "[unit][passwordless]") {
  // 32 zero octets; the digest is that of FIPS 180-4 over them.
  CHECK(preAuthSessionIdOf("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=") ==
        "Zmh6rfhivXdsj8GLjp-OIAiXFIVu4jOzkCpZHQ1fKSU");
}

TEST_CASE("what is no device id has no name", "[unit][passwordless]") {
  for (const auto* text :
       {"", "AAAA", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB=", "\u00e4AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="})
    CHECK_FALSE(preAuthSessionIdOf(text).has_value());
}

TEST_CASE("a link code hangs on the device and on the salt and on the code", "[unit][passwordless]") {
  const auto device = someDevice();
  const auto other = someDevice();
  const std::set<std::string> linkCodes{linkCodeOf(device.deviceId, device.linkCodeSalt, "123456"),
                                        linkCodeOf(device.deviceId, device.linkCodeSalt, "123457"),
                                        linkCodeOf(device.deviceId, other.linkCodeSalt, "123456"),
                                        linkCodeOf(other.deviceId, device.linkCodeSalt, "123456")};
  CHECK(linkCodes.size() == 4);
  for (const auto& linkCode : linkCodes) CHECK(linkCode.size() == 43);
}

TEST_CASE("the hash that is stored hangs on the server's key", "[unit][passwordless]") {
  const auto device = someDevice();
  const auto linkCode = linkCodeOf(device.deviceId, device.linkCodeSalt, "123456");
  const crypto::Secret key{std::string(32, 'k')};
  const crypto::Secret otherKey{std::string(32, 'l')};
  CHECK(codeHashOf(key, linkCode) == codeHashOf(key, linkCode));
  CHECK(codeHashOf(key, linkCode) != codeHashOf(otherKey, linkCode));
  CHECK_FALSE(codeHashOf(key, "short").has_value());
  CHECK_FALSE(codeHashOf(key, linkCode + "=").has_value());
}

TEST_CASE("spaces and hyphens around six digits are no part of the code", "[unit][passwordless]") {
  for (const auto* typed : {"123456", " 123456", "123456 ", "-123456--", " - 123456"})
    CHECK(canonicalCode(typed) == "123456");
}

TEST_CASE("every other spelling is a code of its own", "[unit][passwordless]") {
  for (const auto* typed : {"123 456", "123-456", "1234567", "12345", "１２３４５６", "١٢٣٤٥٦", "+123456",
                            "0x1234", " abc ", "", "123456\n", "\t123456"})
    CHECK(canonicalCode(typed) == typed);
}

}  // namespace mfa::passwordless
