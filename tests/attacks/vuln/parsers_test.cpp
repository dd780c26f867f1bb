// Vulnerabilities of others, tried here: what HTTP, JSON and strings can be made of.
#include <catch2/catch.hpp>
#include <chrono>

#include "contract/passwordless_server.hpp"

namespace {

using namespace mfa;
using namespace mfa::test;

constexpr const char* kAda = "ada@example.com";
const Headers kCodes{{"rid", "passwordless"}};

std::string nested(std::size_t depth, const std::string& open, const std::string& close) {
  std::string text;
  for (std::size_t i = 0; i < depth; ++i) text += open;
  text += "1";
  for (std::size_t i = 0; i < depth; ++i) text += close;
  return text;
}

/// Whether `act` is done within two seconds: an attack on parsers takes minutes, or the stack.
template <class Act>
bool isQuick(const Act& act) {
  const auto before = std::chrono::steady_clock::now();
  act();
  return std::chrono::steady_clock::now() - before < std::chrono::seconds{2};
}

}  // namespace

TEST_CASE("vuln_CVE-2025-66570: headers named like data of the connection are only headers",
          "[attacks][vuln]") {
  GuideServer server;
  auto browser = server.browser();
  const json::object body{{"formFields", json::array{{{"id", "email"}, {"value", kAda}},
                                                     {{"id", "password"}, {"value", kPassword}}}}};
  REQUIRE(browser
              .post("/signup", body,
                    {{"REMOTE_ADDR", "192.0.2.66"},
                     {"REMOTE_PORT", "1"},
                     {"LOCAL_ADDR", "192.0.2.66"},
                     {"X-Forwarded-For", "192.0.2.66"},
                     {"X-Real-IP", "192.0.2.66"},
                     {"Forwarded", "for=192.0.2.66"},
                     {"True-Client-IP", "192.0.2.66"}})
              .outcome() == "OK");
  REQUIRE_FALSE(server.events().empty());
  for (const auto& event : server.events()) CHECK(event.clientAddress == browser.peer);
}

TEST_CASE("vuln_CVE-2026-45372: a line break in a percent-encoded value breaks no header",
          "[attacks][vuln]") {
  GuideServer server;
  auto browser = server.browser();
  for (const std::string value :
       {"a%40b.c%0d%0aSet-Cookie:%20sAccessToken=x", "a%40b.c%0aX: y", "%0d%0a%0d%0a<html>", "a%00b"}) {
    CAPTURE(value);
    for (const std::string path : {"/signup/email/exists?email=", "/signup/phonenumber/exists?phoneNumber=",
                                   "/authorisationurl?thirdPartyId="}) {
      const auto answer = browser.get(path + value);
      CHECK(answer.status < 500);
      CHECK(answer.response.cookieList.empty());
      for (const auto& [name, text] : answer.response.headerMap) {
        CHECK(text.find('\r') == std::string::npos);
        CHECK(text.find('\n') == std::string::npos);
      }
    }
  }
}

TEST_CASE("vuln_CVE-2025-12044: a body made to be hard to parse is refused at once", "[attacks][vuln]") {
  GuideServer server;
  auto browser = server.browser();
  std::string manyKeys = "{";
  for (int i = 0; i < 6'000; ++i) manyKeys += "\"k" + std::to_string(i) + "\":1,";
  manyKeys += "\"z\":1}";
  const std::vector<std::string> bodies{nested(30'000, "[", "]"),
                                        nested(9'000, "{\"a\":", "}"),
                                        std::string(30'000, '['),
                                        R"({"formFields":)" + nested(100, "[", "]") + "}",
                                        manyKeys,
                                        "{\"a\":1e" + std::string(60'000, '9') + "}",
                                        "{\"a\":" + std::string(60'000, '9') + "}",
                                        R"({"a":1,"a":2})",
                                        "{\"a\":\"" + std::string(70'000, 'x') + "\"}"};
  for (const auto& body : bodies) {
    CAPTURE(body.substr(0, 40), body.size());
    Answer answer;
    CHECK(isQuick([&] { answer = browser.postText("/signin", body); }));
    CHECK(answer.status == 400);
  }
}

TEST_CASE("vuln_CVE-2026-4634: a very long value of a query is answered at once", "[attacks][vuln]") {
  GuideServer server;
  auto browser = server.browser();
  for (const std::string name : {"email", "phoneNumber", "thirdPartyId", "scope"}) {
    const auto value = std::string(1'000'000, 'a') + "%20" + std::string(1'000'000, '%');
    for (const std::string path :
         {"/signup/email/exists?", "/signup/phonenumber/exists?", "/authorisationurl?"}) {
      Answer answer;
      CHECK(isQuick([&] { answer = browser.get(path + name + "=" + value); }));
      CHECK(answer.status < 500);
    }
  }
}

TEST_CASE("vuln_CVE-2025-1094: text that is no UTF-8 reaches no statement", "[attacks][vuln]") {
  GuideServer server{codesAlone()};
  auto browser = server.browser();
  for (const std::string octets : {"\xC0\xA7 OR 1=1", "\xC0", "\xE0\x80\xA7", "\xED\xA0\x80",
                                   "\xF8\x88\x80\x80\x80", "ada\xFF@example.com"}) {
    const auto quoted = '"' + octets + '"';
    CHECK(browser.postText("/signinup/code", "{\"email\":" + quoted + "}", kCodes).status == 400);
    CHECK(browser
              .postText("/signin", R"({"formFields":[{"id":"email","value":)" + quoted +
                                       R"(},{"id":"password","value":"x"}]})")
              .status == 400);
  }
  for (const std::string text : {"' OR '1'='1", "'; DROP TABLE mfa_users; --", "$1", "ada@example.com' --"}) {
    CHECK(browser.signIn(text, kPassword).outcome() != "OK");
    CHECK(browser.signUp(text, kPassword).outcome() == "FIELD_ERROR");
  }
  CHECK(browser.signUp(kAda, kPassword).outcome() == "OK");  // the tables are there
}

TEST_CASE("vuln_CVE-2024-3772: an address of 60 kB is judged at once and without recursion",
          "[attacks][vuln]") {
  GuideServer server{codesAlone()};
  auto browser = server.browser();
  const std::size_t size = 60'000;
  for (const auto& address :
       {std::string(size, 'a') + "@example.com", "ada@" + std::string(size, 'a'), std::string(size, '@'),
        std::string(size, '.') + "@a.b", "a@" + std::string(size, '.'), std::string(size, ' ') + "a@b.c",
        "a@" + std::string(size, '-') + ".c", "\"" + std::string(size, '\\') + "\"@a.b"}) {
    CAPTURE(address.substr(0, 20));
    Answer answer;
    CHECK(isQuick([&] { answer = browser.signUp(address, kPassword); }));
    CHECK(answer.status < 500);
    CHECK(answer.outcome() != "OK");
    CHECK(isQuick([&] { answer = browser.post("/signinup/code", {{"email", address}}, kCodes); }));
    CHECK(answer.outcome() != "OK");
    CHECK(isQuick([&] { answer = browser.post("/signinup/code", {{"phoneNumber", address}}, kCodes); }));
    CHECK(answer.outcome() != "OK");
  }
}
