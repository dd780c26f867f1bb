// Vulnerabilities of others, tried here: who a client is, and what its counter hangs on.
#include <catch2/catch.hpp>

#include "contract/password_server.hpp"

namespace {

using namespace mfa;
using namespace mfa::test;

constexpr const char* kAda = "ada@example.com";
constexpr const char* kProxy = "10.0.0.1";
constexpr int kTries = 5;

PasswordServer behindProxy() {
  return PasswordServer{{.config = [](Config& config) { config.trustedProxies = {"10.0.0.0/8"}; }}};
}

std::string signInOutcome(const PasswordServer& server, const std::string& peer, const Headers& headers,
                          const std::string& email = kAda) {
  auto browser = server.browser();
  browser.peer = peer;
  const json::array fields{{{"id", "email"}, {"value", email}}, {{"id", "password"}, {"value", "wrong"}}};
  const auto answer = browser.post("/signin", {{"formFields", fields}}, headers);
  REQUIRE(answer.status == 200);
  return answer.outcome();
}

}  // namespace

TEST_CASE("vuln_CVE-2026-45364: an IPv6 network is one client however its address is written",
          "[attacks][vuln]") {
  const auto server = behindProxy();
  const std::vector<std::string> addresses{"2001:db8:1:2::1", "2001:DB8:1:2::2",
                                           "2001:0db8:0001:0002:0:0:0:3",
                                           "2001:db8:1:2:ffff::", "2001:db8:1:2:1:2:3:4"};
  REQUIRE(addresses.size() == kTries);
  for (const auto& address : addresses)
    CHECK(signInOutcome(server, kProxy, {{"x-forwarded-for", address}}) == "WRONG_CREDENTIALS_ERROR");
  CHECK(signInOutcome(server, kProxy, {{"x-forwarded-for", "2001:db8:1:2:abcd::9"}}) == "GENERAL_ERROR");
  CHECK(signInOutcome(server, kProxy, {{"x-forwarded-for", "2001:db8:1:3::1"}}) == "WRONG_CREDENTIALS_ERROR");
}

TEST_CASE("vuln_CVE-2025-24806: every spelling of an address draws from one counter", "[attacks][vuln]") {
  const PasswordServer server;
  for (const auto* spelling :
       {kAda, "ADA@example.com", " ada@example.com", "ada@EXAMPLE.COM ", "Ada@Example.Com"})
    CHECK(signInOutcome(server, "203.0.113.7", {}, spelling) == "WRONG_CREDENTIALS_ERROR");
  CHECK(signInOutcome(server, "203.0.113.7", {}, "aDa@example.com") == "GENERAL_ERROR");
}

TEST_CASE("vuln_CVE-2024-21652: junk names push no counter out", "[attacks][vuln]") {
  PasswordServer server;
  for (int i = 0; i < kTries; ++i) (void)signInOutcome(server, "203.0.113.7", {});
  for (int i = 0; i < 400; ++i)
    (void)signInOutcome(server, "198.51.100." + std::to_string(i / 50), {},
                        "junk" + std::to_string(i) + "@example.com");
  server.auth().housekeep();
  CHECK(signInOutcome(server, "203.0.113.7", {}) == "GENERAL_ERROR");
}

TEST_CASE("vuln_CVE-2026-29794: what a client writes about its address is not believed", "[attacks][vuln]") {
  const auto server = behindProxy();
  for (const auto* peer : {"203.0.113.7", kProxy})
    for (int i = 0; i <= kTries; ++i) {
      const auto spoofed = "192.0.2." + std::to_string(i);
      // Behind the proxy, which appends what it sees, everything to the left is the client's own.
      const auto list = peer == std::string{kProxy} ? spoofed + ", 198.51.100.1" : spoofed;
      const Headers headers{{"x-forwarded-for", list},   {"x-real-ip", spoofed},
                            {"true-client-ip", spoofed}, {"cf-connecting-ip", spoofed},
                            {"x-client-ip", spoofed},    {"forwarded", "for=" + spoofed}};
      CHECK(signInOutcome(server, peer, headers) ==
            (i < kTries ? "WRONG_CREDENTIALS_ERROR" : "GENERAL_ERROR"));
    }
}

TEST_CASE("vuln_CVE-2026-46527: an X-Forwarded-For without an address is none", "[attacks][vuln]") {
  const auto server = behindProxy();
  for (const std::string value : {"", " ", ",", " , ,, ", "unknown", "\t", ";", "[]", ":", "::::", "-1"}) {
    CAPTURE(value);
    (void)signInOutcome(server, kProxy, {{"x-forwarded-for", value}}, "eve@example.com");
  }
  CHECK(server.count(EventType::RequestFailed) == 0);
}
