#include <catch2/catch.hpp>

#include "contract/password_server.hpp"

using namespace mfa;
using namespace mfa::test;

namespace {

json::object form(const std::string& email, const std::string& password) {
  return {{"formFields",
           json::array{{{"id", "email"}, {"value", email}}, {{"id", "password"}, {"value", password}}}}};
}

json::object with(json::object object, const std::string& key, json::value value) {
  object[key] = std::move(value);
  return object;
}

std::string firstError(const Answer& answer) {
  const auto& field = answer.body.at("formFields").as_array().at(0).as_object();
  return std::string{field.at("id").as_string()} + ": " + std::string{field.at("error").as_string()};
}

}  // namespace

TEST_CASE("sign-up makes a user and starts a session", "[contract][emailpassword][signup]") {
  PasswordServer server;
  auto page = server.browser();
  const auto answer = page.signUp(" Ada@Example.com ", kGoodPassword);
  CHECK(answer.status == 200);
  const auto id = server.userOf("ada@example.com").value().id;
  const auto now = toUnixMillis(server.clock().now());
  const json::object user{{"id", id},
                          {"isPrimaryUser", false},
                          {"tenantIds", json::array{"public"}},
                          {"timeJoined", now},
                          {"emails", json::array{"ada@example.com"}},
                          {"phoneNumbers", json::array{}},
                          {"thirdParty", json::array{}},
                          {"webauthn", {{"credentialIds", json::array{}}}},
                          {"loginMethods", json::array{json::object{{"recipeId", "emailpassword"},
                                                                    {"recipeUserId", id},
                                                                    {"tenantIds", json::array{"public"}},
                                                                    {"timeJoined", now},
                                                                    {"verified", false},
                                                                    {"email", "ada@example.com"}}}}};
  CHECK(answer.body == json::object{{"status", "OK"}, {"user", user}});
  CHECK(answer.cookie("sAccessToken"));
  CHECK(answer.cookie("sRefreshToken"));
  CHECK(answer.header("front-token"));
  CHECK(page.session()->getUserId() == id);
  CHECK(page.session()->getRecipeUserId() == id);
  CHECK(server.count(EventType::SignedUp) == 1);
}

TEST_CASE("an older front end gets the older user object from sign-up", "[contract][emailpassword][signup]") {
  PasswordServer server;
  for (const std::string version : {"1.17", "2.0"}) {
    auto page = server.browser();
    page.fdiVersion = version;
    const auto email = "v" + version + "@example.com";
    const auto answer = page.signUp(email, kGoodPassword);
    const json::object user{{"id", server.userOf(email).value().id},
                            {"timeJoined", toUnixMillis(server.clock().now())},
                            {"email", email}};
    CHECK(answer.body == json::object{{"status", "OK"}, {"user", user}});
  }
}

TEST_CASE("an address that is taken is an error of its field", "[contract][emailpassword][signup]") {
  PasswordServer server;
  static_cast<void>(server.signedUp("ada@example.com"));
  auto page = server.browser();
  const auto answer = page.signUp("ADA@example.com", "another password 2");
  CHECK(answer.status == 200);
  CHECK(answer.body ==
        json::object{{"status", "FIELD_ERROR"},
                     {"formFields", json::array{json::object{
                                        {"id", "email"},
                                        {"error", "This email already exists. Please sign in instead."}}}}});
  CHECK(answer.response.cookieList.empty());
}

TEST_CASE("fields that do not pass are told with 200 and nothing is made",
          "[contract][emailpassword][signup]") {
  PasswordServer server;
  auto page = server.browser();
  const auto answer = page.signUp("ada@example.com", "short1");
  CHECK(answer.status == 200);
  CHECK(answer.outcome() == "FIELD_ERROR");
  CHECK(firstError(answer) == "password: Password must contain at least 8 characters, including a number");
  CHECK(firstError(page.signUp("ada@", kGoodPassword)) == "email: Email is invalid");
  CHECK(server.auth().getUserCount() == 0);
}

TEST_CASE("a body that is no form is answered with 400", "[contract][emailpassword][signup]") {
  PasswordServer server;
  auto page = server.browser();
  for (const std::string body :
       {"", "{}", "{\"formFields\":1}", "[]", "{\"formFields\":[1]}", "{",
        R"({"formFields":[{"id":"email"}]})", R"({"formFields":[{"id":"email","value":7}]})",
        R"({"formFields":[],"formFields":[]})"}) {
    const auto answer = page.postText("/signup", body);
    CHECK(answer.status == 400);
    CHECK(answer.body.size() == 1);
    CHECK_FALSE(answer.message().empty());
  }
}

TEST_CASE("NUL in an address or password goes nowhere", "[contract][emailpassword][signup]") {
  PasswordServer server;
  auto page = server.browser();
  CHECK(page.signUp(std::string{"ada@example.com\0.evil.example", 29}, kGoodPassword).status == 400);
  CHECK(page.signUp("ada@example.com", std::string{"correct horse 1\0x", 17}).status == 400);
  CHECK(server.auth().getUserCount() == 0);
}

TEST_CASE("a user of one tenant is unknown to the other", "[contract][emailpassword][signup]") {
  PasswordServer server;
  auto page = server.browser();
  const auto answer = page.post("/t1/signup", form("ada@example.com", kGoodPassword));
  REQUIRE(answer.outcome() == "OK");
  CHECK(answer.body.at("user").at("tenantIds") == json::array{"t1"});
  CHECK(page.session()->getTenantId() == "t1");
  CHECK(page.signIn("ada@example.com", kGoodPassword).outcome() == "WRONG_CREDENTIALS_ERROR");
  CHECK(page.signUp("ada@example.com", kGoodPassword).outcome() == "OK");
}

TEST_CASE("an address that is made up for third-party users signs nobody up",
          "[contract][emailpassword][signup]") {
  PasswordServer server;
  auto page = server.browser();
  CHECK(page.signUp("1.google@stfakeemail.supertokens.com", kGoodPassword).outcome() == "FIELD_ERROR");
  CHECK(page.signUp("a@b.fakeemail.com", kGoodPassword).outcome() == "FIELD_ERROR");
  CHECK(server.auth().getUserCount() == 0);
}

TEST_CASE("a sign-up in a browser with a session replaces it", "[contract][emailpassword][signup]") {
  PasswordServer server;
  auto page = server.signedUp("ada@example.com");
  REQUIRE(page.signUp("bob@example.com", kGoodPassword).outcome() == "OK");
  CHECK(page.session()->getUserId() == server.userOf("bob@example.com").value().id);
}

TEST_CASE("a front end that asks for linking needs a session and a server that links",
          "[contract][emailpassword][signup]") {
  PasswordServer server;
  auto page = server.browser();
  const auto body = with(form("bob@example.com", kGoodPassword), "shouldTryLinkingWithSessionUser", true);
  CHECK(page.post("/signup", body).status == 401);
  auto signedIn = server.signedUp("ada@example.com");
  CHECK(signedIn.post("/signup", body).status == 400);
  CHECK(signedIn.post("/signup", with(body, "shouldTryLinkingWithSessionUser", "yes")).status == 400);
  CHECK(server.auth().getUserCount() == 1);
  CHECK(signedIn.session()->getUserId() == server.userOf("ada@example.com").value().id);
}

TEST_CASE("a field of the host's own reaches the override of the route",
          "[contract][emailpassword][signup]") {
  std::string name;
  PasswordServer server{{.passwords = [&name](EmailPassword::Config& config) {
    config.signUpFeature.formFields = {{.id = "name"}};
    config.override.apis = [&name](EmailPassword::Apis original) {
      auto apis = original;
      apis.signUpPOST = [&name, original](EmailPassword::SignUpPOST::Input input) {
        if (const auto* value = emailpassword::valueOf(input.formFields, "name")) name = value->as_string();
        return original.signUpPOST(std::move(input));
      };
      return apis;
    };
  }}};
  auto page = server.browser();
  auto body = form("ada@example.com", kGoodPassword);
  body["formFields"].as_array().push_back({{"id", "name"}, {"value", "Ada"}});
  CHECK(page.post("/signup", body).outcome() == "OK");
  CHECK(name == "Ada");
}

TEST_CASE("sign-up calls the functions and the session recipe that the host put there",
          "[contract][emailpassword][signup]") {
  std::vector<std::string> seen;
  PasswordServer server{{
      .passwords =
          [&seen](EmailPassword::Config& config) {
            config.override.apis = [](EmailPassword::Apis original) {
              auto apis = original;
              apis.signUpPOST = [original](EmailPassword::SignUpPOST::Input input) {
                input.userContext.set("from", std::string{"signUpPOST"});
                return original.signUpPOST(std::move(input));
              };
              return apis;
            };
            config.override.functions = [&seen](EmailPassword::Functions original) {
              auto functions = original;
              functions.signUp = [&seen, original](EmailPassword::SignUp::Input input) {
                seen.push_back("signUp after " + *input.userContext.get<std::string>("from"));
                return original.signUp(std::move(input));
              };
              functions.createNewRecipeUser = [&seen,
                                               original](EmailPassword::CreateNewRecipeUser::Input input) {
                seen.push_back("createNewRecipeUser after " + *input.userContext.get<std::string>("from"));
                return original.createNewRecipeUser(std::move(input));
              };
              return functions;
            };
          },
      .sessions =
          [&seen](Session::Config& config) {
            config.override.functions = [&seen](Session::Functions original) {
              auto functions = original;
              functions.createNewSession = [&seen, original](Session::CreateNewSession::Input input) {
                seen.push_back("createNewSession after " + *input.userContext.get<std::string>("from"));
                input.accessTokenPayload["mark"] = 1;
                return original.createNewSession(std::move(input));
              };
              return functions;
            };
          },
  }};
  auto page = server.signedUp("ada@example.com");
  CHECK(seen == std::vector<std::string>{"signUp after signUpPOST", "createNewRecipeUser after signUpPOST",
                                         "createNewSession after signUpPOST"});
  CHECK(page.frontToken()->at("mark") == 1);
}

TEST_CASE("what an override of sign-up answers is sent as it is", "[contract][emailpassword][signup]") {
  EmailPassword::SignUpPOST::Result result = GeneralError{"closed today"};
  PasswordServer server{{.passwords = [&result](EmailPassword::Config& config) {
    config.override.apis = [&result](EmailPassword::Apis apis) {
      apis.signUpPOST = [&result](EmailPassword::SignUpPOST::Input) { return result; };
      return apis;
    };
  }}};
  auto page = server.browser();
  CHECK(page.signUp("ada@example.com", kGoodPassword).body ==
        json::object{{"status", "GENERAL_ERROR"}, {"message", "closed today"}});
  result = emailpassword::SignUpNotAllowed{"no (ERR_CODE_007)"};
  CHECK(page.signUp("ada@example.com", kGoodPassword).body ==
        json::object{{"status", "SIGN_UP_NOT_ALLOWED"}, {"reason", "no (ERR_CODE_007)"}});
}

TEST_CASE("an emptied sign-up leaves the route to the host", "[contract][emailpassword][signup]") {
  PasswordServer server{{.passwords = [](EmailPassword::Config& config) {
    config.override.apis = [](EmailPassword::Apis apis) {
      apis.signUpPOST = nullptr;
      return apis;
    };
  }}};
  auto page = server.browser();
  const auto answer = page.signUp("ada@example.com", kGoodPassword);
  CHECK_FALSE(answer.handled);
  CHECK(answer.response.isUntouched());
  CHECK(page.signIn("ada@example.com", kGoodPassword).outcome() == "WRONG_CREDENTIALS_ERROR");
}
