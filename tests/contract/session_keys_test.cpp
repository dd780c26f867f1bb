// GET /jwt/jwks.json, GET /.well-known/openid-configuration, createJWT. Source: RFC 7517, OpenID Discovery.
#include <catch2/catch.hpp>

#include "mfa/storage/sqlite.hpp"
#include "support/session_world.hpp"
#include "tokens/jwt.hpp"

using namespace mfa;
using namespace mfa::test;
using namespace std::chrono_literals;

namespace {

Reply get(SessionWorld& world, const char* path) { return Client{world}.send({"GET", path}); }

bool verifies(const std::string& token, const json::object& jwks) {
  const auto result = tokens::verifyJwt(token, tokens::KeySet::fromJwks(jwks));
  return std::holds_alternative<tokens::VerifiedJwt>(result);
}

}  // namespace

TEST_CASE("the published keys verify sessions and tokens of the host", "[contract][session]") {
  SessionWorld world;
  Client client{world};
  client.start();
  const auto reply = get(world, "/auth/jwt/jwks.json");
  CHECK(reply.res.status == 200);
  CHECK(reply.res.header("access-control-allow-origin") == "*");
  // The next key is published a minute before the first one's week is over.
  CHECK(reply.res.header("cache-control") == "max-age=604740, must-revalidate");
  CHECK(reply.body().size() == 1);
  const auto published = reply.body();
  for (const auto& key : published.at("keys").as_array()) {
    CHECK(key.at("kty") == "RSA");
    CHECK(key.at("alg") == "RS256");
    CHECK(key.at("use") == "sig");
    CHECK(key.at("e") == "AQAB");
    CHECK(key.at("n").as_string().size() == 342);
    CHECK(key.as_object().size() == 6);
  }
  CHECK(verifies(client.accessToken(), reply.body()));
  const auto jwt = std::get<0>(world.auth->session().createJWT({.payload = {{"a", 1}}, .validity = 60s})).jwt;
  CHECK(verifies(jwt, reply.body()));
  const auto dynamic =
      std::get<0>(world.auth->session().createJWT({.payload = {{"a", 1}}, .useStaticSigningKey = false})).jwt;
  CHECK(headerOf(dynamic).at("kid").as_string().starts_with("d-"));
}

TEST_CASE("a token of the host says issuer and times and no version", "[contract][session]") {
  SessionWorld world;
  const auto jwt = std::get<0>(world.auth->session().createJWT({.payload = {{"a", 1}}, .validity = 60s})).jwt;
  const auto now = toUnixMillis(world.clock->now()) / 1'000;
  CHECK(payloadOf(jwt) ==
        json::object{{"a", 1}, {"iss", "https://api.acme.example/auth"}, {"iat", now}, {"exp", now + 60}});
  CHECK(headerOf(jwt).at("kid").as_string().starts_with("s-"));
  CHECK_FALSE(headerOf(jwt).contains("version"));
}

TEST_CASE("the OpenID configuration names what the FDI names", "[contract][session]") {
  SessionWorld world;
  const auto reply = get(world, "/auth/.well-known/openid-configuration");
  CHECK(reply.res.status == 200);
  CHECK(reply.res.header("access-control-allow-origin") == "*");
  const std::string issuer = "https://api.acme.example/auth";
  CHECK(reply.body() == json::object{{"issuer", issuer},
                                     {"jwks_uri", issuer + "/jwt/jwks.json"},
                                     {"authorization_endpoint", issuer + "/oauth/auth"},
                                     {"token_endpoint", issuer + "/oauth/token"},
                                     {"userinfo_endpoint", issuer + "/oauth/userinfo"},
                                     {"revocation_endpoint", issuer + "/oauth/revoke"},
                                     {"token_introspection_endpoint", issuer + "/oauth/introspect"},
                                     {"end_session_endpoint", issuer + "/oauth/end_session"},
                                     {"subject_types_supported", {"public"}},
                                     {"id_token_signing_alg_values_supported", {"RS256"}},
                                     {"response_types_supported", {"code", "id_token", "id_token token"}}});
}

TEST_CASE("sessions are signed with the algorithm that the host chose", "[contract][session]") {
  for (const auto algorithm : {Session::SigningAlgorithm::ES256, Session::SigningAlgorithm::EdDSA}) {
    SessionWorld world{{.session = {.signingAlgorithm = algorithm}}};
    Client client{world};
    client.start();
    CHECK(client.enter().res.status == 200);
    const auto* const name = algorithm == Session::SigningAlgorithm::ES256 ? "ES256" : "EdDSA";
    CHECK(headerOf(client.accessToken()).at("alg") == name);
    CHECK(verifies(client.accessToken(), get(world, "/auth/jwt/jwks.json").body()));
  }
}

TEST_CASE("a session changes to the other kind of key at its next refresh", "[contract][session]") {
  SessionWorld dynamic;
  Client client{dynamic};
  client.start();
  SessionWorld fixed{{.session = {.useDynamicAccessTokenSigningKey = false},
                      .storage = dynamic.storage,
                      .clock = dynamic.clock}};
  Client moved{fixed};
  moved.jar = client.jar;
  CHECK(moved.enter().body() == json::object{{"message", "try refresh token"}});
  CHECK(moved.refresh().res.status == 200);
  CHECK(headerOf(moved.accessToken()).at("kid").as_string().starts_with("s-"));
  CHECK(moved.enter().res.status == 200);
}

TEST_CASE("a key rotates without any session noticing", "[contract][session]") {
  SessionWorld world;
  SessionWorld other{{.storage = world.storage, .clock = world.clock}};
  world.clock->advance(168h - 61s);
  Client before{world};
  before.start();
  const auto firstKey = headerOf(before.accessToken()).at("kid");
  CHECK(get(world, "/auth/jwt/jwks.json").body().at("keys").as_array().size() == 2);  // with the static one

  // Published a minute before it signs.
  world.clock->advance(2s);
  Client during{world};
  during.start();
  CHECK(headerOf(during.accessToken()).at("kid") == firstKey);
  CHECK(get(world, "/auth/jwt/jwks.json").body().at("keys").as_array().size() == 3);

  world.clock->advance(60s);
  Client after{world};
  after.start();
  CHECK(headerOf(after.accessToken()).at("kid") != firstKey);
  for (auto* client : {&before, &during, &after}) CHECK(client->enter().res.status == 200);
  // Another node learns of the key when it first meets it.
  Client visitor{other};
  visitor.jar = after.jar;
  CHECK(visitor.enter().res.status == 200);
  CHECK(visitor.start().frontToken().at("uid") == "user-1");
  CHECK(headerOf(visitor.accessToken()).at("kid") == headerOf(after.accessToken()).at("kid"));

  // Two lives of an access token after its last day, the old key is gone.
  world.clock->advance(2h + 1s);
  CHECK(get(world, "/auth/jwt/jwks.json").body().at("keys").as_array().size() == 2);
}

TEST_CASE("a signing key taken out of use refuses its tokens at once and sessions live on",
          "[contract][session]") {
  SessionWorld world;
  Client client{world};
  client.start();
  const std::string keyId{headerOf(client.accessToken()).at("kid").as_string()};
  REQUIRE(client.enter().res.status == 200);  // the token is among the verified ones that are remembered

  world.clock->advance(1s);
  CHECK(world.auth->session().revokeSigningKey(keyId));
  CHECK(client.enter().res.status == 401);
  const auto published = get(world, "/auth/jwt/jwks.json").body();
  for (const auto& key : published.at("keys").as_array()) CHECK(key.at("kid") != json::value(keyId));

  CHECK(client.refresh().res.status == 200);
  CHECK(headerOf(client.accessToken()).at("kid") != json::value(keyId));
  CHECK(client.enter().res.status == 200);
  CHECK_FALSE(world.auth->session().revokeSigningKey(keyId));
}

// Its hands move between any two looks: a key that signs from now on must be found by whoever looks next.
TEST_CASE("a server starts on an empty database with the clock of the system", "[contract][session]") {
  const Auth auth{{.appInfo = {.appName = "Acme", .apiDomain = "localhost", .websiteDomain = "localhost"},
                   .storage = sqlite::open(":memory:"),
                   .recipeList = {Session::init()}}};
  const auto session = auth.session().createNewSessionWithoutRequestResponse("public", "user-1");
  const auto again = auth.session().getSessionWithoutRequestResponse(session->getAccessToken());
  CHECK(again->getHandle() == session->getHandle());
}
