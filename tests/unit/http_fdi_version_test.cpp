#include "http/fdi_version.hpp"

#include "http/user_answer.hpp"
#include "mfa/errors.hpp"
#include "support/fake_http.hpp"

using namespace mfa;
using http::FdiVersion;
using http::highestFdiVersion;
using http::usesNewUserObject;
using test::FakeRequest;

namespace {

FakeRequest speaking(const std::string& versions) { return {"POST", "/", {{"fdi-version", versions}}}; }

User phoneUser() {
  return userOf("u1", false,
                {{.recipeId = "passwordless",
                  .recipeUserId = "u1",
                  .timeJoined = fromUnixMillis(5),
                  .verified = true,
                  .phoneNumber = "+12015550123"}});
}

}  // namespace

TEST_CASE("the highest FDI version of the list counts", "[unit][http]") {
  CHECK(highestFdiVersion(speaking("3.1,4.0,4.1")) == FdiVersion{4, 1});
  CHECK(highestFdiVersion(speaking("2.0, 1.19")) == FdiVersion{2, 0});
  CHECK(highestFdiVersion(speaking("1.9,1.16")) == FdiVersion{1, 16});
  CHECK(highestFdiVersion(FakeRequest{}) == http::kNewestFdiVersion);
}

TEST_CASE("a version header that cannot be read counts as the newest", "[unit][http]") {
  for (const auto* text : {"", ",", "x", "4", "4.", ".1", "4.1.1", "-1.0", "99999999999.0", "4.x"})
    CHECK(highestFdiVersion(speaking(text)) == http::kNewestFdiVersion);
  CHECK(highestFdiVersion(speaking("x,1.17,")) == FdiVersion{1, 17});
}

TEST_CASE("the new user object goes to FDI 1.18 and 1.19 and from 3.0 on", "[unit][http]") {
  CHECK_FALSE(usesNewUserObject(speaking("1.17")));
  CHECK(usesNewUserObject(speaking("1.18")));
  CHECK(usesNewUserObject(speaking("1.19")));
  CHECK_FALSE(usesNewUserObject(speaking("2.0")));
  CHECK(usesNewUserObject(speaking("3.0")));
  CHECK(usesNewUserObject(speaking("1.16,1.17,2.0,4.2")));
  CHECK(usesNewUserObject(FakeRequest{}));
}

TEST_CASE("linking with the session user is asked for in the body from FDI 3.1 on", "[unit][http]") {
  const auto flag = [](const FakeRequest& req, const json::object& body) {
    return http::shouldTryLinkingWithSessionUser(req, body);
  };
  const json::object yes{{"shouldTryLinkingWithSessionUser", true}};
  CHECK(flag(speaking("3.1"), yes) == true);
  CHECK(flag(speaking("3.1"), {}) == false);
  CHECK(flag(FakeRequest{}, {}) == false);
  CHECK(flag(speaking("3.0"), yes) == std::nullopt);
  CHECK_THROWS_AS(flag(speaking("3.1"), {{"shouldTryLinkingWithSessionUser", "yes"}}), BadInputError);
}

TEST_CASE("a user who signed in is answered in the form of the front end's version", "[unit][http]") {
  const auto user = phoneUser();
  const auto answer = [&user](const std::string& version) {
    return http::userAnswer(speaking(version), {user, "u1", true});
  };
  CHECK(answer("3.1") ==
        json::object{{"status", "OK"}, {"user", toJson(user)}, {"createdNewRecipeUser", true}});
  CHECK(answer("1.17") ==
        json::object{{"status", "OK"},
                     {"user", {{"id", "u1"}, {"timeJoined", 5}, {"phoneNumber", "+12015550123"}}},
                     {"createdNewUser", true}});
}
