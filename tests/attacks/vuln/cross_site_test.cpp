// Vulnerabilities of others, tried here: a page of another site sends a request.
#include <catch2/catch.hpp>

#include "support/guide_server.hpp"

namespace {

using namespace mfa;
using namespace mfa::test;

constexpr const char* kAda = "ada@example.com";

struct Posting {
  const char* path;
  json::object body{};
};

std::vector<Posting> postings() {
  const json::array fields{{{"id", "email"}, {"value", kAda}}, {{"id", "password"}, {"value", kPassword}}};
  return {{"/signin", {{"formFields", fields}}},
          {"/signup", {{"formFields", fields}}},
          {"/signout"},
          {"/session/refresh"},
          {"/signinup", {{"thirdPartyId", "google"}}},
          {"/signinup/code", {{"phoneNumber", kPhoneNumber}}},
          {"/signinup/code/resend", {{"deviceId", "d"}, {"preAuthSessionId", "p"}}},
          {"/signinup/code/consume", {{"preAuthSessionId", "p"}, {"linkCode", "l"}}},
          {"/user/password/reset/token", {{"formFields", json::array{fields[0]}}}},
          {"/user/password/reset",
           {{"method", "token"}, {"token", "t"}, {"formFields", json::array{fields[1]}}}}};
}

bool isRefused(const Answer& answer) { return answer.status == 400 || answer.status == 403; }

std::size_t sessionsOf(const GuideServer& server, Browser& browser) {
  return server.auth().session().getAllSessionHandlesForUser(browser.session()->getUserId()).size();
}

}  // namespace

TEST_CASE("vuln_CVE-2015-9284: no other site signs a browser in as somebody else", "[attacks][vuln]") {
  GuideServer server;
  (void)server.signedIn("mallory@example.com");
  auto victim = server.browser();
  const auto form = json::serialize(postings()[0].body);
  for (const auto* type : {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""})
    for (const auto* origin : {"https://evil.example", "null", ""}) {
      CAPTURE(type, origin);
      const auto answer = victim.postText("/signin", form,
                                          {{"rid", ""},
                                           {"fdi-version", ""},
                                           {"st-auth-mode", ""},
                                           {"content-type", type},
                                           {"origin", origin}});
      CHECK(isRefused(answer));
      CHECK(answer.response.cookieList.empty());
    }
  CHECK(victim.signIn("mallory@example.com", kPassword).outcome() == "OK");
}

TEST_CASE("vuln_CVE-2023-45128: no route that changes something obeys a foreign page", "[attacks][vuln]") {
  for (const auto antiCsrf :
       {Session::AntiCsrf::None, Session::AntiCsrf::ViaCustomHeader, Session::AntiCsrf::ViaToken}) {
    GuideServer server{{.session = [antiCsrf](Session::Config& config) { config.antiCsrf = antiCsrf; }}};
    auto ada = server.completed(kAda);
    for (const auto& [path, body] : postings())
      for (const auto* origin : {"https://evil.example", "null", "https://acme.example.evil.example"}) {
        CAPTURE(path, origin);
        const auto answer = ada.post(path, body, {{"origin", origin}});
        CHECK(isRefused(answer));
        CHECK(answer.response.cookieList.empty());
      }
    CHECK(ada.hasSecondFactor());
    CHECK(sessionsOf(server, ada) == 1);
    CHECK(ada.signOut().outcome() == "OK");  // the website's own page may
  }
}

TEST_CASE("vuln_CVE-2023-45141: a form that rides on the cookies of a session changes nothing",
          "[attacks][vuln]") {
  GuideServer server;
  auto ada = server.completed(kAda);
  for (const auto& [path, body] : postings())
    for (const auto* type : {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data"}) {
      CAPTURE(path, type);
      const auto answer = ada.postText(path, body.empty() ? "a=b" : json::serialize(body),
                                       {{"rid", ""}, {"origin", ""}, {"content-type", type}});
      CHECK(isRefused(answer));
    }
  CHECK(ada.hasSecondFactor());
  CHECK(sessionsOf(server, ada) == 1);
}
