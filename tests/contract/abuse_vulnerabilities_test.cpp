// Limits of others that were walked around, and ours that are not. Each case is named after the advisory.
#include <catch2/catch.hpp>

#include "contract/password_server.hpp"

namespace mfa::test {
namespace {

/// Behind a proxy that the configuration names.
PasswordServer behindProxy() {
  return PasswordServer{{.config = [](Config& config) { config.trustedProxies = {"10.0.0.0/8"}; }}};
}

/// A wrong password, as that proxy hands it on.
std::string attempt(const PasswordServer& server, const Headers& headers,
                    const std::string& email = "ada@example.com", const std::string& peer = "10.0.0.1") {
  auto page = server.browser();
  page.peer = peer;
  const auto answer = page.post("/signin",
                                {{"formFields", json::array{{{"id", "email"}, {"value", email}},
                                                            {{"id", "password"}, {"value", "wrong"}}}}},
                                headers);
  return answer.status == 200 ? answer.outcome() : std::to_string(answer.status);
}

const std::string kCompared = "WRONG_CREDENTIALS_ERROR";

}  // namespace

// better-auth counted by the text of the header: every spelling, and every address of a network, was another
// client.
TEST_CASE("vuln_CVE_2026_45364 no spelling and no address of an IPv6 network is a new client",
          "[contract][vulnerabilities]") {
  const PasswordServer server = behindProxy();
  for (const auto* client : {"2001:db8:1:2::1", "2001:DB8:1:2:0:0:0:1", "[2001:db8:1:2::1]",
                             "[2001:db8:1:2::1]:443", "2001:db8:1:2:ffff:ffff:ffff:ffff"})
    CHECK(attempt(server, {{"x-forwarded-for", client}}) == kCompared);
  CHECK(attempt(server, {{"x-forwarded-for", "2001:db8:1:2:3::4"}}) == "GENERAL_ERROR");
  for (const auto* client :
       {"192.0.2.7", " 192.0.2.7 ", "192.0.2.7:1234", "::ffff:192.0.2.7", "::FFFF:c000:0207"})
    CHECK(attempt(server, {{"x-forwarded-for", client}}) == kCompared);
  CHECK(attempt(server, {{"x-forwarded-for", "[::ffff:192.0.2.7]:99"}}) == "GENERAL_ERROR");
}

// Authelia and Vault counted by the name as it was typed.
TEST_CASE("vuln_CVE_2025_24806 vuln_CVE_2025_6004 no spelling of a name is another account",
          "[contract][vulnerabilities]") {
  const PasswordServer server;
  for (const auto* email :
       {"ada@example.com", "ADA@EXAMPLE.COM", "\tada@example.com ", "aDa@Example.com", "ada@EXAMPLE.com"})
    CHECK(attempt(server, {}, email, "203.0.113.7") == kCompared);
  CHECK(attempt(server, {}, "Ada@example.coM", "203.0.113.7") == "GENERAL_ERROR");
}

// Vikunja and Fleet believed whatever the client wrote there.
TEST_CASE("vuln_CVE_2026_29794 vuln_CVE_2026_24000 vuln_CVE_2026_46356 a client does not name its address",
          "[contract][vulnerabilities]") {
  const PasswordServer server = behindProxy();
  const std::vector<std::string> names{"X-Forwarded-For", "X_Forwarded_For", "X-Real-IP",       "Forwarded",
                                       "True-Client-IP",  "X-Client-IP",     "CF-Connecting-IP"};
  int next = 0;
  const auto forged = [&] { return "192.0.2." + std::to_string(++next); };
  for (int i = 0; i < 5; ++i) {
    Headers headers;
    for (const auto& name : names) headers.emplace_back(name, forged());
    CHECK(attempt(server, headers, "ada@example.com", "203.0.113.7") == kCompared);
  }
  for (const auto& name : names)
    CHECK(attempt(server, {{name, forged()}}, "ada@example.com", "203.0.113.7") == "GENERAL_ERROR");
}

// Behind a proxy, what the client wrote stands left of what the proxy adds.
TEST_CASE("vuln_CVE_2026_29794 behind a proxy a client adds what it likes and stays the same",
          "[contract][vulnerabilities]") {
  const PasswordServer server = behindProxy();
  for (int i = 0; i < 5; ++i)
    CHECK(attempt(server, {{"x-forwarded-for", "198.51.100." + std::to_string(i) + ", 203.0.113.7"}}) ==
          kCompared);
  for (const auto* list : {"1.2.3.4, 203.0.113.7", "10.0.0.9, 203.0.113.7, 10.0.0.2", ",,, 203.0.113.7",
                           "unknown, 203.0.113.7", "\"203.0.113.7, 203.0.113.7"})
    CHECK(attempt(server, {{"x-forwarded-for", list}}) == "GENERAL_ERROR");
  CHECK(attempt(server, {{"x-forwarded-for", "1.2.3.4"}, {"x-forwarded-for", "203.0.113.7"}}) ==
        "GENERAL_ERROR");
}

// cpp-httplib took the first of no addresses.
TEST_CASE("vuln_CVE_2026_46527 a forwarded list that is empty or endless is no fault",
          "[contract][vulnerabilities]") {
  const PasswordServer server = behindProxy();
  std::string endless;
  for (int i = 0; i < 10'000; ++i) endless += "192.0.2.1,";
  int next = 0;
  for (const std::string& list :
       {std::string{}, std::string{" "}, std::string{","}, std::string{", , ,"}, std::string(5'000, ','),
        std::string(5'000, ':'), endless, endless + "203.0.113.7", std::string{"[", 1}, std::string{"]:"},
        std::string{"::ffff:"}, std::string{"\xff\xfe"}})
    CHECK(attempt(server, {{"x-forwarded-for", list}}, "user" + std::to_string(++next) + "@example.com") ==
          kCompared);
}

}  // namespace mfa::test
