#include "support/made_up_recipe.hpp"

using namespace mfa;
using test::FakeRequest;
using test::madeUp;
using test::namedRoute;
using test::plainConfig;

namespace {

/// Which route answered, "-" for the host's own: name, and "@tenant" if it is not the public one.
std::string routed(const Auth& auth, const FakeRequest& request) {
  const auto result = test::handled(auth, request);
  if (!result.handled) {
    CHECK(result.response.isUntouched());
    return "-";
  }
  if (result.response.status != 200) return std::to_string(result.response.status);
  const auto body = result.body();
  const std::string tenantId{body.at("tenantId").as_string()};
  return std::string{body.at("route").as_string()} + (tenantId == "public" ? "" : "@" + tenantId);
}

std::string posted(const Auth& auth, const std::string& target, const std::string& rid = {}) {
  FakeRequest request{"POST", target};
  if (!rid.empty()) request.headerList.emplace_back("rid", rid);
  return routed(auth, request);
}

Config withRoutes() {
  auto config = plainConfig({madeUp(
      "greeting", {namedRoute("POST", "/greeting", "greet"), namedRoute("POST", "/a/b/c", "abc"),
                   namedRoute("GET", "/phoneNumber/exists", "exists"), Route{"POST", "/emptied", {}}})});
  config.tenantIds = {"public", "Acme-1", "a"};
  return config;
}

std::unique_ptr<Auth> withRecipes(const std::vector<std::string>& recipeIds) {
  std::vector<Recipe> recipeList;
  for (const auto& recipeId : recipeIds)
    recipeList.push_back(madeUp(recipeId, {namedRoute("POST", "/signup/email/exists", recipeId)}));
  return std::make_unique<Auth>(plainConfig(std::move(recipeList)));
}

}  // namespace

TEST_CASE("a route is found behind the base path", "[contract][router]") {
  const Auth auth{withRoutes()};
  CHECK(auth.basePath() == "/auth");
  CHECK(posted(auth, "/auth/greeting") == "greet");
  CHECK(posted(auth, "/auth/greeting/") == "greet");
  CHECK(posted(auth, "/auth/greeting?x=1") == "greet");
  CHECK(posted(auth, "http://api.acme.example/auth/greeting") == "greet");
  CHECK(posted(auth, "/auth/a/b/c") == "abc");
}

TEST_CASE("what no route matches is left to the host untouched", "[contract][router]") {
  const Auth auth{withRoutes()};
  for (const auto* target :
       {"/", "", "*", "/auth", "/auth/", "/greeting", "/authx/greeting", "/xauth/greeting", "/AUTH/greeting",
        "/auth//greeting", "/auth/greeting/x", "/auth/greetings", "/auth/%67reeting",
        "/auth/public/greeting/x", "/other/auth/greeting", "/auth/../auth/greeting",
        "/auth/un_known/greeting", "/auth/public//greeting"}) {
    INFO(target);
    CHECK(posted(auth, target) == "-");
  }
}

TEST_CASE("the method of a route must match", "[contract][router]") {
  const Auth auth{withRoutes()};
  const auto asked = [&auth](const std::string& method) { return routed(auth, {method, "/auth/greeting"}); };
  CHECK(asked("POST") == "greet");
  CHECK(asked("post") == "greet");
  for (const auto* method : {"GET", "HEAD", "OPTIONS", "PUT", "DELETE", "TRACE", "PATCH", ""}) {
    INFO(method);
    CHECK(asked(method) == "-");
  }
  CHECK(routed(auth, {"GET", "/auth/phoneNumber/exists"}) == "exists");
  CHECK(routed(auth, {"HEAD", "/auth/phoneNumber/exists"}) == "-");
}

TEST_CASE("static segments are matched without case", "[contract][router]") {
  const Auth auth{withRoutes()};
  CHECK(posted(auth, "/auth/Greeting") == "greet");
  CHECK(posted(auth, "/auth/A/b/C") == "abc");
  CHECK(routed(auth, {"GET", "/auth/phonenumber/exists"}) == "exists");
}

TEST_CASE("a tenant may stand before a route and keeps its case", "[contract][router]") {
  const Auth auth{withRoutes()};
  CHECK(posted(auth, "/auth/Acme-1/greeting") == "greet@Acme-1");
  CHECK(posted(auth, "/auth/public/greeting") == "greet");
}

TEST_CASE("a route that is the whole path wins over one behind a tenant", "[contract][router]") {
  auto config =
      plainConfig({madeUp("r", {namedRoute("POST", "/b/c", "bc"), namedRoute("POST", "/a/b/c", "abc")})});
  config.tenantIds = {"public", "a"};
  const Auth auth{std::move(config)};
  CHECK(posted(auth, "/auth/a/b/c") == "abc");
  CHECK(posted(auth, "/auth/b/c") == "bc");
}

TEST_CASE("an unknown tenant is answered with 400", "[contract][router]") {
  const Auth auth{withRoutes()};
  const auto result = test::handled(auth, {"POST", "/auth/acme-1/greeting"});
  CHECK(result.handled);
  CHECK(result.response.status == 400);
  CHECK(result.body().contains("message"));
}

TEST_CASE("an emptied API is the host's", "[contract][router]") {
  const Auth auth{withRoutes()};
  CHECK(posted(auth, "/auth/emptied") == "-");
}

TEST_CASE("the gateway path stands before the base path", "[contract][router]") {
  auto config = withRoutes();
  config.appInfo.apiGatewayPath = "gateway/";
  config.appInfo.apiBasePath = "/Login";
  const Auth auth{std::move(config)};
  CHECK(auth.basePath() == "/gateway/Login");
  CHECK(posted(auth, "/gateway/Login/greeting") == "greet");
  CHECK(posted(auth, "/Login/greeting") == "-");
  CHECK(posted(auth, "/gateway/login/greeting") == "-");
}

TEST_CASE("an empty base path leaves what is no route to the host", "[contract][router]") {
  auto config = withRoutes();
  config.appInfo.apiBasePath = "/";
  const Auth auth{std::move(config)};
  CHECK(posted(auth, "/greeting") == "greet");
  CHECK(posted(auth, "/public/greeting") == "greet");
  CHECK(posted(auth, "/auth/greeting") == "400");
  CHECK(posted(auth, "/index.html") == "-");
  CHECK(posted(auth, "/") == "-");
}

TEST_CASE("of recipes with one path the rid header decides and else their order", "[contract][router]") {
  const auto auth = withRecipes({"emailpassword2", "passwordless2"});
  CHECK(posted(*auth, "/auth/signup/email/exists") == "emailpassword2");
  CHECK(posted(*auth, "/auth/signup/email/exists", "anti-csrf") == "emailpassword2");
  CHECK(posted(*auth, "/auth/signup/email/exists", "passwordless2") == "passwordless2");
  CHECK(posted(*auth, "/auth/signup/email/exists", " passwordless2 ") == "passwordless2");
  CHECK(posted(*auth, "/auth/signup/email/exists", "unknown") == "emailpassword2");
  CHECK(posted(*auth, "/auth/public/signup/email/exists", "passwordless2") == "passwordless2");
}

TEST_CASE("a rid whose recipe has no such route finds that of another", "[contract][router]") {
  const Auth auth{plainConfig(
      {madeUp("one", {namedRoute("POST", "/x", "x")}), madeUp("two", {namedRoute("POST", "/y", "y")})})};
  CHECK(posted(auth, "/auth/y", "one") == "y");
}

TEST_CASE("without a recipe that has it a route is the host's", "[contract][router]") {
  const Auth auth{plainConfig({})};
  CHECK(posted(auth, "/auth/signin") == "-");
}
