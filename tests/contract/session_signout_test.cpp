// POST /signout. Source: FDI, session.
#include <catch2/catch.hpp>

#include "support/session_world.hpp"

using namespace mfa;
using namespace mfa::test;
using namespace std::chrono_literals;

TEST_CASE("a sign-out removes the session and takes the tokens of its way away", "[contract][session]") {
  SessionWorld world;
  SECTION("cookies") {
    Client client{world};
    client.start();
    const auto handle = client.handle();
    const auto reply = client.signOut();
    CHECK(reply.res.status == 200);
    CHECK(reply.body() == json::object{{"status", "OK"}});
    CHECK(reply.takesCookieAway("sAccessToken"));
    CHECK(reply.takesCookieAway("sRefreshToken"));
    CHECK(reply.res.header("front-token") == "remove");
    CHECK_FALSE(reply.res.header("st-access-token"));
    CHECK_FALSE(world.auth->session().getSessionInformation(handle));
  }
  SECTION("headers") {
    Client client{world, Transfer::Header};
    client.start();
    const auto reply = client.signOut();
    CHECK(reply.body() == json::object{{"status", "OK"}});
    CHECK(reply.res.cookieList.empty());
    CHECK(reply.res.header("st-access-token") == "");
    CHECK(reply.res.header("st-refresh-token") == "");
    CHECK(reply.res.header("front-token") == "remove");
  }
  CHECK(world.count(EventType::SessionRevoked) == 1);
}

TEST_CASE("a sign-out is answered with OK even if the session is gone already", "[contract][session]") {
  SessionWorld world;
  SessionWorld there{{.storage = world.storage, .clock = world.clock}};
  Client client{world};
  client.start();
  SECTION("revoked here") { world.auth->session().revokeSession(client.handle()); }
  SECTION("revoked on another node") { there.auth->session().revokeSession(client.handle()); }
  const auto reply = client.signOut();
  CHECK(reply.res.status == 200);
  CHECK(reply.body() == json::object{{"status", "OK"}});
  CHECK(reply.takesCookieAway("sAccessToken"));
  CHECK(reply.takesCookieAway("sRefreshToken"));
  CHECK(reply.res.header("front-token") == "remove");
}

TEST_CASE("a sign-out without a session is unauthorised", "[contract][session]") {
  SessionWorld world;
  Client client{world};
  const auto reply = client.signOut();
  CHECK(reply.res.status == 401);
  CHECK(reply.body() == json::object{{"message", "unauthorised"}});
}

TEST_CASE("a sign-out with an expired access token asks for a refresh", "[contract][session]") {
  SessionWorld world;
  Client client{world};
  client.start();
  world.clock->advance(1h);
  const auto reply = client.signOut();
  CHECK(reply.res.status == 401);
  CHECK(reply.body() == json::object{{"message", "try refresh token"}});
  CHECK(world.auth->session().getSessionInformation(client.handle()));
}

TEST_CASE("no claim stands in the way of a sign-out", "[contract][session]") {
  const BooleanClaim done{{.key = "2fa-completed"}};
  SessionWorld world{{.session = {.override = {.functions = [&done](Session::Functions original) {
                                    auto functions = original;
                                    functions.getGlobalClaimValidators =
                                        [&done](Session::GetGlobalClaimValidators::Input) {
                                          return std::vector{done.validators.isTrue()};
                                        };
                                    return functions;
                                  }}}}};
  Client client{world};
  client.start();
  CHECK(client.enter().res.status == 403);
  CHECK(client.signOut().res.status == 200);
}

TEST_CASE("an override of a sign-out may refuse it", "[contract][session]") {
  SessionWorld world{{.session = {.override = {.apis = [](Session::Apis original) {
                                    auto apis = original;
                                    apis.signOutPOST =
                                        [](Session::SignOutPOST::Input) -> Session::SignOutPOST::Result {
                                      return GeneralError{"not now"};
                                    };
                                    return apis;
                                  }}}}};
  Client client{world};
  client.start();
  CHECK(client.signOut().body() == json::object{{"status", "GENERAL_ERROR"}, {"message", "not now"}});
  CHECK(client.enter().res.status == 200);
}
