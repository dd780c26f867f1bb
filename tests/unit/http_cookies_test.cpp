#include "http/cookies.hpp"

#include "mfa/testing/fake_clock.hpp"
#include "support/fake_http.hpp"

using namespace mfa;
using http::findCookie;
using test::FakeRequest;
using test::FakeResponse;

namespace {

FakeRequest withCookies(const std::vector<std::string>& headers) {
  FakeRequest req;
  for (const auto& header : headers) req.headerList.emplace_back("Cookie", header);
  return req;
}

std::string valueOf(const std::string& header) {
  const auto req = withCookies({header});
  const auto found = findCookie(req, "sAccessToken");
  return found ? found->value() : "(none)";
}

http::Cookie someCookie() {
  return {.name = "sAccessToken", .value = "a.b-c", .expires = fromUnixMillis(1'893'499'200'000)};
}

}  // namespace

TEST_CASE("a cookie is found wherever it stands in the header", "[unit][http]") {
  CHECK(valueOf("sAccessToken=x") == "x");
  CHECK(valueOf("a=1; sAccessToken=x; b=2") == "x");
  CHECK(valueOf("a=1;sAccessToken=x;b=2") == "x");
  CHECK(valueOf("a=1; sAccessToken=x") == "x");
  CHECK(valueOf("a=1") == "(none)");
  CHECK(valueOf("") == "(none)");
}

TEST_CASE("the name of a cookie is compared exactly", "[unit][http]") {
  CHECK(valueOf("saccesstoken=x") == "(none)");
  CHECK(valueOf("sAccessToken2=x") == "(none)");
  CHECK(valueOf("xsAccessToken=x") == "(none)");
  CHECK(valueOf("other=sAccessToken=x") == "(none)");
}

TEST_CASE("odd cookie headers find nothing that is not there", "[unit][http]") {
  const std::vector<std::string> headers{
      "=x",    ";",    ";;;;",          "=",  "sAccessToken", "$Version=1; =", "a b c", "\"",
      "=;=;=", "; ; ", "sAccessTokenx", "  ", "a=\"; b=\"",   "a=b=c; d=e=f"};
  for (const auto& header : headers) {
    INFO(header);
    const auto value = valueOf(header);
    CHECK((value == "(none)" || value.empty()));
  }
}

TEST_CASE("the value of a cookie loses its quotes and its percent-encoding", "[unit][http]") {
  CHECK(valueOf("sAccessToken=\"x\"") == "x");
  CHECK(valueOf("sAccessToken=a%2Bb%3d") == "a+b=");
  CHECK(valueOf("sAccessToken=a+b") == "a+b");
  CHECK(valueOf("sAccessToken=100%") == "100%");
  CHECK(valueOf("sAccessToken=%zz%4") == "%zz%4");
  CHECK(valueOf("sAccessToken=\"") == "\"");
  CHECK(valueOf("sAccessToken=a=b") == "a=b");
}

TEST_CASE("of several cookies with one name the first counts and the number is told", "[unit][http]") {
  const auto req = withCookies({"s=1; t=x; s=2", "s=3"});
  const auto found = findCookie(req, "s");
  REQUIRE(found);
  CHECK(found->value() == "1");
  CHECK(found->count == 3);
}

TEST_CASE("a cookie longer than browsers keep counts as empty", "[unit][http]") {
  const auto tooLong = withCookies({"s=" + std::string(4'097, 'x')});
  const auto found = findCookie(tooLong, "s");
  REQUIRE(found);
  CHECK(found->encoded.empty());
  CHECK(found->count == 1);
  const auto longest = withCookies({"s=" + std::string(4'096, 'x')});
  CHECK(findCookie(longest, "s")->encoded.size() == 4'096);
}

TEST_CASE("a cookie is written with every attribute that it needs", "[unit][http]") {
  auto cookie = someCookie();
  CHECK(http::toHeader(cookie) ==
        "sAccessToken=a.b-c; Path=/; Expires=Tue, 01 Jan 2030 12:00:00 GMT; HttpOnly; SameSite=Lax");
  cookie.secure = true;
  cookie.sameSite = SameSite::None;
  cookie.domain = ".acme.example";
  cookie.path = "/auth/session/refresh";
  CHECK(http::toHeader(cookie) ==
        "sAccessToken=a.b-c; Path=/auth/session/refresh; Expires=Tue, 01 Jan 2030 12:00:00 GMT; HttpOnly; "
        "Secure; SameSite=None; Domain=.acme.example");
}

TEST_CASE("the value of a written cookie cannot end it", "[unit][http]") {
  auto cookie = someCookie();
  cookie.value = "a; Domain=evil.example\r\nSet-Cookie: b=\"c\"";
  const auto header = http::toHeader(cookie);
  CHECK(header.starts_with(
      "sAccessToken=a%3B%20Domain%3Devil.example%0D%0ASet-Cookie%3A%20b%3D%22c%22; Path=/;"));
}

TEST_CASE("a cookie set twice in one answer is sent once", "[unit][http]") {
  FakeResponse res;
  res.cookieList = {"host=1; Path=/"};
  auto cookie = someCookie();
  http::setCookie(res, cookie);
  cookie.value = "second";
  http::setCookie(res, cookie);
  REQUIRE(res.cookieList.size() == 2);
  CHECK(res.cookieList[0] == "host=1; Path=/");
  CHECK(res.cookieList[1].starts_with("sAccessToken=second;"));
}

TEST_CASE("a cookie of another domain stays beside the host-only one", "[unit][http]") {
  FakeResponse res;
  auto cookie = someCookie();
  http::clearCookie(res, cookie);
  cookie.domain = "acme.example";
  http::clearCookie(res, cookie);
  CHECK(res.cookieList.size() == 2);
}

TEST_CASE("a cleared cookie has no value and is long expired", "[unit][http]") {
  FakeResponse res;
  http::clearCookie(res, someCookie());
  REQUIRE(res.cookieList.size() == 1);
  CHECK(res.cookieList[0].starts_with("sAccessToken=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT;"));
}
