// Vulnerabilities of others, tried here: what counts once is used twice because two requests race.
#include <atomic>
#include <catch2/catch.hpp>

#include "contract/passwordless_server.hpp"
#include "support/at_once.hpp"
#include "support/session_world.hpp"

namespace {

using namespace mfa;
using namespace mfa::test;
using namespace std::chrono_literals;

constexpr int kThreads = 12;
constexpr int kRounds = 20;
constexpr const char* kAda = "ada@example.com";

GuideServer serverOfCodes() { return GuideServer{codesAlone({}, allowManySends)}; }

/// How many of the requests that start together are answered OK.
template <class Request>
int successes(const Request& request) {
  std::atomic<int> count = 0;
  atOnce(kThreads, [&](int i) {
    if (request(i).outcome() == "OK") ++count;
  });
  return count;
}

std::size_t sessionsOf(const GuideServer& server, const std::string& phoneNumber) {
  const auto users = server.auth().listUsersByAccountInfo("public", {.phoneNumber = phoneNumber});
  std::size_t sessions = 0;
  for (const auto& user : users)
    sessions += server.auth().session().getAllSessionHandlesForUser(user.id).size();
  return sessions;
}

}  // namespace

TEST_CASE("vuln_HackerOne-3692149: of many that bring one code at once under one session one succeeds",
          "[attacks][vuln][races]") {
  GuideServer server{guideWith({}, allowManySends)};
  auto ada = server.signedIn(kAda);
  for (int round = 0; round < kRounds; ++round) {
    REQUIRE(ada.createCode(kPhoneNumber).outcome() == "OK");
    const auto code = server.lastCode();
    CHECK(successes([&](int) {
            auto copy = ada;
            return copy.consumeCode(ada.device(), code);
          }) == 1);
  }
}

TEST_CASE("vuln_better-auth-8067: one code opens one session", "[attacks][vuln][races]") {
  auto server = serverOfCodes();
  for (int round = 1; round <= kRounds; ++round) {
    auto asking = server.browser();
    REQUIRE(asking.createCode(kPhoneNumber).outcome() == "OK");
    const auto code = server.lastCode();
    CHECK(successes([&](int) { return server.browser().consumeCode(asking.device(), code); }) == 1);
    CHECK(sessionsOf(server, kPhoneNumber) == static_cast<std::size_t>(round));
  }
}

TEST_CASE("vuln_GHSA-392p-2q2v-4372: refreshes that race leave one live refresh token",
          "[attacks][vuln][races]") {
  GuideServer server;
  const auto ada = server.signedIn(kAda, Transfer::Header);
  std::vector<std::string> children(kThreads);
  atOnce(kThreads, [&](int i) {
    auto tab = ada;
    if (tab.refresh().status == 200) children[static_cast<std::size_t>(i)] = tab.refreshToken();
  });
  for (const auto& child : children) CHECK(child == children.front());
  CHECK(children.front() != ada.refreshToken());
  server.clock().advance(1min);
  auto late = ada;  // the parent, outside the window: theft
  CHECK(late.refresh().status == 401);
  CHECK(countEvents(server, EventType::TokenTheftDetected, "") == 1);
}

TEST_CASE("vuln_GHSA-hc7v-x88r-fmh4: one link opens one session", "[attacks][vuln][races]") {
  auto server = serverOfCodes();
  for (int round = 1; round <= kRounds; ++round) {
    auto asking = server.browser();
    REQUIRE(asking.createCode(kPhoneNumber).outcome() == "OK");
    const auto url = server.outbox().last(kPhoneNumber)->urlWithLinkCode.value();
    CHECK(successes([&](int) {
            auto browser = server.browser();
            return consumeLink(browser, asking.device(), url);
          }) == 1);
    CHECK(sessionsOf(server, kPhoneNumber) == static_cast<std::size_t>(round));
  }
}

TEST_CASE("vuln_stack-auth-1365: a code and the link beside it are one and are used once",
          "[attacks][vuln][races]") {
  auto server = serverOfCodes();
  for (int round = 1; round <= kRounds; ++round) {
    auto asking = server.browser();
    REQUIRE(asking.createCode(kPhoneNumber).outcome() == "OK");
    const auto code = server.lastCode();
    const auto url = server.outbox().last(kPhoneNumber)->urlWithLinkCode.value();
    CHECK(successes([&](int i) {
            auto browser = server.browser();
            return i % 2 == 0 ? browser.consumeCode(asking.device(), code)
                              : consumeLink(browser, asking.device(), url);
          }) == 1);
  }
}

TEST_CASE("vuln_CVE-2026-48154: many users complete their second factor at once", "[attacks][vuln][races]") {
  GuideServer server;
  std::vector<Browser> users;
  for (int i = 0; i < kThreads; ++i)
    users.push_back(server.signedIn("u" + std::to_string(i) + "@example.com"));
  std::atomic<int> completed = 0;
  atOnce(kThreads, [&](int i) {
    auto& browser = users[static_cast<std::size_t>(i)];
    const auto number = "+120155501" + std::to_string(10 + i);
    if (browser.createCode(number).outcome() != "OK") return;
    if (browser.consumeCode(browser.device(), server.lastCode(number)).outcome() != "OK") return;
    if (browser.hasSecondFactor()) ++completed;
  });
  CHECK(completed == kThreads);
}
