// POST /session/refresh, answer by answer. Source: FDI, session; RFC 9700 section 4.14.
#include <catch2/catch.hpp>

#include "support/session_world.hpp"

using namespace mfa;
using namespace mfa::test;
using namespace std::chrono_literals;

namespace {

void checkEverythingCleared(const Reply& reply) {
  CHECK(reply.takesCookieAway("sAccessToken"));
  CHECK(reply.takesCookieAway("sRefreshToken"));
  CHECK(reply.cookie("sAccessToken").path == "/");
  CHECK(reply.cookie("sRefreshToken").path == "/auth/session/refresh");
  CHECK(reply.res.header("st-access-token") == "");
  CHECK(reply.res.header("st-refresh-token") == "");
  CHECK(reply.res.header("front-token") == "remove");
  CHECK_FALSE(reply.res.header("anti-csrf"));
  const auto exposed = reply.res.header("access-control-expose-headers").value_or("");
  for (const auto* name : {"front-token", "st-access-token", "st-refresh-token"})
    CHECK(exposed.find(name) != std::string::npos);
}

void checkRefused(const Reply& reply, const char* message) {
  CHECK(reply.res.status == 401);
  CHECK(reply.body() == json::object{{"message", message}});
  checkEverythingCleared(reply);
}

FakeRequest withoutHeader(FakeRequest req, std::string_view name) {
  std::erase_if(req.headerList, [name](const auto& header) { return header.first == name; });
  return req;
}

}  // namespace

TEST_CASE("a refresh answers an empty object and sets both tokens anew", "[contract][session]") {
  SessionWorld world;
  Client client{world};
  client.start({{"role", "admin"}});
  const auto before = client;
  world.clock->advance(1h);
  const auto reply = client.refresh();
  CHECK(reply.res.status == 200);
  CHECK(reply.body().empty());
  CHECK(reply.cookie("sAccessToken").expires == world.clock->now() + 31'536'000s);
  CHECK(reply.cookie("sRefreshToken").expires == world.clock->now() + 100 * 24h);
  CHECK(client.refreshToken() != before.refreshToken());
  CHECK(client.accessToken() != before.accessToken());
  CHECK(reply.frontToken().at("up") == client.accessTokenPayload());
  CHECK(client.handle() == before.handle());
  CHECK(client.accessTokenPayload().at("role") == "admin");
  CHECK(client.accessTokenPayload().at("parentRefreshTokenHash1").is_null());
  CHECK(client.enter().res.status == 200);
  CHECK(world.count(EventType::SessionRefreshed) == 1);
}

TEST_CASE("a refresh in header mode takes and gives headers", "[contract][session]") {
  SessionWorld world;
  Client client{world, Transfer::Header};
  client.start();
  const auto old = client.headerRefreshToken;
  world.clock->advance(1min);
  const auto reply = client.refresh();
  CHECK(reply.res.status == 200);
  CHECK(reply.res.cookieList.empty());
  CHECK(client.headerRefreshToken != old);
  CHECK(client.enter().res.status == 200);
}

TEST_CASE("a refresh with a header token takes the cookies of another session away", "[contract][session]") {
  SessionWorld world;
  Client browser{world};
  browser.start();
  Client app{world, Transfer::Header};
  app.start();
  auto req = browser.request("POST", "/auth/session/refresh");
  req.headerList.emplace_back("authorization", "Bearer " + app.headerRefreshToken);
  const auto reply = app.send(req);
  CHECK(reply.res.status == 200);
  CHECK(reply.takesCookieAway("sAccessToken"));
  CHECK(reply.takesCookieAway("sRefreshToken"));
  CHECK(reply.frontToken().at("up").as_object().at("sessionHandle") == json::value(app.handle()));
}

TEST_CASE("a refresh without a token is unauthorised and clears every token", "[contract][session]") {
  SessionWorld world;
  Client client{world};
  checkRefused(client.refresh(), "unauthorised");
}

TEST_CASE("a refresh with a token that we never made is unauthorised", "[contract][session]") {
  SessionWorld world;
  Client client{world, Transfer::Header};
  client.start();
  const auto handle = client.handle();
  for (const std::string& token :
       {std::string{"x"}, handle + ".AAAA.BBBB", std::string(5'000, 'a'), client.headerRefreshToken + "x"}) {
    Client stranger{world, Transfer::Header};
    stranger.headerRefreshToken = token;
    checkRefused(stranger.refresh(), "unauthorised");
  }
  // A stranger who knows a handle, which is no secret, cannot end the session.
  CHECK(world.auth->session().getSessionInformation(handle));
}

TEST_CASE("a refresh of a session that was revoked or is expired is unauthorised", "[contract][session]") {
  SessionWorld world;
  Client client{world};
  client.start();
  SECTION("revoked") { CHECK(world.auth->session().revokeSession(client.handle())); }
  SECTION("expired") { world.clock->advance(100 * 24h); }
  auto req = client.request("POST", "/auth/session/refresh");
  if (!req.header("cookie")) req.headerList.emplace_back("cookie", "sRefreshToken=" + client.refreshToken());
  checkRefused(client.send(req), "unauthorised");
}

TEST_CASE("a refresh token that is used again in its grace window yields the same child",
          "[contract][session]") {
  SessionWorld world;
  Client first{world};
  first.start();
  Client second = first;
  world.clock->advance(1h);
  first.refresh();
  world.clock->advance(30s);
  const auto reply = second.refresh();
  CHECK(reply.res.status == 200);
  CHECK(second.refreshToken() == first.refreshToken());
  CHECK(second.enter().res.status == 200);
  CHECK(world.count(EventType::TokenTheftDetected) == 0);
}

TEST_CASE("a child younger than the grace window is answered with itself", "[contract][session]") {
  SessionWorld world;
  Client client{world};
  client.start();
  world.clock->advance(1h);
  client.refresh();
  const auto child = client.refreshToken();
  world.clock->advance(30s);
  client.refresh();
  CHECK(client.refreshToken() == child);
  world.clock->advance(1ms);
  client.refresh();
  CHECK(client.refreshToken() != child);
}

TEST_CASE("a refresh token that is used again after its grace window revokes the session as stolen",
          "[contract][session]") {
  SessionWorld world;
  Client owner{world};
  owner.start();
  Client thief = owner;
  world.clock->advance(1h);
  owner.refresh();
  world.clock->advance(30s + 1ms);
  checkRefused(thief.refresh(), "token theft detected");
  CHECK(world.count(EventType::TokenTheftDetected) == 1);
  CHECK_FALSE(world.auth->session().getSessionInformation(owner.handle()));
  CHECK(owner.enter().res.status == 401);
  checkRefused(owner.refresh(), "unauthorised");
}

TEST_CASE("without a grace window each refresh rotates and each reuse is theft", "[contract][session]") {
  SessionWorld world{{.session = {.refreshTokenGracePeriod = 0s}}};
  Client owner{world};
  owner.start();
  Client thief = owner;
  owner.refresh();
  const auto child = owner.refreshToken();
  owner.refresh();
  CHECK(owner.refreshToken() != child);
  checkRefused(thief.refresh(), "token theft detected");
}

TEST_CASE("a refresh slides the expiry and the host's absolute limit bounds it", "[contract][session]") {
  SessionWorld world{
      {.session = {.accessTokenValidity = 1h, .refreshTokenValidity = 10h, .maximumSessionLifetime = 15h}}};
  Client client{world};
  const auto born = world.clock->now();
  client.start();
  world.clock->advance(9h);
  CHECK(client.refresh().cookie("sRefreshToken").expires == born + 15h);
  world.clock->advance(5h + 30min);
  client.refresh();
  CHECK(client.accessTokenPayload().at("exp") == toUnixMillis(born + 15h) / 1'000);
  world.clock->advance(30min);
  checkRefused(client.refresh(), "unauthorised");
}

TEST_CASE("with the custom header a cookie refresh that lacks it is unauthorised", "[contract][session]") {
  SessionWorld world{{.session = {.antiCsrf = Session::AntiCsrf::ViaCustomHeader}}};
  Client client{world};
  client.start();
  checkRefused(client.send(withoutHeader(client.request("POST", "/auth/session/refresh"), "rid")),
               "unauthorised");
  Client app{world, Transfer::Header};
  app.start();
  CHECK(app.send(withoutHeader(app.request("POST", "/auth/session/refresh"), "rid")).res.status == 200);
}

TEST_CASE("with anti-CSRF tokens a refresh compares the old one and gives a new one", "[contract][session]") {
  SessionWorld world{{.session = {.antiCsrf = Session::AntiCsrf::ViaToken}}};
  Client client{world};
  const auto created = client.start();
  const auto first = client.antiCsrf;
  CHECK(first.size() == 36);
  CHECK(client.accessTokenPayload().at("antiCsrfToken") == json::value(first));
  CHECK(created.res.header("access-control-expose-headers")->find("anti-csrf") != std::string::npos);
  Client racing = client;
  Client foreign = client;
  world.clock->advance(1h);
  CHECK(client.refresh().res.status == 200);
  CHECK(client.antiCsrf != first);
  CHECK(client.accessTokenPayload().at("antiCsrfToken") == json::value(client.antiCsrf));
  // A racing tab knows its own token, and gets those that go with the child.
  CHECK(racing.refresh().res.status == 200);
  CHECK(racing.antiCsrf == client.antiCsrf);

  foreign.antiCsrf = "00000000-0000-4000-8000-000000000000";
  checkRefused(foreign.refresh(), "unauthorised");
  Client silent = client;
  silent.antiCsrf.clear();
  checkRefused(silent.refresh(), "unauthorised");
  // Neither of them ended the session.
  world.clock->advance(1h);
  CHECK(client.refresh().res.status == 200);
}

TEST_CASE("duplicate cookies at a refresh are cleared on the older domain", "[contract][session]") {
  SessionWorld world{{.session = {.cookieDomain = ".acme.example", .olderCookieDomain = ""}}};
  Client client{world};
  client.start();
  auto req = client.request("POST", "/auth/session/refresh");
  req.headerList.emplace_back("cookie", "sRefreshToken=older");
  const auto reply = client.send(req);
  CHECK(reply.res.status == 200);
  CHECK(reply.body().size() == 1);
  CHECK(reply.body().at("message").is_string());
  CHECK_FALSE(reply.res.header("front-token"));
  CHECK(reply.takesCookieAway("sAccessToken"));
  CHECK(reply.takesCookieAway("sRefreshToken"));
  CHECK(reply.cookie("sAccessToken").domain.empty());
  CHECK(reply.cookie("sAccessToken").path == "/");
  CHECK(reply.cookie("sRefreshToken").domain.empty());
  CHECK(reply.cookie("sRefreshToken").path == "/auth/session/refresh");
  CHECK(client.refresh().res.status == 200);
}

TEST_CASE("duplicate cookies without an older domain are cleared wherever they may be",
          "[contract][session]") {
  SessionWorld world{{.session = {.cookieDomain = ".acme.example"}}};
  Client client{world};
  client.start();
  const auto handle = client.handle();
  auto req = client.request("POST", "/auth/session/refresh");
  req.headerList.emplace_back("cookie", "sAccessToken=planted");
  const auto reply = client.send(req);
  CHECK(reply.res.status == 401);
  CHECK(reply.body() == json::object{{"message", "unauthorised"}});
  for (const auto* name : {"sAccessToken", "sRefreshToken"}) {
    CHECK(reply.takesCookieAway(name));
    std::vector<std::string> domains;
    for (const auto& cookie : reply.cookies(name)) domains.push_back(cookie.domain);
    CHECK(domains == std::vector<std::string>{"", ".acme.example"});
  }
  CHECK(world.count(EventType::DuplicateSessionCookies) == 1);
  // It was refused before anything was counted or revoked.
  CHECK(world.auth->session().getSessionInformation(handle));
}

TEST_CASE("the id cookie of older front ends goes whatever comes of the refresh", "[contract][session]") {
  SessionWorld world;
  Client client{world};
  client.start();
  auto req = client.request("POST", "/auth/session/refresh");
  req.headerList.emplace_back("cookie", "sIdRefreshToken=x");
  CHECK(client.send(req).takesCookieAway("sIdRefreshToken"));
  Client stranger{world};
  auto bare = stranger.request("POST", "/auth/session/refresh");
  bare.headerList.emplace_back("cookie", "sIdRefreshToken=x");
  const auto reply = stranger.send(bare);
  checkRefused(reply, "unauthorised");
  CHECK(reply.takesCookieAway("sIdRefreshToken"));
}

TEST_CASE("an emptied refresh hook takes its route off the server", "[contract][session]") {
  SessionWorld world{{.session = {.override = {.apis = [](Session::Apis original) {
                                    auto apis = original;
                                    apis.refreshPOST = nullptr;
                                    return apis;
                                  }}}}};
  Client client{world};
  client.start();
  const auto reply = client.refresh();
  CHECK_FALSE(reply.handled);
  CHECK(reply.res.isUntouched());
}

TEST_CASE("what a refresh answers may not be stored", "[contract][session]") {
  SessionWorld world;
  Client client{world};
  client.start();
  CHECK(client.refresh().res.header("cache-control") == "no-store");
}
