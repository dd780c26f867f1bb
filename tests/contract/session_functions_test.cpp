// What host code does with sessions, without a request. Source: FDI, session functions.
#include <catch2/catch.hpp>

#include "mfa/errors.hpp"
#include "support/session_world.hpp"

using namespace mfa;
using namespace mfa::test;
using namespace std::chrono_literals;

TEST_CASE("a session tells what the database knows", "[contract][session]") {
  SessionWorld world;
  const auto& sessions = world.auth->session();
  const auto session = sessions.createNewSessionWithoutRequestResponse(
      "public", "user-1", {{"role", "admin"}}, {{"cart", {1, 2}}});
  const auto info = sessions.getSessionInformation(session->getHandle());
  REQUIRE(info);
  CHECK(info->sessionHandle == session->getHandle());
  CHECK(info->userId == "user-1");
  CHECK(info->recipeUserId == "user-1");
  CHECK(info->tenantId == "public");
  CHECK(info->timeCreated == world.clock->now());
  CHECK(info->expiry == world.clock->now() + 100 * 24h);
  CHECK(info->sessionDataInDatabase == json::value{{"cart", {1, 2}}});
  CHECK(info->customClaimsInAccessTokenPayload.at("role") == "admin");
  CHECK_FALSE(info->customClaimsInAccessTokenPayload.contains("sub"));
  CHECK(session->getTimeCreated() == info->timeCreated);
  CHECK(session->getExpiry() == info->expiry);
  CHECK(session->getSessionDataFromDatabase() == info->sessionDataInDatabase);
  CHECK_FALSE(sessions.getSessionInformation("unknown"));
}

TEST_CASE("session data is replaced as a whole and never sent to the client", "[contract][session]") {
  SessionWorld world;
  Client client{world};
  client.start();
  const auto& sessions = world.auth->session();
  CHECK(sessions.updateSessionDataInDatabase(client.handle(), {{"secret", 1}}));
  CHECK(sessions.updateSessionDataInDatabase(client.handle(), {{"other", 2}}));
  CHECK(sessions.getSessionInformation(client.handle())->sessionDataInDatabase == json::value{{"other", 2}});
  world.clock->advance(1min);
  client.refresh();
  CHECK_FALSE(client.accessTokenPayload().contains("other"));
  CHECK_FALSE(sessions.updateSessionDataInDatabase("unknown", {}));
}

TEST_CASE("a merge takes null away and leaves the library's own names alone", "[contract][session]") {
  SessionWorld world;
  Client client{world};
  client.start({{"a", 1}, {"b", 2}});
  const auto req = client.request("POST", "/api");
  Reply reply;
  const auto session = world.auth->session().getSession(req, reply.res);
  session->mergeIntoAccessTokenPayload(
      {{"a", nullptr}, {"c", {{"d", nullptr}}}, {"sub", "mallory"}, {"exp", 1}});
  const auto& payload = session->getAccessTokenPayload();
  CHECK_FALSE(payload.contains("a"));
  CHECK(payload.at("b") == 2);
  CHECK(payload.at("c") == json::value{{"d", nullptr}});
  CHECK(payload.at("sub") == "user-1");
  CHECK(payload.at("exp") != 1);
  const auto tokens = session->getAllSessionTokensDangerously();
  CHECK(tokens.accessAndFrontTokenUpdated);
  CHECK(payloadOf(tokens.accessToken) == payload);
  CHECK_FALSE(tokens.refreshToken);
}

TEST_CASE("a merge that makes the access token too long changes nothing", "[contract][session]") {
  SessionWorld world;
  Client client{world};
  client.start({{"a", 1}});
  const auto& sessions = world.auth->session();
  const json::object large{{"text", std::string(3'000, 'x')}};
  CHECK_THROWS_AS(sessions.mergeIntoAccessTokenPayload(client.handle(), large), Error);
  FakeResponse res;
  const auto req = client.request("POST", "/api");
  const auto session = sessions.getSession(req, res);
  CHECK_THROWS_AS(session->mergeIntoAccessTokenPayload(large), Error);
  CHECK(res.isUntouched());
  CHECK_FALSE(
      sessions.getSessionInformation(client.handle())->customClaimsInAccessTokenPayload.contains("text"));
  world.clock->advance(1min);
  CHECK(client.refresh().res.status == 200);
}

TEST_CASE("a claim that was taken away by handle does not come back with an old token",
          "[contract][session]") {
  SessionWorld world;
  Client client{world};
  client.start({{"raised", true}});
  const auto& sessions = world.auth->session();
  CHECK(sessions.mergeIntoAccessTokenPayload(client.handle(), {{"raised", nullptr}}));
  FakeResponse res;
  const auto req = client.request("POST", "/api");
  const auto session = sessions.getSession(req, res);
  session->mergeIntoAccessTokenPayload({{"theme", "dark"}});
  CHECK_FALSE(session->getAccessTokenPayload().contains("raised"));
  CHECK_FALSE(
      sessions.getSessionInformation(client.handle())->customClaimsInAccessTokenPayload.contains("raised"));
}

TEST_CASE("what a request takes away goes though its token is older than the claim", "[contract][session]") {
  SessionWorld world;
  Client client{world};
  client.start({{"plan", "basic"}});
  const auto& sessions = world.auth->session();
  const auto old = sessions.getSessionWithoutRequestResponse(client.accessToken());
  REQUIRE(sessions.mergeIntoAccessTokenPayload(client.handle(), {{"role", "admin"}, {"plan", "gold"}}));

  old->mergeIntoAccessTokenPayload({{"role", nullptr}, {"plan", "basic"}});
  const auto stored = sessions.getSessionInformation(client.handle())->customClaimsInAccessTokenPayload;
  CHECK_FALSE(stored.contains("role"));
  CHECK(stored.at("plan") == "basic");
  CHECK_FALSE(old->getAccessTokenPayload().contains("role"));
}

TEST_CASE("a session object of a session that is gone is unauthorised", "[contract][session]") {
  SessionWorld world;
  Client client{world};
  client.start();
  FakeResponse res;
  const auto req = client.request("POST", "/api");
  const auto session = world.auth->session().getSession(req, res);
  world.auth->session().revokeSession(client.handle());
  CHECK_THROWS_AS(session->mergeIntoAccessTokenPayload({{"a", 1}}), UnauthorisedError);
  CHECK_THROWS_AS(session->getSessionDataFromDatabase(), UnauthorisedError);
  CHECK_THROWS_AS(session->updateSessionDataInDatabase({}), UnauthorisedError);
  CHECK_THROWS_AS(session->getExpiry(), UnauthorisedError);
  CHECK_NOTHROW(session->revokeSession());
}

TEST_CASE("a session object revokes itself and takes its own tokens away", "[contract][session]") {
  SessionWorld world;
  Client client{world, Transfer::Header};
  client.start();
  FakeResponse res;
  const auto req = client.request("POST", "/api");
  const auto session = world.auth->session().getSession(req, res);
  session->revokeSession();
  CHECK(res.cookieList.empty());
  CHECK(res.header("st-access-token") == "");
  CHECK(res.header("front-token") == "remove");
  CHECK(client.enter().res.status == 401);
}

TEST_CASE("a user's sessions are listed and revoked by tenant or all at once", "[contract][session]") {
  SessionWorld world;
  const auto& sessions = world.auth->session();
  const auto start = [&](const char* tenant, const char* user) {
    world.clock->advance(1ms);
    return sessions.createNewSessionWithoutRequestResponse(tenant, user);
  };
  const auto first = start("public", "user-1");
  const auto second = start("acme", "user-1");
  const auto third = start("public", "user-1");
  const auto other = start("public", "user-2");
  using Handles = std::vector<std::string>;
  CHECK(sessions.getAllSessionHandlesForUser("user-1") ==
        Handles{first->getHandle(), second->getHandle(), third->getHandle()});
  CHECK(sessions.getAllSessionHandlesForUser("user-1", true, "acme") == Handles{second->getHandle()});
  CHECK(sessions.revokeAllSessionsForUser("user-1", true, "acme") == Handles{second->getHandle()});
  CHECK(sessions.revokeMultipleSessions({first->getHandle(), "unknown"}) == Handles{first->getHandle()});
  CHECK(sessions.revokeAllSessionsForUser("user-1") == Handles{third->getHandle()});
  CHECK(sessions.getAllSessionHandlesForUser("user-1").empty());
  CHECK_FALSE(sessions.revokeSession(third->getHandle()));
  CHECK(sessions.getSessionInformation(other->getHandle()));
  for (const auto& gone : {first, second, third})
    CHECK_THROWS_AS(sessions.getSessionWithoutRequestResponse(gone->getAccessToken()), UnauthorisedError);
  CHECK(sessions.getSessionWithoutRequestResponse(other->getAccessToken())->getUserId() == "user-2");
}

TEST_CASE("an expired access token regenerates into the database alone", "[contract][session]") {
  SessionWorld world;
  const auto& sessions = world.auth->session();
  const auto session = sessions.createNewSessionWithoutRequestResponse("public", "user-1");
  auto regenerated = sessions.regenerateAccessToken(
      {.accessToken = session->getAccessToken(), .newAccessTokenPayload = json::object{{"a", 1}}});
  REQUIRE(regenerated);
  REQUIRE(regenerated->accessToken);
  CHECK(payloadOf(regenerated->accessToken->token).at("a") == 1);
  CHECK(regenerated->session.handle == session->getHandle());
  world.clock->advance(1h);
  regenerated = sessions.regenerateAccessToken(
      {.accessToken = session->getAccessToken(), .newAccessTokenPayload = json::object{{"b", 1}}});
  REQUIRE(regenerated);
  CHECK_FALSE(regenerated->accessToken);
  CHECK(regenerated->session.userDataInJWT.at("b") == 1);
  CHECK_FALSE(sessions.regenerateAccessToken({.accessToken = "garbage"}));
}

TEST_CASE("tokens travel by a host's own way and refresh there", "[contract][session]") {
  SessionWorld world;
  const auto& sessions = world.auth->session();
  const auto created = sessions.createNewSessionWithoutRequestResponse("public", "user-1");
  const auto first = created->getAllSessionTokensDangerously();
  REQUIRE(first.refreshToken);
  CHECK(first.frontToken.size() > 100);
  CHECK_FALSE(sessions.getSessionWithoutRequestResponse(first.accessToken)
                  ->getAllSessionTokensDangerously()
                  .accessAndFrontTokenUpdated);
  world.clock->advance(1h);
  CHECK_THROWS_AS(sessions.getSessionWithoutRequestResponse(first.accessToken), TryRefreshTokenError);
  const auto refreshed = sessions.refreshSessionWithoutRequestResponse(*first.refreshToken);
  CHECK(refreshed->getHandle() == created->getHandle());
  CHECK(refreshed->getAllSessionTokensDangerously().refreshToken != first.refreshToken);

  const FakeRequest req{"GET", "/"};
  FakeResponse res;
  refreshed->attachToRequestResponse(req, res, Session::TokenTransferMethod::Header);
  CHECK(res.header("st-refresh-token") == refreshed->getAllSessionTokensDangerously().refreshToken);
  CHECK_THROWS_AS(refreshed->attachToRequestResponse(req, res, Session::TokenTransferMethod::Any), Error);
}

TEST_CASE("defaults call their siblings through the final table", "[contract][session]") {
  std::vector<std::string> called;
  SessionWorld world{
      {.session = {.override = {.functions = [&called](Session::Functions original) {
                     auto functions = original;
                     functions.revokeSession = [original, &called](Session::RevokeSession::Input input) {
                       called.emplace_back("revokeSession");
                       return original.revokeSession(std::move(input));
                     };
                     functions.mergeIntoAccessTokenPayload =
                         [original, &called](Session::MergeIntoAccessTokenPayload::Input input) {
                           called.emplace_back("mergeIntoAccessTokenPayload");
                           return original.mergeIntoAccessTokenPayload(std::move(input));
                         };
                     functions.regenerateAccessToken =
                         [original, &called](Session::RegenerateAccessToken::Input input) {
                           called.emplace_back("regenerateAccessToken");
                           return original.regenerateAccessToken(std::move(input));
                         };
                     return functions;
                   }}}}};
  const BooleanClaim done{{.key = "done"}};
  Client client{world};
  client.start();
  FakeResponse res;
  const auto req = client.request("POST", "/api");
  world.auth->session().getSession(req, res)->setClaimValue(done, true);
  world.auth->session().setClaimValue(client.handle(), done, true);
  client.signOut();
  CHECK(called ==
        std::vector<std::string>{"regenerateAccessToken", "mergeIntoAccessTokenPayload", "revokeSession"});
}
