// Routes of the host's own, protected by getSession and verifySession. Source: FDI, session.
#include <catch2/catch.hpp>

#include "mfa/errors.hpp"
#include "mfa/storage/sqlite.hpp"
#include "recipes/session/neighbours.hpp"
#include "support/session_world.hpp"

using namespace mfa;
using namespace mfa::test;
using namespace std::chrono_literals;

namespace {

void checkTryRefresh(const Reply& reply) {
  CHECK(reply.res.status == 401);
  CHECK(reply.body() == json::object{{"message", "try refresh token"}});
  CHECK(reply.res.cookieList.empty());
  CHECK_FALSE(reply.res.header("front-token"));
}

void checkUnauthorised(const Reply& reply) {
  CHECK(reply.res.status == 401);
  CHECK(reply.body() == json::object{{"message", "unauthorised"}});
}

FakeRequest withoutHeader(FakeRequest req, std::string_view name) {
  std::erase_if(req.headerList, [name](const auto& header) { return header.first == name; });
  return req;
}

FakeRequest withHeader(FakeRequest req, std::string name, std::string value) {
  req.headerList.emplace_back(std::move(name), std::move(value));
  return req;
}

}  // namespace

TEST_CASE("a request without a session is unauthorised and nothing is cleared", "[contract][session]") {
  SessionWorld world;
  Client client{world};
  const auto reply = client.enter();
  checkUnauthorised(reply);
  CHECK(reply.res.cookieList.empty());
  CHECK_FALSE(reply.res.header("front-token"));
}

TEST_CASE("a request without a session gets null where none is required", "[contract][session]") {
  SessionWorld world;
  Client client{world};
  const auto reply = client.enter({.sessionRequired = false});
  CHECK(reply.res.status == 200);
  CHECK(reply.body().at("userId").is_null());
}

TEST_CASE("a verified request gets its session and no new tokens", "[contract][session]") {
  SessionWorld world;
  Client client{world};
  client.start();
  for (int i = 0; i < 3; ++i) {
    const auto reply = client.enter();
    CHECK(reply.res.status == 200);
    CHECK(reply.body().at("userId") == "user-1");
    CHECK(reply.res.cookieList.empty());
    CHECK_FALSE(reply.res.header("front-token"));
  }
}

TEST_CASE("an expired access token asks for a refresh even where no session is required",
          "[contract][session]") {
  SessionWorld world;
  Client client{world};
  client.start();
  CHECK(client.enter().res.status == 200);  // and is remembered
  world.clock->advance(1h);
  checkTryRefresh(client.enter());
  checkTryRefresh(client.enter({.sessionRequired = false}));
}

TEST_CASE("an access token that was tampered with asks for a refresh", "[contract][session]") {
  SessionWorld world;
  Client client{world, Transfer::Header};
  client.start();
  auto& token = client.headerAccessToken;
  token[token.size() - 20] = token[token.size() - 20] == 'A' ? 'B' : 'A';
  checkTryRefresh(client.enter());
}

TEST_CASE("what is no session's token counts as none", "[contract][session]") {
  SessionWorld world;
  Client client{world, Transfer::Header};
  const auto jwt = world.auth->session().createJWT({.payload = {{"sub", "app"}}});
  for (const auto& token : {std::string{"garbage"}, std::get<0>(jwt).jwt, std::string(10'000, '.')}) {
    client.headerAccessToken = token;
    checkUnauthorised(client.enter());
    CHECK(client.enter({.sessionRequired = false}).body().at("userId").is_null());
  }
}

TEST_CASE("the cookie counts where the Bearer header holds a token of something else",
          "[contract][session]") {
  SessionWorld world;
  Client browser{world};
  browser.start({}, "browser");
  Client app{world, Transfer::Header};
  app.start({}, "app");
  const auto req = browser.request("GET", "/api");
  CHECK(browser.enter(withHeader(req, "authorization", "Bearer " + app.headerAccessToken))
            .body()
            .at("userId") == "app");
  CHECK(browser.enter(withHeader(req, "authorization", "Bearer of.the.app")).body().at("userId") ==
        "browser");
  CHECK(browser.enter(withHeader(req, "authorization", "Basic eDp5")).body().at("userId") == "browser");
}

TEST_CASE("a host may admit one way of transfer alone", "[contract][session]") {
  SessionWorld world{{.session = {.getTokenTransferMethod = [](const session::TokenTransferMethodInput&) {
                        return Session::TokenTransferMethod::Cookie;
                      }}}};
  Client app{world, Transfer::Header};
  const auto reply = app.start();
  CHECK(reply.cookies("sAccessToken").size() == 1);
  app.headerAccessToken = StoredCookie{reply.cookie("sAccessToken")}.value;
  checkUnauthorised(app.enter());
}

TEST_CASE("two access cookies of one name ask for a refresh at once", "[contract][session]") {
  SessionWorld world;
  Client client{world};
  client.start();
  const auto req = client.request("GET", "/api");
  checkTryRefresh(client.enter(withHeader(req, "cookie", "sAccessToken=other")));
  checkTryRefresh(client.enter(withHeader(req, "cookie", "sAccessToken=other"), {.sessionRequired = false}));
  CHECK(client.enter(withHeader(req, "cookie", "saccesstoken=other")).res.status == 200);
}

TEST_CASE("the id cookie of older front ends asks for a refresh", "[contract][session]") {
  SessionWorld world;
  Client client{world};
  client.start();
  checkTryRefresh(client.enter(withHeader(client.request("GET", "/api"), "cookie", "sIdRefreshToken=x")));
}

TEST_CASE("with the custom header a cookie request must bear it unless it is a GET", "[contract][session]") {
  SessionWorld world{{.session = {.antiCsrf = Session::AntiCsrf::ViaCustomHeader}}};
  Client client{world};
  client.start();
  const auto bare = [&client](const char* method) {
    return withoutHeader(client.request(method, "/api"), "rid");
  };
  CHECK(client.enter(bare("GET")).res.status == 200);
  for (const auto* method : {"POST", "PUT", "DELETE", "PATCH", "HEAD"})
    checkTryRefresh(client.enter(bare(method)));
  CHECK(client.enter(client.request("POST", "/api")).res.status == 200);
  CHECK(client.enter(bare("POST"), {.antiCsrfCheck = false}).res.status == 200);
  checkTryRefresh(client.enter(bare("GET"), {.antiCsrfCheck = true}));

  Client app{world, Transfer::Header};
  app.start();
  CHECK(app.enter(withoutHeader(app.request("POST", "/api"), "rid")).res.status == 200);

  // What is no session's token is as good as none.
  Client stranger{world};
  checkUnauthorised(stranger.enter(
      withHeader(withoutHeader(stranger.request("POST", "/api"), "rid"), "cookie", "sAccessToken=x")));
}

TEST_CASE("with anti-CSRF tokens a cookie request must bear its own unless it is a GET",
          "[contract][session]") {
  SessionWorld world{{.session = {.antiCsrf = Session::AntiCsrf::ViaToken}}};
  Client client{world};
  client.start();
  CHECK(client.enter({}, "POST").res.status == 200);
  const auto right = client.antiCsrf;
  client.antiCsrf = "wrong";
  CHECK(client.enter({}, "GET").res.status == 200);
  checkTryRefresh(client.enter({}, "POST"));
  client.antiCsrf.clear();
  checkTryRefresh(client.enter({}, "POST"));
  const auto& sessions = world.auth->session();
  CHECK(sessions.getSessionWithoutRequestResponse(client.accessToken(), right));
  CHECK_THROWS_AS(sessions.getSessionWithoutRequestResponse(client.accessToken(), "wrong"),
                  TryRefreshTokenError);
  CHECK(sessions.getSessionWithoutRequestResponse(client.accessToken(), {}, {.antiCsrfCheck = false}));
}

TEST_CASE("without anti-CSRF a request needs no header", "[contract][session]") {
  SessionWorld world;
  Client client{world};
  client.start();
  CHECK(client.enter(withoutHeader(client.request("POST", "/api"), "rid")).res.status == 200);
}

TEST_CASE("a revoked session is refused on the very next call", "[contract][session]") {
  SessionWorld world;
  Client client{world};
  client.start();
  SECTION("whose token was seen") { CHECK(client.enter().res.status == 200); }
  SECTION("whose token was never seen") {}
  CHECK(world.auth->session().revokeSession(client.handle()));
  const auto reply = client.enter();
  checkUnauthorised(reply);
  CHECK(reply.takesCookieAway("sAccessToken"));
  CHECK(reply.takesCookieAway("sRefreshToken"));
  CHECK(reply.res.header("front-token") == "remove");
}

TEST_CASE("a revocation elsewhere shows where the database is asked", "[contract][session]") {
  SessionWorld here;
  SessionWorld there{{.storage = here.storage, .clock = here.clock}};
  Client client{here};
  client.start();
  CHECK(client.enter({.checkDatabase = true}).res.status == 200);
  CHECK(there.auth->session().revokeSession(client.handle()));
  CHECK(client.enter().res.status == 200);  // until the access token expires
  checkUnauthorised(client.enter({.checkDatabase = true}));
}

TEST_CASE("an access token of a generation that was rotated away fails where the database is asked",
          "[contract][session]") {
  SessionWorld world;
  Client client{world};
  client.start();
  Client old = client;
  world.clock->advance(1min);
  client.refresh();
  CHECK(old.enter({.checkDatabase = true}).res.status == 200);  // the parent is known still
  world.clock->advance(1min);
  client.refresh();
  checkUnauthorised(old.enter({.checkDatabase = true}));
  CHECK(client.enter({.checkDatabase = true}).res.status == 200);
}

TEST_CASE("verifySession lets OPTIONS and TRACE pass and refreshes at the refresh route",
          "[contract][session]") {
  SessionWorld world;
  Client client{world};
  client.start();
  const auto& sessions = world.auth->session();
  for (const auto* method : {"OPTIONS", "TRACE"}) {
    FakeResponse res;
    CHECK(sessions.verifySession(FakeRequest{method, "/api"}, res) == nullptr);
    CHECK(res.isUntouched());
  }
  FakeResponse res;
  world.clock->advance(1h);
  const auto old = client.refreshToken();
  CHECK(sessions.verifySession(client.request("POST", "/auth/session/refresh"), res) != nullptr);
  client.take(res);
  CHECK(client.refreshToken() != old);
  FakeResponse other;
  CHECK(sessions.verifySession(client.request("GET", "/api"), other)->getUserId() == "user-1");
  CHECK_THROWS_AS(sessions.verifySession(FakeRequest{"GET", "/api"}, other), UnauthorisedError);
}

TEST_CASE("a route that needs no session asks for a refresh only while the session lives",
          "[contract][session]") {
  SessionWorld world;
  const auto& sessions = world.auth->session();
  Client client{world};
  client.start();
  const auto sessionOf = [&](const Client& who) {
    const auto req = who.request("POST", "/auth/signinup/code");
    FakeResponse res;
    return session::sessionOfRequest(sessions, {req, res}, UserContext{*world.auth, &req});
  };
  CHECK(sessionOf(Client{world}) == nullptr);
  CHECK(sessionOf(client)->getHandle() == client.handle());
  world.clock->advance(1h);
  CHECK_THROWS_AS(sessionOf(client), TryRefreshTokenError);
  sessions.revokeSession(client.handle());
  CHECK(sessionOf(client) == nullptr);
}

TEST_CASE("the status codes and answers of session errors are the host's to choose", "[contract][session]") {
  SessionWorld world{
      {.session = {.sessionExpiredStatusCode = 440,
                   .errorHandlers = {.onUnauthorised = [](const UnauthorisedError&, const ApiOptions& options,
                                                          const UserContext& userContext) {
                     CHECK(userContext.request() == &options.req);
                     sendJson(options.res, 418, {{"message", "who are you"}});
                   }}}}};
  Client client{world};
  CHECK(client.enter().res.status == 418);
  client.start();
  world.clock->advance(1h);
  CHECK(client.enter().res.status == 440);
}

TEST_CASE("a restart does not let a revoked session in again", "[contract][session]") {
  const auto storage = sqlite::open(":memory:");
  const auto clock = std::make_shared<testing::FakeClock>();
  std::string revoked;
  std::string kept;
  {
    SessionWorld world{{.storage = storage, .clock = clock}};
    Client gone{world};
    Client stays{world};
    gone.start();
    stays.start();
    revoked = gone.accessToken();
    kept = stays.accessToken();
    clock->advance(1min);
    REQUIRE(world.auth->session().revokeSession(gone.handle()));
  }
  SessionWorld world{{.storage = storage, .clock = clock}};
  const auto& sessions = world.auth->session();
  CHECK_THROWS_AS(sessions.getSessionWithoutRequestResponse(revoked), UnauthorisedError);
  CHECK_THROWS_AS(sessions.getSessionWithoutRequestResponse(revoked), UnauthorisedError);
  CHECK(sessions.getSessionWithoutRequestResponse(kept)->getUserId() == "user-1");
}
