#include "support/made_up_recipe.hpp"

using namespace mfa;
using test::FakeRequest;
using test::Headers;

namespace {

constexpr const char* kOurs = "https://acme.example";

Config withRoutes() {
  auto config = test::plainConfig(
      {test::madeUp("r", {test::namedRoute("POST", "/x", "x"), test::namedRoute("PUT", "/x", "x"),
                          test::namedRoute("GET", "/x", "x"),
                          Route{"POST", "/callback", [](const RouteCall& call) { sendJson(call.res, {}); },
                                Callers::AnyPage}})});
  config.allowedOrigins = {"https://App.Acme.example:8443/"};
  return config;
}

const Auth& auth() {
  static const Auth made{withRoutes()};
  return made;
}

int post(Headers headers, const std::string& body = "{}", const std::string& target = "/auth/x",
         const std::string& method = "POST") {
  return test::handled(auth(), {method, target, std::move(headers), body}).response.status;
}

Headers browser(const std::string& origin, Headers more = {}) {
  Headers headers{{"Cookie", "sAccessToken=x"}, {"rid", "anti-csrf"}, {"st-auth-mode", "cookie"}};
  if (!origin.empty()) headers.emplace_back("Origin", origin);
  headers.insert(headers.end(), more.begin(), more.end());
  return headers;
}

}  // namespace

TEST_CASE("a page of the website or the API or an allowed origin may call with cookies",
          "[contract][crosssite]") {
  CHECK(post(browser("")) == 200);
  CHECK(post(browser(kOurs)) == 200);
  CHECK(post(browser("https://api.acme.example")) == 200);
  CHECK(post(browser("https://app.acme.example:8443")) == 200);
}

TEST_CASE("a foreign origin is refused whatever else the request has", "[contract][crosssite]") {
  for (const auto* origin :
       {"https://evil.example", "null", "http://acme.example", "https://acme.example:444",
        "https://evil.acme.example", "https://acme.example.evil.example", "https://acme.example/",
        "https://app.acme.example", "*", " "}) {
    INFO(origin);
    CHECK(post(browser(origin)) == 403);
    CHECK(post({{"Origin", origin}, {"Cookie", "a=b"}, {"Content-Type", "application/json"}}) == 403);
    CHECK(post({{"Origin", origin}, {"Cookie", "a=b"}}, "") == 403);
    CHECK(post(browser(origin), "{}", "/auth/x", "PUT") == 403);
  }
}

TEST_CASE("a body without rid must be JSON when cookies are in play", "[contract][crosssite]") {
  const auto status = [](const std::string& type) {
    Headers headers{{"Cookie", "sAccessToken=x"}, {"Origin", kOurs}};
    if (!type.empty()) headers.emplace_back("Content-Type", type);
    return post(headers);
  };
  CHECK(status("application/json") == 200);
  CHECK(status("Application/JSON; charset=utf-8") == 200);
  for (const auto* type : {"", "text/plain", "text/plain;charset=UTF-8", "application/x-www-form-urlencoded",
                           "multipart/form-data", "text/html", "application/jsonx",
                           "text/plain; application/json", "application/octet-stream", "text/json",
                           "application/csp-report", "application/json-patch+json", ","}) {
    INFO(type);
    CHECK(status(type) == 400);
  }
}

TEST_CASE("a form of another site that asks for a sign-in is refused without any cookie",
          "[contract][crosssite]") {
  CHECK(post({{"Content-Type", "text/plain"}}) == 400);
  CHECK(post({{"Content-Type", "text/plain"}, {"Origin", "https://evil.example"}}) == 403);
}

TEST_CASE("the requests of stock front ends pass", "[contract][crosssite]") {
  // Refresh and sign-out: POST without a body and content type.
  CHECK(post(browser(kOurs), "") == 200);
  CHECK(post({{"Cookie", "a=b"}, {"Origin", kOurs}}, "") == 200);
  // Native apps and other headers-only clients send no Origin and no cookie.
  CHECK(post({{"st-auth-mode", "header"}}) == 200);
  CHECK(post({{"st-auth-mode", "Header"}, {"Origin", "https://elsewhere.example"}}) == 200);
  // A front end whose content type got lost still has its rid.
  CHECK(post(browser(kOurs, {{"Content-Type", "text/plain;charset=UTF-8"}})) == 200);
}

TEST_CASE("asking for tokens in headers is no way around while cookies come along", "[contract][crosssite]") {
  CHECK(post({{"st-auth-mode", "header"}, {"Origin", "https://evil.example"}, {"Cookie", "a=b"}}) == 403);
}

TEST_CASE("a route that reads is open to every page", "[contract][crosssite]") {
  CHECK(post(browser("https://evil.example"), "", "/auth/x", "GET") == 200);
}

TEST_CASE("a route for other sites takes what they post", "[contract][crosssite]") {
  CHECK(post({{"Origin", "https://appleid.apple.com"},
              {"Cookie", "a=b"},
              {"Content-Type", "application/x-www-form-urlencoded"}},
             "code=x", "/auth/callback") == 200);
}

TEST_CASE("the refusal is a message of the FDI's form", "[contract][crosssite]") {
  const auto refused = test::handled(auth(), {"POST", "/auth/x", browser("https://evil.example"), "{}"});
  CHECK(refused.handled);
  CHECK(refused.body().contains("message"));
  CHECK(refused.response.header("cache-control") == "no-store");
}

TEST_CASE("the headers that CORS must allow are those of stock front ends", "[contract][cors]") {
  CHECK(auth().getAllCORSHeaders() ==
        std::vector<std::string>{"anti-csrf", "rid", "fdi-version", "authorization", "st-auth-mode"});
}

TEST_CASE("the website's origin may depend on the request", "[contract][cors]") {
  auto config = withRoutes();
  config.appInfo.websiteDomain.clear();
  config.appInfo.origin = [](const Request* request, const UserContext&) {
    const bool isBeta = request != nullptr && request->header("x-beta").has_value();
    return std::string{isBeta ? "https://Beta.example/" : "https://acme.example"};
  };
  const Auth made{std::move(config)};
  CHECK(made.isAllowedOrigin("https://acme.example", FakeRequest{}));
  CHECK_FALSE(made.isAllowedOrigin("https://beta.example", FakeRequest{}));
  const FakeRequest beta{"POST", "/", {{"X-Beta", "1"}}};
  CHECK(made.isAllowedOrigin("https://beta.example", beta));
  CHECK_FALSE(made.isAllowedOrigin("https://acme.example", beta));
}
