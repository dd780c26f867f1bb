#include "http/client_address.hpp"

#include "support/fake_http.hpp"

using namespace mfa;
using http::Address;
using http::Network;
using test::FakeRequest;

namespace {

std::string canonical(std::string_view text) {
  const auto address = Address::parse(text);
  return address ? address->text() : "(none)";
}

std::string site(std::string_view text) { return Address::parse(text).value().site().value_or("(none)"); }

std::string group(std::string_view text) { return Address::parse(text).value().group(); }

/// The client of a request from `peer` with these `X-Forwarded-For` lines, behind proxies in 10.0.0.0/8.
std::string client(const std::string& peer, const std::vector<std::string>& forwarded) {
  FakeRequest req;
  req.peer = peer;
  for (const auto& line : forwarded) req.headerList.emplace_back("X-Forwarded-For", line);
  const auto address = http::clientAddress(req, {Network::parse("10.0.0.0/8").value()});
  return address ? address->text() : "(none)";
}

}  // namespace

TEST_CASE("an address is known in every spelling", "[unit][http]") {
  CHECK(canonical("203.0.113.7") == "203.0.113.7");
  CHECK(canonical("203.0.113.7:8080") == "203.0.113.7");
  CHECK(canonical("::ffff:203.0.113.7") == "203.0.113.7");
  CHECK(canonical("2001:DB8:0:0::1") == "2001:db8::1");
  CHECK(canonical("[2001:db8::1]") == "2001:db8::1");
  CHECK(canonical("[2001:db8::1]:443") == "2001:db8::1");
  CHECK(canonical(" ::1 ") == "::1");
}

TEST_CASE("what is no address is none", "[unit][http]") {
  const std::vector<std::string> texts{"",
                                       "unknown",
                                       "_hidden",
                                       "1.2.3",
                                       "1.2.3.256",
                                       "1.2.3.4:",
                                       "[::1",
                                       "1.2.3.4:123456",
                                       "[::1]x",
                                       "::1%eth0",
                                       "1.2.3.4, 5.6.7.8",
                                       std::string(5'000, '1'),
                                       std::string{"1.2.3.4\0", 8}};
  for (const auto& text : texts) {
    INFO(text);
    CHECK(canonical(text) == "(none)");
  }
}

TEST_CASE("an IPv6 client is its whole network of 64 bits", "[unit][http]") {
  CHECK(group("2001:db8:1:2:3:4:5:6") == "2001:db8:1:2::/64");
  CHECK(group("2001:db8:1:2::ffff") == "2001:db8:1:2::/64");
  CHECK(group("2001:db8:1:3::1") == "2001:db8:1:3::/64");
  CHECK(group("203.0.113.7") == "203.0.113.7");
}

TEST_CASE("a network has the addresses that begin as it does", "[unit][http]") {
  const auto has = [](std::string_view network, std::string_view address) {
    return Network::parse(network).value().contains(Address::parse(address).value());
  };
  CHECK(has("10.0.0.0/8", "10.255.1.2"));
  CHECK_FALSE(has("10.0.0.0/8", "11.0.0.0"));
  CHECK(has("10.0.0.4/30", "10.0.0.7"));
  CHECK_FALSE(has("10.0.0.4/30", "10.0.0.8"));
  CHECK(has("::1/128", "::1"));
  CHECK_FALSE(has("::1", "::2"));
  CHECK(has("2001:db8::/33", "2001:db8:7fff::1"));
  CHECK_FALSE(has("2001:db8::/33", "2001:db8:8000::1"));
  CHECK(has("0.0.0.0/0", "203.0.113.7"));
  CHECK_FALSE(has("0.0.0.0/0", "2001:db8::1"));
  CHECK(has("::/0", "203.0.113.7"));
}

TEST_CASE("what is no network is none", "[unit][http]") {
  for (const auto* text :
       {"", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "10.0.0.0/8x", "::/129", "x/8", "/8"})
    CHECK_FALSE(Network::parse(text));
}

TEST_CASE("without a trusted proxy the peer is the client whatever it says", "[unit][http]") {
  CHECK(client("203.0.113.7", {"198.51.100.1"}) == "203.0.113.7");
  CHECK(client("", {"198.51.100.1"}) == "(none)");
  CHECK(client("not an address", {"198.51.100.1"}) == "(none)");
}

TEST_CASE("behind trusted proxies the client is the right-most address that is none of theirs",
          "[unit][http]") {
  CHECK(client("10.0.0.1", {"198.51.100.1"}) == "198.51.100.1");
  CHECK(client("10.0.0.1", {"192.0.2.66, 198.51.100.1"}) == "198.51.100.1");
  CHECK(client("10.0.0.1", {"192.0.2.66, 198.51.100.1, 10.0.0.2"}) == "198.51.100.1");
  CHECK(client("10.0.0.1", {"192.0.2.66", "198.51.100.1, 10.0.0.2"}) == "198.51.100.1");
  CHECK(client("10.0.0.1", {"2001:db8::1"}) == "2001:db8::1");
}

TEST_CASE("a forwarded list that makes no sense ends at what did", "[unit][http]") {
  CHECK(client("10.0.0.1", {}) == "10.0.0.1");
  CHECK(client("10.0.0.1", {""}) == "10.0.0.1");
  CHECK(client("10.0.0.1", {"unknown"}) == "10.0.0.1");
  CHECK(client("10.0.0.1", {"192.0.2.66, , 10.0.0.2"}) == "10.0.0.2");
  CHECK(client("10.0.0.1", {"192.0.2.66,"}) == "10.0.0.1");
  CHECK(client("10.0.0.1", {"10.0.0.9"}) == "10.0.0.9");
}

TEST_CASE("an endless forwarded list is read from its end and no further than proxies write",
          "[unit][http]") {
  std::string list = "192.0.2.66";
  for (int i = 0; i < 10'000; ++i) list += ", 10.0.0.2";
  CHECK(client("10.0.0.1", {list}) == "10.0.0.2");
}

TEST_CASE("a site is a /48 of IPv6 and nothing of IPv4", "[unit][http]") {
  CHECK(site("2001:db8:1:2::3") == "2001:db8:1::/48");
  CHECK(site("203.0.113.7") == "(none)");
  CHECK(site("::ffff:203.0.113.7") == "(none)");
}

TEST_CASE("other forwarding headers are ignored", "[unit][http]") {
  FakeRequest req;
  req.peer = "10.0.0.1";
  req.headerList = {
      {"X_Forwarded_For", "192.0.2.1"}, {"Forwarded", "for=192.0.2.2"}, {"X-Real-IP", "192.0.2.3"}};
  CHECK(http::clientAddress(req, {Network::parse("10.0.0.0/8").value()})->text() == "10.0.0.1");
}
