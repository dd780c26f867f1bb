#include <catch2/catch.hpp>
#include <latch>
#include <thread>

#include "crypto/encoding.hpp"
#include "mfa/errors.hpp"
#include "tokens/key_set.hpp"
#include "tokens/signing_key.hpp"
#include "tokens_keys.hpp"

namespace mfa::tokens {
namespace {

constexpr std::string_view kJoePayload =
    "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";

/// The key of RFC 7515 A.2, with a key id, which it lacks.
json::object rfcRsaJwk() {
  return {
      {"kty", "RSA"},
      {"kid", "rfc"},
      {"n",
       "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-"
       "yRT-"
       "SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-"
       "KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_"
       "h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ"},
      {"e", "AQAB"}};
}

/// The key of RFC 7515 A.3.
json::object rfcP256Jwk() {
  return {{"kty", "EC"},
          {"crv", "P-256"},
          {"kid", "rfc"},
          {"x", "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU"},
          {"y", "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}};
}

/// The key of RFC 8037 A.2.
json::object rfcEd25519Jwk() {
  return {{"kty", "OKP"},
          {"crv", "Ed25519"},
          {"kid", "rfc"},
          {"x", "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}};
}

bool verifies(const json::object& jwk, const std::string& signingInput, std::string_view signature) {
  const auto key = VerifyingKey::fromJwk(jwk);
  REQUIRE(key);
  return key->verify(signingInput, *crypto::decodeBase64url(signature));
}

TEST_CASE("the signatures of RFC 7515 and RFC 8037 verify", "[unit][keys]") {
  CHECK(verifies(
      rfcRsaJwk(), "eyJhbGciOiJSUzI1NiJ9." + std::string{kJoePayload},
      "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_"
      "O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1"
      "L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-"
      "eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_"
      "IoypGlUPQGe77Rw"));
  CHECK(verifies(rfcP256Jwk(), "eyJhbGciOiJFUzI1NiJ9." + std::string{kJoePayload},
                 "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q"));
  CHECK(verifies(rfcEd25519Jwk(), "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc",
                 "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg"));
}

TEST_CASE("a key's signature verifies with that key and over that text only", "[unit][keys]") {
  for (const SigningKey* key : {&rsaKey(), &p256Key(), &ed25519Key()}) {
    const std::string signature = key->sign("text");
    CHECK(key->verifyingKey().verify("text", signature));
    CHECK_FALSE(key->verifyingKey().verify("texT", signature));
    CHECK_FALSE(key->verifyingKey().verify("", signature));
    const SigningKey other = SigningKey::generate(key->algorithm(), "s-other");
    CHECK_FALSE(other.verifyingKey().verify("text", signature));
  }
}

TEST_CASE("signatures of ES256 and EdDSA are 64 octets", "[unit][keys]") {
  for (int at = 0; at < 50; ++at) {  // the DER of one in some has a shorter or a longer number
    const std::string text = std::to_string(at);
    const std::string signature = p256Key().sign(text);
    CHECK(signature.size() == 64);
    CHECK(p256Key().verifyingKey().verify(text, signature));
  }
  CHECK(ed25519Key().sign("text").size() == 64);
  CHECK(rsaKey().sign("text").size() == 256);
}

// CVE-2022-21449: with r or s of zero a careless verifier accepts every text.
TEST_CASE("an ECDSA signature of zeros is refused", "[unit][keys]") {
  const std::string signature = p256Key().sign("text");
  const std::string zero(32, '\0');
  CHECK_FALSE(p256Key().verifyingKey().verify("text", zero + zero));
  CHECK_FALSE(p256Key().verifyingKey().verify("text", zero + signature.substr(32)));
  CHECK_FALSE(p256Key().verifyingKey().verify("text", signature.substr(0, 32) + zero));
}

// A signature of 21,830 characters once overflowed a buffer while it was converted to DER.
TEST_CASE("a signature of the wrong length is refused", "[unit][keys]") {
  for (const SigningKey* key : {&rsaKey(), &p256Key(), &ed25519Key()}) {
    const std::string signature = key->sign("text");
    CHECK_FALSE(key->verifyingKey().verify("text", ""));
    CHECK_FALSE(key->verifyingKey().verify("text", signature + '\0'));
    CHECK_FALSE(key->verifyingKey().verify("text", '\0' + signature));
    CHECK_FALSE(key->verifyingKey().verify("text", signature.substr(1)));
    CHECK_FALSE(key->verifyingKey().verify("text", std::string(21'830, 'A')));
  }
}

TEST_CASE("an ECDSA signature in DER is refused", "[unit][keys]") {
  const std::string order =
      *crypto::decodeHex("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551");
  CHECK_FALSE(p256Key().verifyingKey().verify("text", order + order));
  CHECK_FALSE(p256Key().verifyingKey().verify("text", "\x30\x06\x02\x01\x01\x02\x01\x01"));
}

TEST_CASE("a private key comes back from its PEM", "[unit][keys]") {
  for (const SigningKey* key : {&rsaKey(), &p256Key(), &ed25519Key()}) {
    const crypto::Secret pem = key->toPem();
    CHECK(pem.text().starts_with("-----BEGIN PRIVATE KEY-----\n"));
    const SigningKey again = SigningKey::fromPem(key->algorithm(), key->keyId(), pem);
    CHECK(key->verifyingKey().verify("text", again.sign("text")));
    CHECK(again.keyId() == key->keyId());
    CHECK(again.verifyingKey().toJwk() == key->verifyingKey().toJwk());
  }
}

TEST_CASE("a private key of another kind than its algorithm is refused", "[unit][keys]") {
  CHECK_THROWS_AS(SigningKey::fromPem(Algorithm::ES256, "s-1", rsaKey().toPem()), Error);
  CHECK_THROWS_AS(SigningKey::fromPem(Algorithm::RS256, "s-1", p256Key().toPem()), Error);
  CHECK_THROWS_AS(SigningKey::fromPem(Algorithm::RS256, "s-1", ed25519Key().toPem()), Error);
  CHECK_THROWS_AS(SigningKey::fromPem(Algorithm::RS256, "s-1", crypto::Secret{"no key"}), Error);
}

TEST_CASE("a key id that could mean anything but a key is refused", "[unit][keys]") {
  CHECK(isKeyId("d-1700000000000"));
  CHECK(isKeyId(std::string(64, 'a')));
  const auto keyId =
      GENERATE(as<std::string>{}, "", "../../etc/passwd", "' or 1=1 --", "http://evil.example/jwks", "a b",
               "a.b", "\xC3\xA9", std::string(65, 'a'), std::string(10'000, 'a'), std::string{"a\0", 2});
  CHECK_FALSE(isKeyId(keyId));
  CHECK_THROWS_AS(SigningKey::generate(Algorithm::EdDSA, keyId), Error);
}

TEST_CASE("a public key is published with what a verifier needs and nothing private", "[unit][jwk]") {
  const json::object rsa = rsaKey().verifyingKey().toJwk();
  CHECK(rsa.at("kty") == "RSA");
  CHECK(rsa.at("e") == "AQAB");
  CHECK(rsa.at("n").as_string().size() == 342);
  CHECK(rsa.at("alg") == "RS256");
  CHECK(rsa.at("use") == "sig");
  CHECK(rsa.at("kid") == "d-1700000000000");
  CHECK(rsa.size() == 6);
  const json::object ec = p256Key().verifyingKey().toJwk();
  CHECK(ec.at("kty") == "EC");
  CHECK(ec.at("crv") == "P-256");
  CHECK(ec.at("x").as_string().size() == 43);
  CHECK(ec.at("y").as_string().size() == 43);
  CHECK(ec.size() == 7);
  const json::object okp = ed25519Key().verifyingKey().toJwk();
  CHECK(okp.at("kty") == "OKP");
  CHECK(okp.at("crv") == "Ed25519");
  CHECK(okp.at("alg") == "EdDSA");
  CHECK(okp.size() == 6);
}

TEST_CASE("a published key verifies what its private half signed", "[unit][jwk]") {
  for (const SigningKey* key : {&rsaKey(), &p256Key(), &ed25519Key()}) {
    const auto published = VerifyingKey::fromJwk(key->verifyingKey().toJwk());
    REQUIRE(published);
    CHECK(published->algorithm() == key->algorithm());
    CHECK(published->verify("text", key->sign("text")));
  }
}

json::object changed(json::object jwk, std::string_view name, json::value value) {
  jwk[name] = std::move(value);
  return jwk;
}

json::object without(json::object jwk, std::string_view name) {
  jwk.erase(name);
  return jwk;
}

TEST_CASE("a JWK without alg has the algorithm of its kind", "[unit][jwk]") {
  CHECK(VerifyingKey::fromJwk(rfcRsaJwk())->algorithm() == Algorithm::RS256);
  CHECK(VerifyingKey::fromJwk(rfcP256Jwk())->algorithm() == Algorithm::ES256);
  CHECK(VerifyingKey::fromJwk(rfcEd25519Jwk())->algorithm() == Algorithm::EdDSA);
}

TEST_CASE("a JWK that says another algorithm than its kind has is refused", "[unit][jwk]") {
  const auto algorithm =
      GENERATE(as<json::value>{}, "HS256", "none", "RS512", "PS256", "ES256", "", "rs256", nullptr, 7);
  CHECK_FALSE(VerifyingKey::fromJwk(changed(rfcRsaJwk(), "alg", algorithm)));
}

TEST_CASE("a JWK that is no public key for signatures is refused", "[unit][jwk]") {
  CHECK_FALSE(VerifyingKey::fromJwk({{"kty", "oct"}, {"kid", "k"}, {"k", "c2VjcmV0"}}));
  CHECK_FALSE(VerifyingKey::fromJwk({{"kty", "oct"}, {"kid", "k"}, {"alg", "HS256"}, {"k", ""}}));
  CHECK_FALSE(VerifyingKey::fromJwk({}));
  CHECK_FALSE(VerifyingKey::fromJwk(without(rfcRsaJwk(), "kid")));
  CHECK_FALSE(VerifyingKey::fromJwk(without(rfcRsaJwk(), "kty")));
  CHECK_FALSE(VerifyingKey::fromJwk(without(rfcRsaJwk(), "n")));
  CHECK_FALSE(VerifyingKey::fromJwk(without(rfcRsaJwk(), "e")));
  CHECK_FALSE(VerifyingKey::fromJwk(changed(rfcRsaJwk(), "kid", "../../key")));
  CHECK_FALSE(VerifyingKey::fromJwk(changed(rfcRsaJwk(), "use", "enc")));
  CHECK_FALSE(VerifyingKey::fromJwk(changed(rfcRsaJwk(), "key_ops", json::array{"encrypt"})));
  CHECK(VerifyingKey::fromJwk(changed(rfcRsaJwk(), "key_ops", json::array{"verify"})));
  CHECK(VerifyingKey::fromJwk(changed(rfcRsaJwk(), "use", "sig")));
}

TEST_CASE("a weak or malformed RSA key is refused", "[unit][jwk]") {
  const std::string modulus = *crypto::decodeBase64url(std::string_view{rfcRsaJwk().at("n").as_string()});
  const auto withModulus = [](const std::string& octets) {
    return VerifyingKey::fromJwk(changed(rfcRsaJwk(), "n", json::string{crypto::base64url(octets)}));
  };
  const auto withExponent = [](const std::string& octets) {
    return VerifyingKey::fromJwk(changed(rfcRsaJwk(), "e", json::string{crypto::base64url(octets)}));
  };
  CHECK(withModulus(modulus));
  CHECK_FALSE(withModulus(modulus.substr(128)));                                          // 1024 bits
  CHECK_FALSE(withModulus(std::string(2'048, '\xFF')));                                   // 16384 bits
  CHECK_FALSE(withModulus(modulus.substr(0, modulus.size() - 1) + std::string{"\xA0"}));  // even
  CHECK_FALSE(withModulus(""));
  CHECK_FALSE(withExponent("\x01"));
  CHECK_FALSE(withExponent(std::string(1, '\0')));
  CHECK_FALSE(withExponent("\x02"));
  CHECK_FALSE(withExponent(std::string(8, '\xFF')));
  CHECK_FALSE(VerifyingKey::fromJwk(changed(rfcRsaJwk(), "e", "AQAB=")));
  CHECK_FALSE(VerifyingKey::fromJwk(changed(rfcRsaJwk(), "n", 7)));
}

TEST_CASE("a point that is not on its curve is refused", "[unit][jwk]") {
  CHECK_FALSE(VerifyingKey::fromJwk(changed(rfcP256Jwk(), "y", rfcP256Jwk().at("x"))));
  CHECK_FALSE(VerifyingKey::fromJwk(changed(rfcP256Jwk(), "crv", "P-384")));
  CHECK_FALSE(VerifyingKey::fromJwk(changed(rfcP256Jwk(), "x", "AAAA")));
  CHECK_FALSE(VerifyingKey::fromJwk(without(rfcP256Jwk(), "y")));
  CHECK_FALSE(VerifyingKey::fromJwk(changed(rfcEd25519Jwk(), "crv", "X25519")));
  CHECK_FALSE(VerifyingKey::fromJwk(changed(rfcEd25519Jwk(), "x", "AAAA")));
}

TEST_CASE("a key set publishes its keys in their order", "[unit][jwk]") {
  const json::object jwks = knownKeys().toJwks();
  const auto& keys = jwks.at("keys").as_array();
  REQUIRE(keys.size() == 3);
  CHECK(keys.at(0) == rsaKey().verifyingKey().toJwk());
  CHECK(keys.at(1).at("kid") == "s-p256");
  CHECK(keys.at(2).at("kid") == "s-ed25519");
  CHECK(KeySet{}.toJwks() == json::object{{"keys", json::array{}}});
}

TEST_CASE("a key set reads the usable keys of a JWKS and skips the rest", "[unit][jwk]") {
  const KeySet keys = KeySet::fromJwks(
      {{"keys",
        {rfcRsaJwk(), json::object{{"kty", "oct"}, {"kid", "hmac"}, {"k", ""}}, "no object", nullptr}}});
  CHECK(keys.keys().size() == 1);
  CHECK(keys.find("rfc") != nullptr);
  CHECK(keys.find("hmac") == nullptr);
  CHECK(keys.find("") == nullptr);
  CHECK(KeySet::fromJwks({}).keys().empty());
  CHECK(KeySet::fromJwks({{"keys", "none"}}).keys().empty());
}

TEST_CASE("of two keys with one id the first counts", "[unit][jwk]") {
  const SigningKey impostor = SigningKey::generate(Algorithm::EdDSA, rsaKey().keyId());
  const KeySet keys{{rsaKey().verifyingKey(), impostor.verifyingKey()}};
  CHECK(keys.keys().size() == 1);
  CHECK(keys.find(rsaKey().keyId())->algorithm() == Algorithm::RS256);
}

TEST_CASE("one key signs and verifies on many threads at once", "[unit][keys][races]") {
  for (const SigningKey* key : {&rsaKey(), &p256Key(), &ed25519Key()}) {
    std::latch start{8};
    std::atomic<int> wrong = 0;
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < 8; ++thread)
      threads.emplace_back([&, thread] {
        start.arrive_and_wait();
        for (int turn = 0; turn < 20; ++turn) {
          const std::string text = std::to_string(thread) + '/' + std::to_string(turn);
          const std::string signature = key->sign(text);
          if (!key->verifyingKey().verify(text, signature) || key->verifyingKey().verify("other", signature))
            ++wrong;
        }
      });
    threads.clear();
    CHECK(wrong == 0);
  }
}

}  // namespace
}  // namespace mfa::tokens
