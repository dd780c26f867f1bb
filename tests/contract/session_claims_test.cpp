// Claims on the wire: what is fetched, what is checked, and how a refusal is told. Source: FDI, session
// claims.
#include <catch2/catch.hpp>

#include "mfa/errors.hpp"
#include "support/session_world.hpp"

using namespace mfa;
using namespace mfa::test;
using namespace std::chrono_literals;

namespace {

/// A session recipe whose protected routes ask for these validators.
Session::Config asking(std::function<std::vector<SessionClaimValidator>()> validators) {
  return {.override = {.functions = [validators = std::move(validators)](Session::Functions original) {
            auto functions = original;
            functions.getGlobalClaimValidators =
                [original, validators](Session::GetGlobalClaimValidators::Input input) {
                  auto all = original.getGlobalClaimValidators(std::move(input));
                  for (auto& validator : validators()) all.push_back(std::move(validator));
                  return all;
                };
            return functions;
          }}};
}

}  // namespace

TEST_CASE("a claim that does not hold is answered with 403 and each reason", "[contract][session][claims]") {
  const BooleanClaim done{{.key = "2fa-completed"}};
  const PrimitiveClaim plan{{.key = "plan"}};
  const SessionClaimValidator silent{.id = "silent", .validate = [](const json::object&, const UserContext&) {
                                       return ClaimValidation{false, {}};
                                     }};
  SessionWorld world{{.session = asking([&] {
                        return std::vector{done.validators.isTrue(),
                                           plan.validators.hasValue("gold", {}, "plan-is-gold"), silent};
                      })}};
  Client client{world};
  client.start({{"2fa-completed", {{"v", false}, {"t", 1}}}});
  const auto reply = client.enter();
  CHECK(reply.res.status == 403);
  CHECK(reply.body() ==
        json::object{
            {"message", "invalid claim"},
            {"claimValidationErrors",
             {{{"id", "2fa-completed"},
               {"reason", {{"message", "wrong value"}, {"expectedValue", true}, {"actualValue", false}}}},
              {{"id", "plan-is-gold"},
               {"reason", {{"message", "value does not exist"}, {"expectedValue", "gold"}}}},
              {{"id", "silent"}}}}});
  CHECK(reply.res.cookieList.empty());
  CHECK(client.enter({.overrideGlobalClaimValidators = noClaimValidators}).res.status == 200);
}

TEST_CASE("the status of a claim that does not hold is the host's to choose", "[contract][session][claims]") {
  const BooleanClaim done{{.key = "done"}};
  auto config = asking([&] { return std::vector{done.validators.isTrue()}; });
  config.invalidClaimStatusCode = 418;
  SessionWorld world{{.session = std::move(config)}};
  Client client{world};
  client.start();
  CHECK(client.enter().res.status == 418);
}

TEST_CASE("a missing claim is fetched and merged and goes out with the answer",
          "[contract][session][claims]") {
  int fetched = 0;
  const BooleanClaim done{{.key = "done", .fetchValue = [&fetched](const ClaimInput& input) {
                             ++fetched;
                             CHECK(input.userId == "user-1");
                             CHECK(input.recipeUserId == "user-1");
                             CHECK(input.tenantId == "public");
                             CHECK(input.currentPayload.contains("sessionHandle"));
                             return true;
                           }}};
  SessionWorld world{{.session = asking([&] { return std::vector{done.validators.isTrue()}; })}};
  Client client{world};
  client.start();
  const auto exp = client.accessTokenPayload().at("exp");
  const auto iat = client.accessTokenPayload().at("iat");
  world.clock->advance(90s);
  const auto reply = client.enter();
  CHECK(reply.res.status == 200);
  const json::object expected{{"v", true}, {"t", toUnixMillis(world.clock->now())}};
  CHECK(client.accessTokenPayload().at("done") == expected);
  CHECK(reply.frontToken().at("up").at("done") == expected);
  // The new token lives exactly as long as the old one.
  CHECK(client.accessTokenPayload().at("exp") == exp);
  CHECK(client.accessTokenPayload().at("iat") == iat);
  CHECK(client.enter().res.status == 200);
  CHECK(fetched == 1);
  world.clock->advance(1h);
  client.refresh();
  CHECK(client.accessTokenPayload().at("done") == expected);
}

TEST_CASE("a claim that was fetched and still does not hold goes out with the refusal",
          "[contract][session][claims]") {
  const BooleanClaim done{{.key = "done", .fetchValue = [](const ClaimInput&) { return false; }}};
  SessionWorld world{{.session = asking([&] { return std::vector{done.validators.isTrue()}; })}};
  Client client{world};
  client.start();
  const auto reply = client.enter();
  CHECK(reply.res.status == 403);
  CHECK(reply.frontToken().at("up").at("done").at("v") == false);
  CHECK(client.accessTokenPayload().at("done").at("v") == false);
}

TEST_CASE("all claims are fetched before any validator looks", "[contract][session][claims]") {
  const PrimitiveClaim first{
      {.key = "first", .fetchValue = [](const ClaimInput&) { return json::value(1); }}};
  const PrimitiveClaim second{{.key = "second", .fetchValue = [](const ClaimInput& input) {
                                 return json::value(input.currentPayload.contains("first"));
                               }}};
  const SessionClaimValidator sees{.id = "sees",
                                   .validate = [](const json::object& payload, const UserContext&) {
                                     return ClaimValidation{payload.contains("second"), "blind"};
                                   }};
  SessionWorld world{
      {.session = asking([&] {
         return std::vector{sees, first.validators.hasValue(1), second.validators.hasValue(true)};
       })}};
  Client client{world};
  client.start();
  CHECK(client.enter().res.status == 200);
}

TEST_CASE("a route may ask for more than every route does", "[contract][session][claims]") {
  const BooleanClaim done{{.key = "done"}};
  SessionWorld world;
  Client client{world};
  client.start({{"done", {{"v", false}, {"t", 1}}}});
  const session::VerifySessionOptions more{
      .overrideGlobalClaimValidators = [&](std::vector<SessionClaimValidator> validators,
                                           const SessionPtr& session, const UserContext&) {
        CHECK(session->getUserId() == "user-1");
        validators.push_back(done.validators.isTrue());
        return validators;
      }};
  CHECK(client.enter().res.status == 200);
  CHECK(client.enter(more).res.status == 403);
}

TEST_CASE("claims of recipes are built into each new session and checked on each route",
          "[contract][session][claims]") {
  class Consent final : public RecipeObject {
   public:
    std::string recipeId() const override { return "consent"; }
    std::vector<Route> routes() const override { return {}; }
    std::vector<std::shared_ptr<const SessionClaim>> sessionClaims() const override {
      return {claim_.claim()};
    }
    std::vector<SessionClaimValidator> sessionClaimValidators() const override {
      return {claim_.validators.isTrue()};
    }

   private:
    BooleanClaim claim_{
        {.key = "consent", .fetchValue = [](const ClaimInput& input) { return input.userId != "mallory"; }}};
  };
  SessionWorld world{
      {.otherRecipes = {Recipe{"consent", [](const RecipeSetup&) { return std::make_unique<Consent>(); }}}}};
  Client client{world};
  client.start();
  CHECK(client.accessTokenPayload().at("consent").at("v") == true);
  CHECK(client.enter().res.status == 200);
  Client mallory{world};
  mallory.start({}, "mallory");
  CHECK(mallory.enter().res.status == 403);
}

TEST_CASE("a session object sets and reads and removes claims", "[contract][session][claims]") {
  const BooleanClaim done{{.key = "done", .fetchValue = [](const ClaimInput&) { return true; }}};
  const PrimitiveArrayClaim roles{{.key = "roles"}};
  SessionWorld world;
  Client client{world};
  client.start();
  const auto req = client.request("POST", "/api");
  Reply reply;
  const auto session = world.auth->session().getSession(req, reply.res);
  const auto& before = session->getAccessTokenPayload();
  CHECK_FALSE(session->getClaimValue(done));

  session->setClaimValue(done, false);
  CHECK(session->getClaimValue(done) == false);
  session->fetchAndSetClaim(done);
  CHECK(session->getClaimValue(done) == true);
  session->setClaimValue(roles, {"admin", "user"});
  CHECK(session->getClaimValue(roles) == json::array{"admin", "user"});
  session->removeClaim(done);
  CHECK_FALSE(session->getClaimValue(done));
  // A reference from before keeps saying what it said.
  CHECK_FALSE(before.contains("roles"));

  CHECK(reply.cookies("sAccessToken").size() == 1);
  client.take(reply.res);
  CHECK(client.accessTokenPayload() == session->getAccessTokenPayload());
  CHECK(client.accessTokenPayload().at("roles").at("v") == json::array{"admin", "user"});
  CHECK_FALSE(client.accessTokenPayload().contains("done"));
  CHECK_NOTHROW(session->assertClaims({roles.validators.includes("admin")}));
  CHECK_THROWS_AS(session->assertClaims({roles.validators.includes("root")}), InvalidClaimsError);
}

TEST_CASE("claims of a session are changed by its handle and show at the next refresh",
          "[contract][session][claims]") {
  const BooleanClaim done{{.key = "done", .fetchValue = [](const ClaimInput&) { return true; }}};
  SessionWorld world;
  const auto& sessions = world.auth->session();
  Client client{world};
  client.start();
  const auto handle = client.handle();
  CHECK(sessions.fetchAndSetClaim(handle, done));
  const auto value = sessions.getClaimValue(handle, done);
  CHECK(std::get<session::GetClaimValue::Ok>(value).value == json::value(true));
  CHECK(sessions.setClaimValue(handle, done, false));
  CHECK_FALSE(client.accessTokenPayload().contains("done"));
  world.clock->advance(1min);
  client.refresh();
  CHECK(client.accessTokenPayload().at("done").at("v") == false);
  CHECK(sessions.removeClaim(handle, done));
  CHECK_FALSE(std::get<session::GetClaimValue::Ok>(sessions.getClaimValue(handle, done)).value);

  CHECK_FALSE(sessions.fetchAndSetClaim("unknown", done));
  CHECK_FALSE(sessions.setClaimValue("unknown", done, true));
  CHECK_FALSE(sessions.removeClaim("unknown", done));
  CHECK(std::holds_alternative<session::SessionDoesNotExistError>(sessions.getClaimValue("unknown", done)));
}

TEST_CASE("a session is validated by its handle and fetched claims go into its row",
          "[contract][session][claims]") {
  const BooleanClaim done{{.key = "done", .fetchValue = [](const ClaimInput&) { return false; }}};
  SessionWorld world{{.session = asking([&] { return std::vector{done.validators.isTrue()}; })}};
  const auto& sessions = world.auth->session();
  Client client{world};
  client.start();
  const auto result = sessions.validateClaimsForSessionHandle({.sessionHandle = client.handle()});
  const auto& invalid = std::get<session::ValidateClaimsForSessionHandle::Ok>(result).invalidClaims;
  REQUIRE(invalid.size() == 1);
  CHECK(invalid.front().id == "done");
  CHECK(
      sessions.getSessionInformation(client.handle())->customClaimsInAccessTokenPayload.at("done").at("v") ==
      false);
  const auto none = sessions.validateClaimsForSessionHandle(
      {.sessionHandle = client.handle(), .overrideGlobalClaimValidators = noClaimValidators});
  CHECK(std::get<session::ValidateClaimsForSessionHandle::Ok>(none).invalidClaims.empty());
  CHECK(std::holds_alternative<session::SessionDoesNotExistError>(
      sessions.validateClaimsForSessionHandle({.sessionHandle = "unknown"})));
}
