#include <catch2/catch.hpp>

#include "contract/password_server.hpp"

using namespace mfa;
using namespace mfa::test;

TEST_CASE("sign-in with the right password starts a session", "[contract][emailpassword][signin]") {
  PasswordServer server;
  static_cast<void>(server.signedUp("ada@example.com"));
  auto page = server.browser();
  const auto answer = page.signIn(" ADA@example.com", kGoodPassword);
  CHECK(answer.status == 200);
  const auto user = server.userOf("ada@example.com").value();
  CHECK(answer.body == json::object{{"status", "OK"}, {"user", toJson(user)}});
  CHECK(page.session()->getUserId() == user.id);
  CHECK(server.count(EventType::SignedIn) == 1);
}

TEST_CASE("an older front end gets the older user object from sign-in", "[contract][emailpassword][signin]") {
  PasswordServer server;
  static_cast<void>(server.signedUp("ada@example.com"));
  const auto user = server.userOf("ada@example.com").value();
  auto page = server.browser();
  page.fdiVersion = "2.0";
  CHECK(page.signIn("ada@example.com", kGoodPassword).body ==
        json::object{{"status", "OK"}, {"user", toLegacyJson(user, user.id)}});
}

TEST_CASE("a wrong password and an unknown address are answered alike", "[contract][emailpassword][signin]") {
  PasswordServer server;
  static_cast<void>(server.signedUp("ada@example.com"));
  auto page = server.browser();
  const auto wrong = page.signIn("ada@example.com", "correct horse 2");
  const auto unknown = page.signIn("bob@example.com", "correct horse 2");
  CHECK(wrong.status == 200);
  CHECK(wrong.body == json::object{{"status", "WRONG_CREDENTIALS_ERROR"}});
  CHECK(unknown.status == wrong.status);
  CHECK(unknown.response.body == wrong.response.body);
  CHECK(unknown.response.headerMap == wrong.response.headerMap);
  CHECK(unknown.response.cookieList.empty());
  CHECK(wrong.response.cookieList.empty());
  CHECK(server.count(EventType::SignInRefused, "wrong_password") == 1);
  CHECK(server.count(EventType::SignInRefused, "unknown_user") == 1);
}

TEST_CASE("every octet of the password counts at sign-in", "[contract][emailpassword][signin]") {
  PasswordServer server{
      {.passwords =
           [](EmailPassword::Config& config) {
             config.signUpFeature.formFields = {
                 {.id = "password", .validate = [](const auto&) { return std::optional<std::string>{}; }}};
           },
       .config = [](Config& config) { config.limits.passwordsPerAccountAndAddress.capacity = 0; }}};
  const std::string password(1024, 'p');
  auto page = server.browser();
  REQUIRE(page.signUp("ada@example.com", password).outcome() == "OK");
  for (const std::size_t at : {0U, 71U, 72U, 254U, 255U, 256U, 1022U, 1023U}) {
    auto other = password;
    other[at] = 'q';
    CHECK(page.signIn("ada@example.com", other).outcome() == "WRONG_CREDENTIALS_ERROR");
    CHECK(page.signIn("ada@example.com", password.substr(0, at)).outcome() != "OK");
  }
  CHECK(page.signIn("ada@example.com", password).outcome() == "OK");
  CHECK(page.signIn("ada@example.com", password + "p").outcome() != "OK");
}

TEST_CASE("sign-in tells what is wrong with the form", "[contract][emailpassword][signin]") {
  PasswordServer server;
  auto page = server.browser();
  CHECK(page.signIn("ada@", "x").body ==
        json::object{
            {"status", "FIELD_ERROR"},
            {"formFields", json::array{json::object{{"id", "email"}, {"error", "Email is invalid"}}}}});
  CHECK(page.signIn("ada@example.com", "").body ==
        json::object{{"status", "FIELD_ERROR"},
                     {"formFields",
                      json::array{json::object{{"id", "password"}, {"error", "Field is not optional"}}}}});
  CHECK(page.postText("/signin", "{}").status == 400);
  CHECK(page.postText("/signin", "not json").status == 400);
}

TEST_CASE("what an override of sign-in answers is sent as it is", "[contract][emailpassword][signin]") {
  EmailPassword::SignInPOST::Result result = GeneralError{"closed today"};
  PasswordServer server{{.passwords = [&result](EmailPassword::Config& config) {
    config.override.apis = [&result](EmailPassword::Apis apis) {
      apis.signInPOST = [&result](EmailPassword::SignInPOST::Input) { return result; };
      return apis;
    };
  }}};
  auto page = server.browser();
  CHECK(page.signIn("ada@example.com", "x").body ==
        json::object{{"status", "GENERAL_ERROR"}, {"message", "closed today"}});
  result = emailpassword::SignInNotAllowed{"no (ERR_CODE_008)"};
  CHECK(page.signIn("ada@example.com", "x").body ==
        json::object{{"status", "SIGN_IN_NOT_ALLOWED"}, {"reason", "no (ERR_CODE_008)"}});
}

TEST_CASE("layers of overrides are applied in order and the default calls siblings through the last",
          "[contract][emailpassword][signin]") {
  std::string seen;
  const auto layer = [&seen](const std::string& mark) {
    return [&seen, mark](EmailPassword::Functions original) {
      auto functions = original;
      functions.verifyCredentials = [&seen, mark, original](EmailPassword::VerifyCredentials::Input input) {
        seen += mark;
        return original.verifyCredentials(std::move(input));
      };
      return functions;
    };
  };
  PasswordServer server{{.passwords = [&layer](EmailPassword::Config& config) {
    config.override.functions = {layer("inner "), layer("outer ")};
  }}};
  static_cast<void>(server.signedUp("ada@example.com"));
  auto page = server.browser();
  CHECK(page.signIn("ada@example.com", kGoodPassword).outcome() == "OK");
  CHECK(seen == "outer inner ");
}

TEST_CASE("a refused linking is told with its number", "[contract][emailpassword][signin]") {
  emailpassword::LinkingToSessionUserFailed failure{"EMAIL_VERIFICATION_REQUIRED"};
  PasswordServer server{{.passwords = [&failure](EmailPassword::Config& config) {
    config.override.functions = [&failure](EmailPassword::Functions functions) {
      functions.signIn = [&failure](EmailPassword::SignIn::Input) { return failure; };
      functions.signUp = [&failure](EmailPassword::SignUp::Input) { return failure; };
      return functions;
    };
  }}};
  auto page = server.browser();
  const std::string text = "Cannot sign in / up due to security reasons. Please contact support. (ERR_CODE_";
  CHECK(page.signIn("ada@example.com", "x").body ==
        json::object{{"status", "SIGN_IN_NOT_ALLOWED"}, {"reason", text + "009)"}});
  failure.reason = "SESSION_USER_ACCOUNT_INFO_ALREADY_ASSOCIATED_WITH_ANOTHER_PRIMARY_USER_ID_ERROR";
  CHECK(page.signUp("ada@example.com", kGoodPassword).body ==
        json::object{{"status", "SIGN_UP_NOT_ALLOWED"}, {"reason", text + "016)"}});
}
