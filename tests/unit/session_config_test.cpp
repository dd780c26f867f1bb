// Mistakes in the configuration of sessions, found at start and named.
#include <algorithm>
#include <catch2/catch.hpp>

#include "mfa/errors.hpp"
#include "support/session_world.hpp"

using namespace mfa;
using namespace mfa::test;
using namespace std::chrono_literals;

namespace {

/// The fields that a configuration is refused for.
std::vector<std::string> mistakesOf(WorldOptions options) {
  try {
    const SessionWorld world{std::move(options)};
  } catch (const ConfigError& error) {
    std::vector<std::string> fields;
    for (const auto& problem : error.problems()) fields.push_back(problem.field);
    return fields;
  }
  return {};
}

std::vector<std::string> mistakesOf(Session::Config config) {
  return mistakesOf(WorldOptions{.session = std::move(config)});
}

using Fields = std::vector<std::string>;

}  // namespace

TEST_CASE("the defaults of sessions are sound", "[unit][session]") {
  CHECK(mistakesOf(Session::Config{}).empty());
}

TEST_CASE("lifetimes of sessions are bounded", "[unit][session]") {
  CHECK(mistakesOf({.accessTokenValidity = 0s}) == Fields{"session.accessTokenValidity"});
  CHECK(mistakesOf({.accessTokenValidity = 25h}) == Fields{"session.accessTokenValidity"});
  CHECK(mistakesOf({.refreshTokenValidity = 30min}) == Fields{"session.refreshTokenValidity"});
  CHECK(mistakesOf({.maximumSessionLifetime = 0s}) == Fields{"session.maximumSessionLifetime"});
  CHECK(mistakesOf({.refreshTokenGracePeriod = 301s}) == Fields{"session.refreshTokenGracePeriod"});
  CHECK(mistakesOf({.refreshTokenGracePeriod = -1s}) == Fields{"session.refreshTokenGracePeriod"});
  CHECK(mistakesOf({.refreshTokenGracePeriod = 300s}).empty());
  CHECK(mistakesOf({.signingKeyUpdateInterval = 1s}) == Fields{"session.signingKeyUpdateInterval"});
}

TEST_CASE("all mistakes of sessions are told at once", "[unit][session]") {
  CHECK(mistakesOf({.accessTokenPath = "no slash",
                    .cookieDomain = "a; b",
                    .sessionExpiredStatusCode = 403,
                    .accessTokenValidity = 0s}) == Fields{"session.accessTokenValidity",
                                                          "session.accessTokenPath", "session.cookieDomain",
                                                          "session.invalidClaimStatusCode"});
}

TEST_CASE("a function that an override emptied is a mistake", "[unit][session]") {
  CHECK(mistakesOf({.override = {.functions = [](Session::Functions original) {
                      original.refreshSession = nullptr;
                      return original;
                    }}}) == Fields{"session.refreshSession"});
}

TEST_CASE("cookies for another site without Secure are a mistake except on the developer's machine",
          "[unit][session]") {
  const auto mistakes = mistakesOf(
      {.session = {}, .apiDomain = "http://api.acme.example", .websiteDomain = "http://other.example"});
  CHECK(mistakes == Fields{"session.cookieSecure"});
  CHECK(mistakesOf({.session = {}, .apiDomain = "http://localhost:1", .websiteDomain = "http://127.0.0.1:2"})
            .empty());
}

TEST_CASE("a database that an unknown master key sealed is refused at start", "[unit][session]") {
  const std::string right(32, 'k');
  const std::string wrong(32, 'w');
  SessionWorld world{{.masterKeys = {right}}};
  CHECK(mistakesOf({.storage = world.storage, .masterKeys = {wrong}}) == Fields{"masterKeys"});
  CHECK(mistakesOf({.storage = world.storage, .masterKeys = {wrong, right}}).empty());
}
