#include "mfa/user.hpp"

using namespace mfa;

namespace {

LoginMethod password(const std::string& id, UnixMillis joined) {
  return {.recipeId = "emailpassword",
          .recipeUserId = id,
          .timeJoined = fromUnixMillis(joined),
          .email = "ada@acme.example"};
}

LoginMethod google(const std::string& id, UnixMillis joined) {
  return {.recipeId = "thirdparty",
          .recipeUserId = id,
          .timeJoined = fromUnixMillis(joined),
          .verified = true,
          .email = "ada@acme.example",
          .thirdParty = ThirdPartyInfo{"google", "g-1"}};
}

}  // namespace

TEST_CASE("a user is the distinct union of its login methods", "[unit][users]") {
  const auto user = userOf("u1", true, {password("u1", 20), google("u2", 10)});
  CHECK(user.id == "u1");
  CHECK(user.isPrimaryUser);
  CHECK(user.emails == std::vector<std::string>{"ada@acme.example"});
  CHECK(user.thirdParty == std::vector<ThirdPartyInfo>{{"google", "g-1"}});
  CHECK(user.phoneNumbers.empty());
  CHECK(user.tenantIds == std::vector<std::string>{"public"});
  CHECK(user.timeJoined == fromUnixMillis(10));
}

TEST_CASE("the user object has every member of the FDI", "[unit][users]") {
  const auto user = userOf("u1", false, {google("u1", 10)});
  CHECK(toJson(user) == json::parse(R"({
    "id":"u1","isPrimaryUser":false,"tenantIds":["public"],"timeJoined":10,
    "emails":["ada@acme.example"],"phoneNumbers":[],"thirdParty":[{"id":"google","userId":"g-1"}],
    "webauthn":{"credentialIds":[]},
    "loginMethods":[{"recipeId":"thirdparty","recipeUserId":"u1","tenantIds":["public"],"timeJoined":10,
      "verified":true,"email":"ada@acme.example","thirdParty":{"id":"google","userId":"g-1"}}]})")
                            .as_object());
}

TEST_CASE("one e-mail address makes a list of one text", "[unit][users]") {
  const auto object = toJson(userOf("u1", false, {password("u1", 1)}));
  CHECK(json::serialize(object.at("emails")) == R"(["ada@acme.example"])");
}

TEST_CASE("the legacy user object shows the login method of the session or else the oldest",
          "[unit][users]") {
  const auto user = userOf("u1", true, {password("u1", 20), google("u2", 10)});
  CHECK(toLegacyJson(user, "u1") ==
        json::object{{"id", "u1"}, {"timeJoined", 20}, {"email", "ada@acme.example"}});
  const json::object oldest{{"id", "u1"},
                            {"timeJoined", 10},
                            {"email", "ada@acme.example"},
                            {"thirdParty", {{"id", "google"}, {"userId", "g-1"}}}};
  CHECK(toLegacyJson(user, "u2") == oldest);
  CHECK(toLegacyJson(user, "somebody") == oldest);
}
