#include <catch2/catch.hpp>

#include "support/guide_server.hpp"

using namespace mfa;
using namespace mfa::test;

namespace {

using Combined = ThirdPartyEmailPassword;

GuideChanges withGoogle(std::function<void(Combined::Config&)> change = {}) {
  return {.thirdPartyEmailPassword = [change = std::move(change)](Combined::Config& config) {
    config.providers = {providers::google({.clientId = "id", .clientSecret = "secret"})};
    if (change) change(config);
  }};
}

const json::object kNotAvailable{
    {"status", "GENERAL_ERROR"},
    {"message", "Signing in with a third party is not available on this server"}};

const std::string kUrl =
    "/authorisationurl?thirdPartyId=google&redirectURIOnProviderDashboard=https%3A%2F%2Facme.example";

json::object signInUpBody() {
  return {{"thirdPartyId", "google"},
          {"redirectURIInfo",
           {{"redirectURIOnProviderDashboard", "https://acme.example"},
            {"redirectURIQueryParams", {{"code", "c"}, {"state", "s"}}},
            {"pkceCodeVerifier", "v"}}}};
}

thirdparty::SignInUp::Input google(const std::string& userId, const std::string& email,
                                   bool verified = true) {
  return {.thirdPartyId = "google", .thirdPartyUserId = userId, .email = email, .isVerified = verified};
}

}  // namespace

TEST_CASE("third-party routes answer GENERAL_ERROR where nobody serves them", "[contract][thirdparty]") {
  for (const auto& changes : {GuideChanges{}, withGoogle()}) {
    GuideServer server{changes};
    auto page = server.browser();
    for (const auto& answer : {page.get(kUrl), page.post("/signinup", signInUpBody()),
                               page.send({"POST",
                                          "/auth/callback/apple",
                                          {{"content-type", "application/x-www-form-urlencoded"},
                                           {"origin", "https://appleid.apple.com"}},
                                          "code=c&state=s"})}) {
      CHECK(answer.status == 200);
      CHECK(answer.body == kNotAvailable);
      CHECK(answer.response.cookieList.empty());
    }
  }
}

TEST_CASE("a malformed third-party request is answered with 400", "[contract][thirdparty]") {
  GuideServer server{withGoogle()};
  auto page = server.browser();
  CHECK(page.get("/authorisationurl?thirdPartyId=google").status == 400);
  CHECK(page.get("/authorisationurl?redirectURIOnProviderDashboard=x").status == 400);
  for (const std::string body :
       {"{}", R"({"thirdPartyId":"google"})", R"({"thirdPartyId":7,"oAuthTokens":{}})",
        R"({"thirdPartyId":"google","oAuthTokens":[]})", R"({"thirdPartyId":"google","redirectURIInfo":{}})",
        R"({"thirdPartyId":"google","redirectURIInfo":{"redirectURIQueryParams":{}}})",
        R"({"thirdPartyId":"google","redirectURIInfo":{"redirectURIOnProviderDashboard":"x"}})",
        R"({"thirdPartyId":"google","clientType":7,"oAuthTokens":{}})"})
    CHECK(page.postText("/signinup", body).status == 400);
}

TEST_CASE("a host can serve third-party sign-in by overrides", "[contract][thirdparty]") {
  std::string code;
  GuideServer server{withGoogle([&code](Combined::Config& config) {
    config.override.apis = [&code](Combined::Apis apis) {
      apis.authorisationUrlGET = [](Combined::AuthorisationUrlGET::Input input) {
        return Combined::AuthorisationUrlGET::Ok{
            "https://provider.example/?client_id=" + input.provider.client.clientId, "verifier"};
      };
      apis.thirdPartySignInUpPOST = [&code](Combined::ThirdPartySignInUpPOST::Input input) {
        code = input.redirectURIInfo.value().redirectURIQueryParams.at("code").as_string();
        const auto& auth = input.userContext.auth();
        auto made = auth.thirdPartyEmailPassword().thirdPartySignInUp(google("g1", "ada@example.com"));
        auto session =
            auth.session().createNewSession(input.options.req, input.options.res, input.tenantId,
                                            ok(made)->recipeUserId, {}, json::object{}, input.userContext);
        return Combined::ThirdPartySignInUpPOST::Ok{ok(made)->createdNewRecipeUser, ok(made)->user, session};
      };
      return apis;
    };
  })};
  auto page = server.browser();
  CHECK(page.get(kUrl).body == json::object{{"status", "OK"},
                                            {"urlWithQueryParams", "https://provider.example/?client_id=id"},
                                            {"pkceCodeVerifier", "verifier"}});
  const auto answer = page.post("/signinup", signInUpBody());
  CHECK(answer.outcome() == "OK");
  CHECK(answer.body.at("createdNewRecipeUser") == true);
  CHECK(answer.body.at("user").at("thirdParty") ==
        json::array{json::object{{"id", "google"}, {"userId", "g1"}}});
  CHECK(answer.body.size() == 3);
  CHECK(answer.cookie("sAccessToken"));
  CHECK(code == "c");
  page.fdiVersion = "2.0";
  CHECK(page.post("/signinup", signInUpBody()).body.at("createdNewUser") == false);
}

TEST_CASE("a user of a provider is told by its id there and never by the address", "[contract][thirdparty]") {
  GuideServer server;
  const auto& recipe = server.auth().thirdPartyEmailPassword();
  const auto first = recipe.thirdPartySignInUp(google("g1", "Ada@Example.com"));
  const auto again = recipe.thirdPartySignInUp(google("g1", "ada@example.com"));
  const auto other = recipe.thirdPartySignInUp(google("g2", "ada@example.com"));
  CHECK(ok(first)->createdNewRecipeUser);
  CHECK_FALSE(ok(again)->createdNewRecipeUser);
  CHECK(ok(again)->user == ok(first)->user);
  CHECK(ok(other)->createdNewRecipeUser);
  CHECK(ok(other)->user.id != ok(first)->user.id);
}

TEST_CASE("what a provider says today replaces what it said before", "[contract][thirdparty]") {
  GuideServer server;
  const auto& recipe = server.auth().thirdPartyEmailPassword();
  const auto first = recipe.thirdPartySignInUp(google("g1", "ada@example.com", true));
  const auto again = recipe.thirdPartySignInUp(google("g1", "ada@new.example", false));
  CHECK(ok(again)->user.id == ok(first)->user.id);
  CHECK(ok(again)->user.emails == std::vector<std::string>{"ada@new.example"});
  CHECK_FALSE(ok(again)->user.loginMethods.front().verified);
}

TEST_CASE("third-party ids that cannot be stored are refused", "[contract][thirdparty]") {
  GuideServer server;
  const auto& recipe = server.auth().thirdPartyEmailPassword();
  const auto create = [&](const std::string& provider, const std::string& user, const std::string& email) {
    return recipe.thirdPartyManuallyCreateOrUpdateUser(
        {.thirdPartyId = provider, .thirdPartyUserId = user, .email = email});
  };
  const std::string nul{"a\0b", 3};
  CHECK_THROWS_AS(create("", "u", "a@b.example"), BadInputError);
  CHECK_THROWS_AS(create("a|b", "u", "a@b.example"), BadInputError);
  CHECK_THROWS_AS(create("google", "", "a@b.example"), BadInputError);
  CHECK_THROWS_AS(create("google", nul, "a@b.example"), BadInputError);
  CHECK_THROWS_AS(create("google", std::string(257, 'u'), "a@b.example"), BadInputError);
  CHECK_THROWS_AS(create("google", "u", "no address"), BadInputError);
  CHECK(ok(create("google", "u|v", "a@b.example")));
}

TEST_CASE("a provider is found by id and client type", "[contract][thirdparty]") {
  GuideServer server{withGoogle([](Combined::Config& config) {
    auto github = providers::github({.clientType = "web", .clientId = "w"});
    github.clients.push_back({.clientType = "ios", .clientId = "i"});
    config.providers.push_back(github);
  })};
  const auto& recipe = server.auth().thirdPartyEmailPassword();
  CHECK(recipe.thirdPartyGetProvider({.thirdPartyId = "google"}).value().client.clientId == "id");
  CHECK(
      recipe.thirdPartyGetProvider({.thirdPartyId = "github", .clientType = "ios"}).value().client.clientId ==
      "i");
  CHECK_FALSE(recipe.thirdPartyGetProvider({.thirdPartyId = "github"}));
  CHECK_FALSE(recipe.thirdPartyGetProvider({.thirdPartyId = "github", .clientType = "tv"}));
  CHECK_FALSE(recipe.thirdPartyGetProvider({.thirdPartyId = "apple"}));
}
