#include "tokens/access_token.hpp"

#include <catch2/catch.hpp>

#include "crypto/encoding.hpp"
#include "mfa/errors.hpp"
#include "tokens/front_token.hpp"
#include "tokens_keys.hpp"

namespace mfa::tokens {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::sys_seconds kIssued{1'700'000'000s};
constexpr Time kNow = kIssued + 1min;

AccessTokenClaims claims() {
  return {.userId = "primary",
          .recipeUserId = "recipe",
          .tenantId = "public",
          .sessionHandle = "handle",
          .refreshTokenHash1 = "hash",
          .antiCsrfToken = "csrf",
          .issuedAt = kIssued,
          .expiresAt = kIssued + 1h};
}

json::object payload() { return buildAccessTokenPayload(claims(), {{"2fa-completed", false}}); }

json::object changed(std::string_view name, json::value value) {
  json::object members = payload();
  members[name] = std::move(value);
  return members;
}

json::object without(std::string_view name) {
  json::object members = payload();
  members.erase(name);
  return members;
}

std::string outcome(std::string_view token, Time now = kNow, KeyKind kind = KeyKind::Dynamic) {
  const auto result = verifyAccessToken(token, knownKeys(), kind, now);
  if (std::holds_alternative<VerifiedAccessToken>(result)) return "session";
  return std::holds_alternative<NotASessionToken>(result) ? "no session token" : "refresh";
}

std::string outcomeOf(const json::object& members) { return outcome(signJwt(rsaKey(), members, 5)); }

TEST_CASE("a session's token gives back its claims and what the app put in", "[unit][accesstoken]") {
  const auto result =
      verifyAccessToken(signAccessToken(rsaKey(), payload()), knownKeys(), KeyKind::Dynamic, kNow);
  REQUIRE(std::holds_alternative<VerifiedAccessToken>(result));
  const auto& token = std::get<VerifiedAccessToken>(result);
  CHECK(token.claims().userId == "primary");
  CHECK(token.claims().recipeUserId == "recipe");
  CHECK(token.claims().tenantId == "public");
  CHECK(token.claims().sessionHandle == "handle");
  CHECK(token.claims().refreshTokenHash1 == "hash");
  CHECK_FALSE(token.claims().parentRefreshTokenHash1);
  CHECK(token.claims().antiCsrfToken == "csrf");
  CHECK(token.claims().issuedAt == kIssued);
  CHECK(token.claims().expiresAt == kIssued + 1h);
  CHECK(token.payload() == payload());
  CHECK(token.keyId() == rsaKey().keyId());
}

TEST_CASE("a payload has every claim of the FDI and null where there is nothing", "[unit][accesstoken]") {
  CHECK(payload() == json::object{{"sub", "primary"},
                                  {"rsub", "recipe"},
                                  {"tId", "public"},
                                  {"sessionHandle", "handle"},
                                  {"refreshTokenHash1", "hash"},
                                  {"parentRefreshTokenHash1", nullptr},
                                  {"antiCsrfToken", "csrf"},
                                  {"iat", 1'700'000'000},
                                  {"exp", 1'700'003'600},
                                  {"2fa-completed", false}});
}

TEST_CASE("an app's payload cannot set a protected claim", "[unit][accesstoken]") {
  const json::object evil{{"sub", "victim"},
                          {"rsub", "victim"},
                          {"tId", "other"},
                          {"sessionHandle", "other"},
                          {"exp", 9'999'999'999},
                          {"iat", 0},
                          {"refreshTokenHash1", "x"},
                          {"antiCsrfToken", "x"},
                          {"parentRefreshTokenHash1", "x"},
                          {"stt", 1},
                          {"role", "admin"},
                          {"iss", "https://api.example"}};
  json::object expected = payload();
  expected.erase("2fa-completed");
  expected["role"] = "admin";
  expected["iss"] = "https://api.example";
  CHECK(buildAccessTokenPayload(claims(), evil) == expected);
  CHECK(customClaims(evil) == json::object{{"role", "admin"}, {"iss", "https://api.example"}});
}

TEST_CASE("a token expires at its last second and not before", "[unit][accesstoken]") {
  const std::string token = signAccessToken(rsaKey(), payload());
  CHECK(outcome(token, kIssued + 1h - 1ms) == "session");
  CHECK(outcome(token, kIssued + 1h) == "refresh");
  CHECK(outcome(token, kIssued + 2h) == "refresh");
}

TEST_CASE("a token from the future is refused but for what clocks may differ", "[unit][accesstoken]") {
  const std::string token = signAccessToken(rsaKey(), payload());
  CHECK(outcome(token, kIssued - 60s) == "session");
  CHECK(outcome(token, kIssued - 60s - 1ms) == "refresh");
}

TEST_CASE("a token of another kind of key shall be refreshed", "[unit][accesstoken]") {
  const std::string dynamic = signAccessToken(rsaKey(), payload());
  const std::string fixed = signAccessToken(p256Key(), payload());
  CHECK(outcome(dynamic, kNow, KeyKind::Dynamic) == "session");
  CHECK(outcome(dynamic, kNow, KeyKind::Static) == "refresh");
  CHECK(outcome(fixed, kNow, KeyKind::Static) == "session");
  CHECK(outcome(fixed, kNow, KeyKind::Dynamic) == "refresh");
  CHECK(keyKind("d-1") == KeyKind::Dynamic);
  CHECK(keyKind("s-1") == KeyKind::Static);
  CHECK_FALSE(keyKind("x-1"));
  CHECK_FALSE(keyKind("d"));
}

TEST_CASE("a session's token that is badly signed or of an unknown key shall be refreshed",
          "[unit][accesstoken]") {
  std::string token = signAccessToken(rsaKey(), payload());
  token.replace(token.rfind('.') + 1, 4, "AAAA");
  CHECK(outcome(token) == "refresh");
  const SigningKey unknown = SigningKey::generate(Algorithm::EdDSA, "d-1");
  CHECK(outcome(signAccessToken(unknown, payload())) == "refresh");
}

TEST_CASE("a token of something else is no session token whoever signed it", "[unit][accesstoken]") {
  const SigningKey provider = SigningKey::generate(Algorithm::EdDSA, "provider");
  const json::object idToken{
      {"iss", "https://idp.example"}, {"sub", "ada"},         {"aud", "client"},
      {"exp", 1'700'003'600},         {"iat", 1'700'000'000}, {"email", "ada@example.com"}};
  CHECK(outcome(signJwt(provider, idToken, std::nullopt)) == "no session token");
  CHECK(outcome(signJwt(rsaKey(), idToken, std::nullopt)) == "no session token");
  CHECK(outcome(signJwt(rsaKey(), idToken, 5)) == "no session token");
  CHECK(outcome("") == "no session token");
  CHECK(outcome("opaque") == "no session token");
  CHECK(outcome(signAccessToken(rsaKey(), payload()) + '=') == "no session token");
}

TEST_CASE("an OAuth2 access token is no session token", "[unit][accesstoken]") {
  CHECK(outcomeOf(changed("stt", 0)) == "session");
  const auto type = GENERATE(as<json::value>{}, 1, 2, "0", nullptr, false, json::object{}, -1, 0.5);
  CHECK(outcomeOf(changed("stt", type)) == "no session token");
}

TEST_CASE("a token without a claim of a session is no session token", "[unit][accesstoken]") {
  const auto name = GENERATE("sub", "rsub", "sessionHandle", "refreshTokenHash1", "iat", "exp");
  CAPTURE(name);
  CHECK(outcomeOf(without(name)) == "no session token");
  const auto value = GENERATE(as<json::value>{}, nullptr, true, json::array{}, json::object{});
  CHECK(outcomeOf(changed(name, value)) == "no session token");
}

TEST_CASE("claims that may be null may also be absent but have no other type", "[unit][accesstoken]") {
  const auto name = GENERATE("parentRefreshTokenHash1", "antiCsrfToken");
  CHECK(outcomeOf(changed(name, "text")) == "session");
  CHECK(outcomeOf(changed(name, nullptr)) == "session");
  CHECK(outcomeOf(without(name)) == "session");
  CHECK(outcomeOf(changed(name, 7)) == "no session token");
}

TEST_CASE("times are numbers that a clock can show", "[unit][accesstoken]") {
  CHECK(outcomeOf(changed("exp", 1'700'003'600.9)) == "session");
  CHECK(outcomeOf(changed("exp", std::uint64_t{1'700'003'600})) == "session");
  CHECK(outcomeOf(changed("exp", "1700003600")) == "no session token");
  CHECK(outcomeOf(changed("exp", 1e300)) == "no session token");
  CHECK(outcomeOf(changed("exp", std::uint64_t{18'446'744'073'709'551'615U})) == "no session token");
  CHECK(outcomeOf(changed("iat", std::int64_t{-9'223'372'036'854'775'807})) == "no session token");
  CHECK(outcomeOf(changed("exp", -1)) == "refresh");

  // 1e400 is read as infinity
  std::string text = json::serialize(payload());
  text.replace(text.find("1700003600"), 10, "1e400");
  const std::string input =
      encodeJwtHeader({.keyId = rsaKey().keyId(), .version = 5}) + '.' + crypto::base64url(text);
  CHECK(outcome(input + '.' + crypto::base64url(rsaKey().sign(input))) == "no session token");
}

TEST_CASE("older versions of session tokens have fewer claims", "[unit][accesstoken]") {
  json::object fourth = without("rsub");
  CHECK(outcome(signJwt(rsaKey(), fourth, 5)) == "no session token");
  CHECK(outcome(signJwt(rsaKey(), fourth, 4)) == "session");
  const auto ofFourth = readAccessTokenClaims(fourth, 4);
  REQUIRE(ofFourth);
  CHECK(ofFourth->recipeUserId == "primary");

  json::object third = fourth;
  third.erase("tId");
  const auto ofThird = readAccessTokenClaims(third, 3);
  REQUIRE(ofThird);
  CHECK(ofThird->tenantId == "public");
  CHECK(readAccessTokenClaims(third, std::nullopt));
  CHECK(outcome(signJwt(rsaKey(), third, std::nullopt)) == "session");
}

TEST_CASE("a token that no cookie would hold is not signed", "[unit][accesstoken]") {
  const json::object big = changed("text", json::string(2'500, 'x'));
  CHECK_THROWS_AS(signAccessToken(rsaKey(), big), Error);
  CHECK(signAccessToken(rsaKey(), changed("text", json::string(1'500, 'x'))).size() <= kMaxTokenBytes);
}

TEST_CASE("a front token is base64 of the user and the expiry and the payload", "[unit][fronttoken]") {
  const std::string token = frontToken("ada", kIssued + 250ms, {{"iat", 1'700'000'000}, {"name", "Åda"}});
  CHECK(crypto::decodeBase64(token) ==
        "{\"uid\":\"ada\",\"ate\":1700000000250,\"up\":{\"iat\":1700000000,\"name\":\"\xC3\x85"
        "da\"}}");
  CHECK(token.size() % 4 == 0);
}

}  // namespace
}  // namespace mfa::tokens
