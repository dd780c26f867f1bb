#include "tokens/jwt.hpp"

#include <catch2/catch.hpp>

#include "crypto/encoding.hpp"
#include "crypto/hash.hpp"
#include "tokens_keys.hpp"

namespace mfa::tokens {
namespace {

const json::object kPayload{{"sub", "ada"}, {"iat", 1'700'000'000}};

std::string outcome(std::string_view token, const KeySet& keys = knownKeys()) {
  const auto result = verifyJwt(token, keys);
  if (std::holds_alternative<VerifiedJwt>(result)) return "verified";
  switch (std::get<JwtRefusal>(result)) {
    case JwtRefusal::NotAJwt:
      return "not a JWT";
    case JwtRefusal::UnknownKey:
      return "unknown key";
    case JwtRefusal::BadSignature:
      return "bad signature";
  }
  return {};
}

/// A token whose header is exactly `header`, with a payload and a signature that are genuine for it.
std::string signedWithHeader(const SigningKey& key, std::string_view header) {
  const std::string signingInput =
      crypto::base64url(header) + '.' + crypto::base64url(json::serialize(kPayload));
  return signingInput + '.' + crypto::base64url(key.sign(signingInput));
}

std::string header(const json::object& members) { return json::serialize(members); }

json::object goodHeader() {
  return {{"alg", "RS256"}, {"kid", rsaKey().keyId()}, {"typ", "JWT"}, {"version", "5"}};
}

json::object changed(std::string_view name, json::value value) {
  json::object members = goodHeader();
  members[name] = std::move(value);
  return members;
}

std::string withReplaced(const std::string& token, int part, std::string_view text) {
  const std::size_t first = token.find('.');
  const std::size_t second = token.find('.', first + 1);
  std::vector<std::string> parts{token.substr(0, first), token.substr(first + 1, second - first - 1),
                                 token.substr(second + 1)};
  parts.at(static_cast<std::size_t>(part)) = text;
  return parts[0] + '.' + parts[1] + '.' + parts[2];
}

TEST_CASE("a token signed by a known key gives back what was signed", "[unit][jwt]") {
  for (const SigningKey* key : {&rsaKey(), &p256Key(), &ed25519Key()}) {
    const auto result = verifyJwt(signJwt(*key, kPayload, 5), knownKeys());
    REQUIRE(std::holds_alternative<VerifiedJwt>(result));
    const auto& jwt = std::get<VerifiedJwt>(result);
    CHECK(jwt.payload() == kPayload);
    CHECK(jwt.header().algorithm == key->algorithm());
    CHECK(jwt.header().keyId == key->keyId());
    CHECK(jwt.header().version == 5);
  }
}

TEST_CASE("the header says algorithm and key and type and version", "[unit][jwt]") {
  const std::string token = signJwt(rsaKey(), kPayload, 5);
  CHECK(crypto::decodeBase64url(token.substr(0, token.find('.'))) ==
        R"({"alg":"RS256","kid":"d-1700000000000","typ":"JWT","version":"5"})");
  const std::string unversioned = signJwt(rsaKey(), kPayload, std::nullopt);
  CHECK(crypto::decodeBase64url(unversioned.substr(0, unversioned.find('.'))) ==
        R"({"alg":"RS256","kid":"d-1700000000000","typ":"JWT"})");
  CHECK(outcome(unversioned) == "verified");
}

TEST_CASE("a header in another order is read too", "[unit][jwt]") {
  CHECK(outcome(signedWithHeader(
            rsaKey(), R"({"version":"4","typ":"JWT","kid":"d-1700000000000","alg":"RS256"})")) == "verified");
}

// Every bit of the text, of tokens of every algorithm: most make it no JWT, the rest a bad signature.
TEST_CASE("a token with any single bit changed is refused", "[unit][jwt]") {
  int refused = 0;
  for (int at = 0; at < 20; ++at) {
    const SigningKey& key = at % 3 == 0 ? rsaKey() : at % 3 == 1 ? p256Key() : ed25519Key();
    const json::object payload{{"sub", std::to_string(at)},
                               {"text", std::string(static_cast<std::size_t>(at), 'x')}};
    const std::string token = signJwt(key, payload, 5);
    CHECK(outcome(token) == "verified");
    for (std::size_t bit = 0; bit < token.size() * 8; ++bit) {
      std::string altered = token;
      altered[bit / 8] = static_cast<char>(altered[bit / 8] ^ (1 << bit % 8));
      if (outcome(altered) == "verified")
        FAIL("verified with bit " << bit << " of token " << at << " changed");
      ++refused;
    }
  }
  CHECK(refused > 30'000);
}

TEST_CASE("a token needs exactly three parts", "[unit][jwt]") {
  const std::string token = signJwt(rsaKey(), kPayload, 5);
  CHECK(outcome("") == "not a JWT");
  CHECK(outcome(".") == "not a JWT");
  CHECK(outcome("..") == "not a JWT");
  CHECK(outcome(token.substr(0, token.rfind('.'))) == "not a JWT");
  CHECK(outcome(token + '.') == "not a JWT");
  CHECK(outcome('.' + token) == "not a JWT");
  CHECK(outcome(token + ".e30") == "not a JWT");
  CHECK(outcome(withReplaced(token, 2, "")) == "bad signature");
  CHECK(outcome(withReplaced(token, 1, "")) == "bad signature");
  CHECK(outcome(withReplaced(token, 0, "")) == "not a JWT");
}

// CVE-2025-30204 and CVE-2025-27144: splitting at every dot took memory many times the token's size.
TEST_CASE("a token of nothing but dots is refused", "[unit][jwt]") {
  CHECK(outcome(std::string(4'000, '.')) == "not a JWT");
  CHECK(outcome(std::string(10'000'000, '.')) == "not a JWT");
}

TEST_CASE("a token of more than 4000 bytes is refused however well it is signed", "[unit][jwt]") {
  std::string longest = signJwt(ed25519Key(), {{"text", ""}}, 5);
  std::size_t padding = 0;
  std::string previous;
  while (longest.size() <= kMaxTokenBytes) {
    previous = longest;
    longest = signJwt(ed25519Key(), {{"text", std::string(++padding * 3, 'x')}}, 5);
  }
  CHECK(previous.size() > kMaxTokenBytes - 8);
  CHECK(outcome(previous) == "verified");
  CHECK(outcome(longest) == "not a JWT");
}

TEST_CASE("padding or white space or another alphabet in any part is refused", "[unit][jwt]") {
  const std::string token = signJwt(rsaKey(), kPayload, 5);
  CHECK(outcome(token + '=') == "not a JWT");
  CHECK(outcome(token + ' ') == "not a JWT");
  CHECK(outcome(token + '\n') == "not a JWT");
  CHECK(outcome(' ' + token) == "not a JWT");
  CHECK(outcome(withReplaced(token, 1, "e30=")) == "not a JWT");
  CHECK(outcome(withReplaced(token, 1, "e3+/")) == "not a JWT");
  CHECK(outcome(token + std::string{"\0", 1}) == "not a JWT");
}

TEST_CASE("a token that says none or an HMAC is no token of ours", "[unit][jwt]") {
  const auto algorithm =
      GENERATE(as<json::value>{}, "none", "None", "NONE", "nOnE", "", "HS256", "HS384", "HS512", "rs256",
               "RS256 ", "RS384", "PS256", "ES256K", "A256GCMKW", nullptr, 256, json::array{"RS256"});
  const std::string token = signedWithHeader(rsaKey(), header(changed("alg", algorithm)));
  CHECK(outcome(token) == "not a JWT");
  CHECK(outcome(withReplaced(token, 2, "")) == "not a JWT");
}

// CVE-2022-29217 and its kin: the public key, which everybody has, taken for the secret of an HMAC.
TEST_CASE("a token signed with a public key as an HMAC secret is refused", "[unit][jwt]") {
  const std::string n{rsaKey().verifyingKey().toJwk().at("n").as_string()};
  const auto algorithm = GENERATE("HS256", "RS256");
  const std::string signingInput = crypto::base64url(header(changed("alg", algorithm))) + '.' +
                                   crypto::base64url(json::serialize(kPayload));
  for (const std::string& secret : {n, *crypto::decodeBase64url(n), std::string{}}) {
    const std::string forged =
        signingInput + '.' + crypto::base64url(crypto::hmacSha256(secret, signingInput));
    CHECK(outcome(forged) != "verified");
  }
}

TEST_CASE("a token that says another algorithm than its key has is refused", "[unit][jwt]") {
  const json::object confused{{"alg", "ES256"}, {"kid", rsaKey().keyId()}, {"typ", "JWT"}};
  CHECK(outcome(signedWithHeader(rsaKey(), header(confused))) == "bad signature");
  CHECK(outcome(signedWithHeader(p256Key(), header(confused))) == "bad signature");
  const json::object other{{"alg", "RS256"}, {"kid", p256Key().keyId()}, {"typ", "JWT"}};
  CHECK(outcome(signedWithHeader(p256Key(), header(other))) == "bad signature");
  CHECK(outcome(signedWithHeader(rsaKey(), header(other))) == "bad signature");
}

TEST_CASE("a key id that names no key is looked up nowhere", "[unit][jwt]") {
  CHECK(outcome(signedWithHeader(rsaKey(), header(changed("kid", "s-unknown")))) == "unknown key");
  const auto keyId =
      GENERATE(as<json::value>{}, "", "../../../dev/null", "' or 1=1 --", "http://evil.example/key", "a/b",
               "a b", "d-1700000000000\n", json::string("d-1700000000000\0", 16), json::string(65, 'k'),
               json::string(2'000, 'k'), nullptr, 7, json::array{"d-1700000000000"}, json::object{});
  CHECK(outcome(signedWithHeader(rsaKey(), header(changed("kid", keyId)))) == "not a JWT");
  json::object without = goodHeader();
  without.erase("kid");
  CHECK(outcome(signedWithHeader(rsaKey(), header(without))) == "not a JWT");
}

// CVE-2018-0114: a key that comes with the token is the sender's.
TEST_CASE("a key that comes with the token is ignored", "[unit][jwt]") {
  const SigningKey mallory = SigningKey::generate(Algorithm::RS256, rsaKey().keyId());
  json::object embedded = changed("jwk", mallory.verifyingKey().toJwk());
  embedded["jku"] = "https://evil.example/jwks";
  embedded["x5u"] = "https://evil.example/cert";
  CHECK(outcome(signedWithHeader(mallory, header(embedded))) == "bad signature");
  CHECK(outcome(signedWithHeader(rsaKey(), header(embedded))) == "verified");
}

TEST_CASE("an extension that must be understood is refused", "[unit][jwt]") {
  const auto critical = GENERATE(as<json::value>{}, json::array{"exp"}, json::array{}, "exp", nullptr);
  CHECK(outcome(signedWithHeader(rsaKey(), header(changed("crit", critical)))) == "not a JWT");
}

TEST_CASE("a header that says something twice is refused", "[unit][jwt]") {
  const auto text =
      GENERATE(R"({"alg":"none","alg":"RS256","kid":"d-1700000000000","typ":"JWT"})",
               R"({"alg":"RS256","kid":"d-1700000000000","typ":"JWT","kid":"d-1700000000000"})",
               R"({"alg":"RS256","kid":"d-1700000000000","typ":"JWT","\u0061lg":"RS256"})",
               R"({"alg":"RS256","kid":"d-1700000000000","typ":"JWT","x":{"a":"}"},"x":"\":"})");
  CHECK(outcome(signedWithHeader(rsaKey(), text)) == "not a JWT");
}

TEST_CASE("what an inner object of the header repeats or quotes is its own affair", "[unit][jwt]") {
  const auto text =
      GENERATE(R"({"alg":"RS256","kid":"d-1700000000000","typ":"JWT","x":{"alg":1,"b":[{"alg":"none"}]}})",
               R"({"alg":"RS256","kid":"d-1700000000000","typ":"JWT","x\":":"\\\":{","y":"\\"})");
  CHECK(outcome(signedWithHeader(rsaKey(), text)) == "verified");
}

TEST_CASE("a type other than JWT or none at all is refused", "[unit][jwt]") {
  const auto type = GENERATE(as<json::value>{}, "jwt", "at+jwt", "", "JWE", nullptr, 1);
  CHECK(outcome(signedWithHeader(rsaKey(), header(changed("typ", type)))) == "not a JWT");
  json::object without = goodHeader();
  without.erase("typ");
  CHECK(outcome(signedWithHeader(rsaKey(), header(without))) == "not a JWT");
}

TEST_CASE("a version is the text of a whole number from 3 on", "[unit][jwt]") {
  CHECK(outcome(signedWithHeader(rsaKey(), header(changed("version", "3")))) == "verified");
  CHECK(outcome(signedWithHeader(rsaKey(), header(changed("version", "12")))) == "verified");
  const auto version = GENERATE(as<json::value>{}, 5, "2", "0", "-5", "+5", "05", "5.0", "5 ", " 5", "",
                                "five", "99999999999", nullptr, 5.0, true);
  CHECK(outcome(signedWithHeader(rsaKey(), header(changed("version", version)))) == "not a JWT");
}

TEST_CASE("a header that is too long or no object is refused", "[unit][jwt]") {
  CHECK(outcome(signedWithHeader(rsaKey(), header(changed("x", json::string(2'100, 'x'))))) == "not a JWT");
  const auto text = GENERATE(as<std::string>{}, "", "[]", "null", "\"JWT\"", "{", "{}", R"({"alg":"RS256",})",
                             R"({"alg":"RS256"} x)", std::string(1'500, '['), "\xFF\xFE");
  CHECK(outcome(signedWithHeader(rsaKey(), text)) == "not a JWT");
}

TEST_CASE("a signed payload that is no object is refused", "[unit][jwt]") {
  const auto payload = GENERATE(as<std::string>{}, "", "[]", "7", "null", "{", std::string(2'000, '['));
  const std::string signingInput = crypto::base64url(header(goodHeader())) + '.' + crypto::base64url(payload);
  CHECK(outcome(signingInput + '.' + crypto::base64url(rsaKey().sign(signingInput))) == "not a JWT");
}

TEST_CASE("signatures do not move between tokens or keys", "[unit][jwt]") {
  const std::string one = signJwt(ed25519Key(), {{"sub", "ada"}}, 5);
  const std::string other = signJwt(ed25519Key(), {{"sub", "mallory"}}, 5);
  CHECK(outcome(withReplaced(one, 1,
                             other.substr(other.find('.') + 1, other.rfind('.') - other.find('.') - 1))) ==
        "bad signature");
  CHECK(outcome(one, KeySet{{rsaKey().verifyingKey()}}) == "unknown key");
  const SigningKey mallory = SigningKey::generate(Algorithm::EdDSA, ed25519Key().keyId());
  CHECK(outcome(signJwt(mallory, kPayload, 5)) == "bad signature");
  CHECK(outcome(one, KeySet{}) == "unknown key");
}

TEST_CASE("an unverified token tells what it says whoever signed it", "[unit][jwt]") {
  const SigningKey mallory = SigningKey::generate(Algorithm::EdDSA, "s-mallory");
  const auto read = readUnverifiedJwt(signJwt(mallory, kPayload, 4));
  REQUIRE(read);
  CHECK(read->payload == kPayload);
  CHECK(read->header.keyId == "s-mallory");
  CHECK(read->header.version == 4);
  CHECK_FALSE(readUnverifiedJwt("a.b.c"));
  CHECK_FALSE(readUnverifiedJwt(signJwt(mallory, kPayload, 4) + '='));
}

}  // namespace
}  // namespace mfa::tokens
