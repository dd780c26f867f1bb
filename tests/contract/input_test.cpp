// Whatever a client sends, the answer is one of the contract's, never a 5xx, and no exception reaches the
// host.
#include <algorithm>

#include "support/guide_server.hpp"

using namespace mfa;
using test::Browser;
using test::FakeRequest;
using test::FakeResponse;
using test::GuideServer;
using test::Headers;

namespace {

struct Posting {
  std::string path{};
  json::object body{};
};

json::object field(const std::string& id, const std::string& value) { return {{"id", id}, {"value", value}}; }

const std::vector<Posting>& postings() {
  static const std::vector<Posting> all{
      {"/signup", {{"formFields", {field("email", "ada@acme.example"), field("password", test::kPassword)}}}},
      {"/signin", {{"formFields", {field("email", "ada@acme.example"), field("password", test::kPassword)}}}},
      {"/user/password/reset/token", {{"formFields", {field("email", "ada@acme.example")}}}},
      {"/user/password/reset",
       {{"method", "token"}, {"token", "abc"}, {"formFields", {field("password", test::kPassword)}}}},
      {"/signinup",
       {{"thirdPartyId", "google"},
        {"redirectURIInfo",
         {{"redirectURIOnProviderDashboard", "x"}, {"redirectURIQueryParams", {{"code", "1"}}}}}}},
      {"/signinup/code", {{"phoneNumber", test::kPhoneNumber}, {"shouldTryLinkingWithSessionUser", false}}},
      {"/signinup/code/resend", {{"deviceId", "abc"}, {"preAuthSessionId", "def"}}},
      {"/signinup/code/consume",
       {{"deviceId", "abc"}, {"preAuthSessionId", "def"}, {"userInputCode", "123456"}}},
      {"/signinup/code/consume", {{"linkCode", "abc"}, {"preAuthSessionId", "def"}}},
      {"/session/refresh", {}},
      {"/signout", {}},
      {"/callback/apple", {}},
  };
  return all;
}

const std::vector<json::value>& oddValues() {
  static const std::vector<json::value> all{
      nullptr,
      true,
      -1,
      1.5,
      18'446'744'073'709'551'615U,
      "",
      " ",
      json::string(5'000, 'x'),
      "\u202e\u00e4\xF0\x9F\x98\x80",
      "../../etc/passwd",
      "' OR 1=1 --",
      "+",
      "+1",
      "+999999999999999999999999",
      "%00",
      "a\r\nSet-Cookie: x=1",
      json::array{},
      json::array{nullptr},
      json::array{1, "x", json::object{}},
      json::object{},
      json::object{{"id", "email"}},
      json::array{json::object{{"id", 1}, {"value", json::array{}}}},
      json::array{json::object{{"id", "email"}, {"value", "a@b.c"}},
                  json::object{{"id", "email"}, {"value", "d@e.f"}}},
  };
  return all;
}

/// Sends the body, without and with a session, and checks that the answer is one that a client can cause.
void expectCalm(std::vector<Browser>& browsers, const std::string& path, const std::string& body) {
  for (auto& browser : browsers) {
    INFO(path << " <- " << body.substr(0, 300));
    test::Answer answer;
    REQUIRE_NOTHROW(answer = browser.postText(path, body));
    CHECK(answer.handled);
    CHECK(answer.status >= 200);
    CHECK(answer.status < 500);
  }
}

std::vector<Browser> browsersOf(const GuideServer& server) {
  return {server.browser(), server.signedIn("eve@acme.example"),
          server.signedIn("eve@acme.example", test::Transfer::Header)};
}

}  // namespace

TEST_CASE("no body of any route leads to a 5xx", "[contract][input]") {
  GuideServer server;
  auto browsers = browsersOf(server);
  for (const auto& [path, body] : postings()) {
    expectCalm(browsers, path, json::serialize(body));
    for (const auto& odd : oddValues()) {
      expectCalm(browsers, path, json::serialize(odd));
      for (const auto& [key, value] : body) {
        auto changed = body;
        changed[key] = odd;
        expectCalm(browsers, path, json::serialize(changed));
      }
    }
    for (const auto& [key, value] : body) {
      auto changed = body;
      changed.erase(key);
      expectCalm(browsers, path, json::serialize(changed));
    }
  }
}

TEST_CASE("no query of any route leads to a 5xx", "[contract][input]") {
  GuideServer server;
  auto browser = server.browser();
  for (const auto* path :
       {"/emailpassword/email/exists", "/signup/email/exists", "/passwordless/email/exists",
        "/passwordless/phonenumber/exists", "/signup/phonenumber/exists", "/authorisationurl",
        "/jwt/jwks.json", "/.well-known/openid-configuration"})
    for (const auto* query :
         {"", "?", "?email", "?email=", "?email=%00", "?email=%ff", "?email=a@b.c&email=%00",
          "?phoneNumber=", "?phoneNumber=%2B1", "?phoneNumber=%00", "?thirdPartyId=", "?thirdPartyId=google",
          "?thirdPartyId=%00&redirectURIOnProviderDashboard=x", "?=&=&&&", "?%", "?email=%e2%80%ae"}) {
      INFO(path << query);
      test::Answer answer;
      REQUIRE_NOTHROW(answer = browser.get(std::string{path} + query));
      CHECK(answer.handled);
      CHECK(answer.status < 500);
    }
}

TEST_CASE("no cookie header leads to a 5xx", "[contract][input]") {
  GuideServer server;
  auto owner = server.signedIn("ada@acme.example");
  const auto token = owner.cookies().find("sAccessToken").value().value;
  const auto refresh = owner.cookies().find("sRefreshToken").value().value;
  const std::vector<std::string> headers{
      "",
      "=",
      ";",
      "; ; ;",
      "sAccessToken",
      "sAccessToken=",
      "sAccessToken=\"",
      "sAccessToken=\"\"",
      "sAccessToken=%",
      "sAccessToken=%00",
      "sAccessToken=%ff%fe",
      "sAccessToken=a.b.c",
      "sAccessToken=..",
      "$Version=1; sAccessToken=" + token,
      "SACCESSTOKEN=" + token,
      "sAccessToken=" + token + "; sAccessToken=x",
      "sAccessToken=x; sAccessToken=" + token,
      "sAccessToken=" + std::string(5'000, 'x'),
      "sAccessToken=" + token + std::string(100, 'A'),
      "sAccessToken=\"" + token + "\"",
      "sRefreshToken=" + refresh + "; sRefreshToken=" + refresh,
      "sRefreshToken=x; sRefreshToken=" + refresh,
      "sRefreshToken=\xff",
      "sIdRefreshToken=x",
      "sIdRefreshToken=x; sAccessToken=" + token,
      "=" + token,
      "sAccessToken =" + token,
      "\x01\x02=\x03",
  };
  for (const auto& header : headers) {
    INFO(header.substr(0, 80));
    auto browser = server.browser();
    for (const auto* path : {"/session/refresh", "/signout", "/signinup/code"}) {
      test::Answer answer;
      REQUIRE_NOTHROW(answer = browser.postText(path, "{}", {{"cookie", header}}));
      CHECK(answer.status < 500);
    }
    const FakeRequest request{"GET", "/api", {{"cookie", header}}};
    FakeResponse response;
    try {
      (void)server.auth().session().getSession(request, response,
                                               {.overrideGlobalClaimValidators = noClaimValidators});
    } catch (const SessionError&) {
    }
  }
}

TEST_CASE("odd headers are read as if they were not there", "[contract][input]") {
  GuideServer server;
  const std::vector<Headers> all{
      {{"fdi-version", std::string(10'000, ',')}},
      {{"fdi-version", "999999999999.9"}},
      {{"rid", std::string(10'000, 'x')}},
      {{"st-auth-mode", "\xff"}},
      {{"authorization", "Bearer "}},
      {{"authorization", "Bearer a.b.c"}},
      {{"authorization", "Basic YTpi"}},
      {{"authorization", "Bearer \xff\xfe"}},
      {{"anti-csrf", std::string(10'000, 'x')}},
      {{"x-forwarded-for", std::string(10'000, ',')}},
      {{"content-type", "application/json; charset="}},
      {{"content-type", std::string(10'000, ';')}},
      {{"content-encoding", "br"}},
  };
  for (const auto& headers : all) {
    INFO(headers.front().first);
    auto browser = server.browser();
    test::Answer answer;
    REQUIRE_NOTHROW(answer = browser.post("/signin", postings()[1].body, headers));
    CHECK(answer.status < 500);
    REQUIRE_NOTHROW(answer = browser.postText("/session/refresh", "", headers));
    CHECK(answer.status < 500);
  }
}

TEST_CASE("what a body says about its user is not believed", "[contract][input]") {
  GuideServer server;
  auto victim = server.signedIn("victim@acme.example");
  const auto victimId = victim.session()->getUserId();
  auto body = postings()[0].body;
  for (const auto* key : {"userId",
                          "user",
                          "id",
                          "recipeUserId",
                          "sub",
                          "rsub",
                          "tenantId",
                          "tId",
                          "verified",
                          "emailVerified",
                          "isPrimaryUser",
                          "aal",
                          "mfa",
                          "st-mfa",
                          "2fa-completed",
                          "factors",
                          "phoneNumber",
                          "phoneNumbers",
                          "loginMethods",
                          "sessionHandle",
                          "session",
                          "accessToken",
                          "accessTokenPayload",
                          "claims",
                          "roles",
                          "st-role",
                          "st-perm",
                          "metadata",
                          "passwordlessUserId",
                          "userContext",
                          "exp",
                          "iat",
                          "iss",
                          "stt",
                          "antiCsrfToken",
                          "refreshTokenHash1",
                          "timeJoined",
                          "passwordHash",
                          "recipeId",
                          "createdNewUser"})
    body[key] = victimId;
  body["2fa-completed"] = json::object{{"v", true}, {"t", 1}};
  body["accessTokenPayload"] = body;
  auto mallory = server.browser();
  REQUIRE(mallory.post("/signup", body).outcome() == "OK");
  CHECK(mallory.session()->getUserId() != victimId);
  CHECK(mallory.session()->getTenantId() == "public");
  CHECK_FALSE(mallory.hasSecondFactor());
  REQUIRE(mallory.frontToken());
  CHECK_FALSE(mallory.frontToken()->contains("roles"));
  CHECK_FALSE(mallory.frontToken()->contains("phoneNumber"));
  CHECK(server.auth().userMetadata().getUserMetadata(mallory.session()->getUserId()).empty());
}
