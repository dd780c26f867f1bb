// Vulnerabilities of others, tried here: access tokens that nobody signed.
#include <catch2/catch.hpp>
#include <chrono>

#include "crypto/encoding.hpp"
#include "crypto/hash.hpp"
#include "support/session_world.hpp"

namespace {

using namespace mfa;
using namespace mfa::test;

/// A server, and the token of a session on it that Mallory holds.
struct Target {
  explicit Target(Session::SigningAlgorithm algorithm = Session::SigningAlgorithm::RS256)
      : world{{.session = {.signingAlgorithm = algorithm}}} {
    mallory.start({}, "mallory");
    token = mallory.accessToken();
    payload = payloadOf(token);
    payload["sub"] = "ada";
    payload["rsub"] = "ada";
  }

  [[nodiscard]] int statusOf(const std::string& forged) {
    const FakeRequest req{"GET", "/api", {{"authorization", "Bearer " + forged}}};
    return mallory.enter(req).res.status;
  }

  [[nodiscard]] json::object publicKey() {
    const auto reply = mallory.send({"GET", "/auth/jwt/jwks.json"});
    return reply.body().at("keys").as_array().front().as_object();
  }

  SessionWorld world;
  Client mallory{world, Transfer::Header};
  std::string token{};
  json::object payload{};
};

std::string signingInput(const json::object& header, const json::object& payload) {
  return crypto::base64url(json::serialize(header)) + '.' + crypto::base64url(json::serialize(payload));
}

std::string withMac(const std::string& input, const std::string& key) {
  return input + '.' + crypto::base64url(crypto::hmacSha256(key, input));
}

std::string withSignature(const Target& target, const json::object& header, const std::string& signature) {
  return signingInput(header, target.payload) + '.' + crypto::base64url(signature);
}

}  // namespace

TEST_CASE("vuln_CVE-2026-44699: a token signed with an empty key is refused", "[attacks][vuln]") {
  Target target;
  CHECK(target.statusOf(target.token) == 200);
  auto header = headerOf(target.token);
  for (const auto* alg : {"HS256", "RS256", ""}) {
    header["alg"] = alg;
    CHECK(target.statusOf(withMac(signingInput(header, target.payload), "")) == 401);
  }
  header.erase("alg");
  CHECK(target.statusOf(withMac(signingInput(header, target.payload), "")) == 401);
}

TEST_CASE("vuln_CVE-2026-45363: a token without a signature is refused", "[attacks][vuln]") {
  Target target;
  auto header = headerOf(target.token);
  for (const auto* alg : {"none", "None", "NONE", "nOnE", "HS256", "RS256"}) {
    header["alg"] = alg;
    CHECK(target.statusOf(signingInput(header, target.payload) + '.') == 401);
    CHECK(target.statusOf(signingInput(header, target.payload)) == 401);
  }
}

TEST_CASE("vuln_CVE-2022-29217: the public key is no key of an HMAC", "[attacks][vuln]") {
  for (const auto algorithm : {Session::SigningAlgorithm::RS256, Session::SigningAlgorithm::ES256}) {
    Target target{algorithm};
    const auto key = target.publicKey();
    auto header = headerOf(target.token);
    std::vector<std::string> guesses{json::serialize(key)};
    for (const auto* member : {"n", "e", "x", "y", "kid"}) {
      const auto* value = key.if_contains(member);
      if (value == nullptr) continue;
      const std::string text{value->as_string()};
      guesses.push_back(text);
      if (const auto octets = crypto::decodeBase64url(text)) guesses.push_back(*octets);
    }
    for (const auto& guess : guesses)
      for (const auto* alg : {"HS256", "RS256", "ES256"}) {
        header["alg"] = alg;
        CHECK(target.statusOf(withMac(signingInput(header, target.payload), guess)) == 401);
      }
  }
}

TEST_CASE("vuln_CVE-2025-30204: a token of nothing but dots costs nothing", "[attacks][vuln]") {
  Target target;
  for (const std::size_t size : {3UL, 100UL, 4'000UL, 1'000'000UL}) {
    const auto before = std::chrono::steady_clock::now();
    CHECK(target.statusOf(std::string(size, '.')) == 401);
    CHECK(target.statusOf(target.token + std::string(size, '.')) == 401);
    CHECK(std::chrono::steady_clock::now() - before < std::chrono::seconds{2});
  }
}

TEST_CASE("vuln_HAProxy-jwt-ecdsa: a signature of another length than the curve's is refused",
          "[attacks][vuln]") {
  Target target{Session::SigningAlgorithm::ES256};
  CHECK(target.statusOf(target.token) == 200);
  const auto header = headerOf(target.token);
  for (const std::size_t size : {0UL, 1UL, 63UL, 65UL, 96UL, 132UL, 2'000UL, 16'372UL})
    CHECK(target.statusOf(withSignature(target, header, std::string(size, '\x01'))) == 401);
}

TEST_CASE("vuln_CVE-2018-0114: a key that the token brings with it is not used", "[attacks][vuln]") {
  Target target;
  auto header = headerOf(target.token);
  header["jwk"] = json::object{{"kty", "oct"}, {"k", "AA"}, {"alg", "HS256"}};
  header["jku"] = "https://evil.example/jwks.json";
  header["x5u"] = "https://evil.example/key.pem";
  CHECK(target.statusOf(withMac(signingInput(header, target.payload), std::string(1, '\0'))) == 401);
  header["alg"] = "HS256";
  CHECK(target.statusOf(withMac(signingInput(header, target.payload), std::string(1, '\0'))) == 401);
}

TEST_CASE("vuln_CVE-2022-21449: the signature of zeros is refused", "[attacks][vuln]") {
  Target target{Session::SigningAlgorithm::ES256};
  CHECK(target.statusOf(withSignature(target, headerOf(target.token), std::string(64, '\0'))) == 401);
}

TEST_CASE("vuln_CVE-2024-25189: a signature is compared to its end and beyond a NUL", "[attacks][vuln]") {
  Target target;
  const auto dot = target.token.rfind('.');
  const auto signature = crypto::decodeBase64url(target.token.substr(dot + 1)).value();
  const auto with = [&](const std::string& changed) {
    return target.statusOf(target.token.substr(0, dot + 1) + crypto::base64url(changed));
  };
  CHECK(with(signature) == 200);
  auto lastBit = signature;
  lastBit.back() = static_cast<char>(lastBit.back() ^ 1);
  CHECK(with(lastBit) == 401);
  CHECK(with(std::string(signature.size(), '\0')) == 401);
  CHECK(with(signature.substr(0, signature.size() / 2) + std::string(signature.size() / 2, '\0')) == 401);
}

TEST_CASE("vuln_kid-injection: the id of a key is looked up and nothing else", "[attacks][vuln]") {
  Target target;
  auto header = headerOf(target.token);
  const std::vector<std::string> kids{"../../../../dev/null",
                                      "/etc/passwd",
                                      "' OR 1=1 --",
                                      "x' UNION SELECT 'AA",
                                      "https://evil.example/k",
                                      "|cat /etc/passwd",
                                      "..\\..\\nul",
                                      "",
                                      " ",
                                      std::string(10'000, 'k')};
  for (const auto& kid : kids) {
    header["kid"] = kid;
    CHECK(target.statusOf(withMac(signingInput(header, target.payload), "AA")) == 401);
    CHECK(target.statusOf(withMac(signingInput(header, target.payload), "")) == 401);
  }
  header["kid"] = json::array{"a"};
  CHECK(target.statusOf(withMac(signingInput(header, target.payload), "")) == 401);
}
