#include "http/router.hpp"

#include "support/fake_http.hpp"

using namespace mfa;
using http::RecipeRoute;
using http::Router;
using test::FakeRequest;

namespace {

/// A router of recipes that all serve POST /exists; which of them a `rid` finds.
std::string foundBy(const std::string& rid, const std::vector<std::string>& recipeIds) {
  std::string found = "(none)";
  std::vector<RecipeRoute> routes;
  for (const auto& recipeId : recipeIds)
    routes.push_back(
        {recipeId, {"POST", "/exists", [&found, recipeId](const RouteCall&) { found = recipeId; }}});
  const Router router{"/auth", std::move(routes)};
  const FakeRequest request{"POST", "/auth/exists", {{"rid", rid}}};
  test::FakeResponse response;
  if (const auto match = router.match(request)) match->route.handler({request, response, {}, {}});
  return found;
}

}  // namespace

TEST_CASE("the rid of a combined recipe finds its parts", "[unit][router]") {
  CHECK(foundBy("thirdpartyemailpassword", {"passwordless", "emailpassword"}) == "emailpassword");
  CHECK(foundBy("thirdpartyemailpassword", {"passwordless", "thirdparty"}) == "thirdparty");
  CHECK(foundBy("thirdpartypasswordless", {"emailpassword", "passwordless"}) == "passwordless");
  CHECK(foundBy("thirdpartypasswordless", {"emailpassword", "thirdparty"}) == "thirdparty");
}

TEST_CASE("the rid of a part finds a combined recipe", "[unit][router]") {
  CHECK(foundBy("emailpassword", {"passwordless", "thirdpartyemailpassword"}) == "thirdpartyemailpassword");
  CHECK(foundBy("thirdparty", {"passwordless", "thirdpartyemailpassword"}) == "thirdpartyemailpassword");
  CHECK(foundBy("passwordless", {"emailpassword", "thirdpartypasswordless"}) == "thirdpartypasswordless");
}

TEST_CASE("a rid that names a recipe finds it before its relatives only by their order", "[unit][router]") {
  CHECK(foundBy("session", {"passwordless", "session"}) == "session");
  CHECK(foundBy("", {"passwordless", "session"}) == "passwordless");
  CHECK(foundBy("anti-csrf", {"passwordless", "session"}) == "passwordless");
  CHECK(foundBy("nobody", {"passwordless", "session"}) == "passwordless");
}
