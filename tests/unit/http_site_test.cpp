#include "http/site.hpp"

using namespace mfa;
using http::derivedSameSite;
using http::hostOf;
using http::isSameSite;
using http::siteOf;

TEST_CASE("a site is the registrable domain on the public suffix list", "[unit][http]") {
  CHECK(siteOf("api.acme.example.co.uk") == "example.co.uk");
  CHECK(siteOf("acme.com") == "acme.com");
  CHECK(siteOf("a.b.c.acme.com") == "acme.com");
}

TEST_CASE("private suffixes part their customers", "[unit][http]") {
  CHECK(siteOf("one.github.io") == "one.github.io");
  CHECK_FALSE(isSameSite("https://one.github.io", "https://two.github.io"));
}

TEST_CASE("a public suffix alone has no site but for hosts of a cloud", "[unit][http]") {
  CHECK_FALSE(siteOf("co.uk"));
  CHECK(siteOf("ec2-1-2-3-4.compute-1.amazonaws.com").has_value());
}

TEST_CASE("localhost and addresses are one site", "[unit][http]") {
  CHECK(siteOf("localhost") == "localhost");
  CHECK(siteOf("127.0.0.1") == "localhost");
  CHECK(siteOf("192.168.1.2") == "localhost");
  CHECK(siteOf("::1") == "localhost");
  CHECK(isSameSite("http://localhost:3000", "http://127.0.0.1:3567"));
}

TEST_CASE("a name of the local network is a site of its own", "[unit][http]") {
  CHECK(siteOf("printer.local") == "printer.local");
  CHECK(siteOf("intranet") == "intranet");
  CHECK_FALSE(isSameSite("http://a.local", "http://b.local"));
}

TEST_CASE("the host of an origin is bare and in lower case", "[unit][http]") {
  CHECK(hostOf("https://Acme.Example:8443/x") == "acme.example");
  CHECK(hostOf("https://acme.example.") == "acme.example");
  CHECK(hostOf("http://[::1]:3000") == "::1");
  CHECK(hostOf("localhost") == "localhost");
}

TEST_CASE("cookies are SameSite Lax on one site and None across sites or schemes", "[unit][http]") {
  CHECK(derivedSameSite("https://api.acme.com", "https://www.acme.com") == SameSite::Lax);
  CHECK(derivedSameSite("https://api.acme.com", "https://acme.com:8443") == SameSite::Lax);
  CHECK(derivedSameSite("https://api.acme.com", "https://acme.net") == SameSite::None);
  CHECK(derivedSameSite("http://api.acme.com", "https://acme.com") == SameSite::None);
  CHECK(derivedSameSite("http://localhost:3567", "http://localhost:3000") == SameSite::Lax);
}
