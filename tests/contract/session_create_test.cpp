// What goes out when a session is created, header by header. Source: FDI, session.
#include <catch2/catch.hpp>
#include <set>

#include "crypto/hash.hpp"
#include "support/session_world.hpp"

using namespace mfa;
using namespace mfa::test;
using namespace std::chrono_literals;

TEST_CASE("a new session in cookie mode sets two cookies and the front token", "[contract][session]") {
  SessionWorld world;
  Client client{world};
  const auto reply = client.start({{"role", "admin"}});

  const auto access = reply.cookie("sAccessToken");
  CHECK(access.path == "/");
  CHECK(access.httpOnly);
  CHECK(access.secure);
  CHECK(access.sameSite == "Lax");
  CHECK(access.domain.empty());
  CHECK(access.expires == world.clock->now() + 31'536'000s);
  const auto refresh = reply.cookie("sRefreshToken");
  CHECK(refresh.path == "/auth/session/refresh");
  CHECK(refresh.httpOnly);
  CHECK(refresh.secure);
  CHECK(refresh.sameSite == "Lax");
  CHECK(refresh.expires == world.clock->now() + 100 * 24h);
  CHECK(reply.res.cookieList.size() == 2);

  CHECK_FALSE(reply.res.header("st-access-token"));
  CHECK_FALSE(reply.res.header("st-refresh-token"));
  CHECK_FALSE(reply.res.header("anti-csrf"));
  CHECK(reply.res.header("access-control-expose-headers") == "front-token");
  const auto front = reply.frontToken();
  CHECK(front.size() == 3);
  CHECK(front.at("uid") == "user-1");
  CHECK(front.at("ate") == toUnixMillis(world.clock->now() + 1h));
  CHECK(front.at("up") == client.accessTokenPayload());
}

TEST_CASE("a new session in header mode sends both tokens as headers and no cookie", "[contract][session]") {
  SessionWorld world;
  Client client{world, Transfer::Header};
  const auto reply = client.start();
  CHECK(reply.res.cookieList.empty());
  CHECK(reply.res.header("st-access-token") == client.accessToken());
  CHECK(reply.res.header("st-refresh-token") == client.refreshToken());
  CHECK(reply.res.header("access-control-expose-headers") ==
        "front-token, st-access-token, st-refresh-token");
  CHECK(reply.frontToken().at("up") == client.accessTokenPayload());
  CHECK(client.enter().res.status == 200);
}

TEST_CASE("a client that names no way of transfer gets headers", "[contract][session]") {
  SessionWorld world;
  const FakeRequest req{"POST", "/auth/signin"};
  FakeResponse res;
  world.auth->session().createNewSession(req, res, "public", "user-1");
  CHECK(res.cookieList.empty());
  CHECK(res.header("st-access-token"));
}

TEST_CASE("an access token says what the FDI asks for", "[contract][session]") {
  SessionWorld world;
  Client client{world};
  client.start({{"role", "admin"}, {"sub", "mallory"}, {"exp", 1}, {"iss", "me"}, {"stt", 1}});

  const auto header = headerOf(client.accessToken());
  CHECK(header.at("alg") == "RS256");
  CHECK(header.at("typ") == "JWT");
  CHECK(header.at("version") == "5");
  CHECK(header.at("kid") == json::value("d-" + std::to_string(toUnixMillis(world.clock->now()))));

  const auto payload = client.accessTokenPayload();
  const auto now = std::chrono::floor<std::chrono::seconds>(world.clock->now()).time_since_epoch().count();
  std::set<std::string> names;
  for (const auto& [name, value] : payload) names.insert(std::string{name});
  CHECK(names == std::set<std::string>{"sub", "rsub", "tId", "sessionHandle", "refreshTokenHash1",
                                       "parentRefreshTokenHash1", "antiCsrfToken", "iat", "exp", "iss",
                                       "role"});
  CHECK(payload.at("sub") == "user-1");
  CHECK(payload.at("rsub") == "user-1");
  CHECK(payload.at("tId") == "public");
  CHECK(payload.at("refreshTokenHash1") == json::value(crypto::sha256Hex(client.refreshToken())));
  CHECK(payload.at("parentRefreshTokenHash1").is_null());
  CHECK(payload.at("antiCsrfToken").is_null());
  CHECK(payload.at("iat") == now);
  CHECK(payload.at("exp") == now + 3'600);
  CHECK(payload.at("iss") == "https://api.acme.example/auth");
  CHECK(payload.at("role") == "admin");
}

TEST_CASE("the handle of a session of another tenant ends with the tenant", "[contract][session]") {
  SessionWorld world;
  const auto session = world.auth->session().createNewSessionWithoutRequestResponse("acme", "user-1");
  CHECK(session->getHandle().ends_with("_acme"));
  CHECK(session->getTenantId() == "acme");
  CHECK(session->getAllSessionTokensDangerously().accessAndFrontTokenUpdated);
}

TEST_CASE("a session that is created takes away the tokens of the other way of transfer",
          "[contract][session]") {
  SessionWorld world;
  Client browser{world};
  browser.start();
  auto req = browser.request("POST", "/auth/signin");
  for (auto& [name, value] : req.headerList)
    if (name == "st-auth-mode") value = "header";
  Reply reply;
  world.auth->session().createNewSession(req, reply.res, "public", "user-1");
  CHECK(reply.takesCookieAway("sAccessToken"));
  CHECK(reply.takesCookieAway("sRefreshToken"));
  CHECK(reply.frontToken().at("uid") == "user-1");
  CHECK_FALSE(reply.res.header("st-access-token")->empty());
}

TEST_CASE("the access token of a cookie session is shown to scripts only if the host says so",
          "[contract][session]") {
  SessionWorld world{{.session = {.exposeAccessTokenToFrontendInCookieBasedAuth = true}}};
  Client client{world};
  const auto reply = client.start();
  CHECK(reply.res.header("st-access-token") == client.accessToken());
  CHECK_FALSE(reply.res.header("st-refresh-token"));
}

TEST_CASE("cookies carry the domain and path and names that the host chose", "[contract][session]") {
  SessionWorld world{{.session = {.accessTokenPath = "/app",
                                  .cookieDomain = ".acme.example",
                                  .cookieSameSite = SameSite::Strict,
                                  .getCookieNameForTokenType = [](const Request&, Session::TokenType type,
                                                                  const UserContext&) {
                                    return type == Session::TokenType::Access ? std::string{"__Secure-a"}
                                                                              : std::string{"__Secure-r"};
                                  }}}};
  Client client{world};
  const auto reply = client.start();
  CHECK(reply.cookie("__Secure-a").path == "/app");
  CHECK(reply.cookie("__Secure-a").domain == ".acme.example");
  CHECK(reply.cookie("__Secure-a").sameSite == "Strict");
  CHECK(reply.cookie("__Secure-r").path == "/auth/session/refresh");
}

TEST_CASE("a website on another site gets SameSite None cookies", "[contract][session]") {
  SessionWorld world{{.websiteDomain = "https://other.example"}};
  Client client{world};
  const auto reply = client.start();
  CHECK(reply.cookie("sAccessToken").sameSite == "None");
  CHECK(reply.cookie("sAccessToken").secure);
}

TEST_CASE("a payload that makes the access token too long starts no session", "[contract][session]") {
  SessionWorld world;
  const auto& sessions = world.auth->session();
  const json::object large{{"text", std::string(4'000, 'x')}};
  CHECK_THROWS_AS(sessions.createNewSessionWithoutRequestResponse("public", "user-1", large), Error);
  CHECK(sessions.getAllSessionHandlesForUser("user-1").empty());
}

TEST_CASE("the session that an override returns keeps the way its tokens came", "[contract][session]") {
  SessionPtr kept;
  SessionWorld world{{.session = {.override = {.functions = [&kept](Session::Functions original) {
                                    auto functions = original;
                                    functions.createNewSession =
                                        [original, &kept](Session::CreateNewSession::Input input) {
                                          return kept ? kept : original.createNewSession(std::move(input));
                                        };
                                    return functions;
                                  }}}}};
  Client client{world};
  client.start();
  // The request came with cookies, and asks for headers now.
  auto req = client.request("POST", "/auth/signinup/code/consume");
  for (auto& [name, value] : req.headerList)
    if (name == "st-auth-mode") value = "header";
  Reply reply;
  kept = world.auth->session().getSession(req, reply.res);
  const auto session = world.auth->session().createNewSession(req, reply.res, "public", "user-2");
  CHECK(session == kept);
  CHECK(reply.res.isUntouched());
  CHECK(session->getTokenTransferMethod() == Session::TokenTransferMethod::Cookie);
  session->mergeIntoAccessTokenPayload({{"raised", true}});
  CHECK(reply.cookies("sAccessToken").size() == 1);
  CHECK_FALSE(reply.res.header("st-access-token"));
  kept = nullptr;
}

TEST_CASE("sessions that begin together do not all refresh together", "[contract][session]") {
  SessionWorld world{{.session = {.accessTokenValidity = 1h}, .accessTokenJitterPercent = 5}};
  std::set<std::int64_t> lifetimes;
  for (int i = 0; i < 200; ++i) {
    Client client{world};
    client.start();
    const auto payload = client.accessTokenPayload();
    lifetimes.insert(payload.at("exp").as_int64() - payload.at("iat").as_int64());
  }
  CHECK(*lifetimes.begin() >= 3'420);
  CHECK(*lifetimes.rbegin() <= 3'600);
  CHECK(lifetimes.size() > 50);
}
