#include <catch2/catch.hpp>

#include "contract/password_server.hpp"

using namespace mfa;
using namespace mfa::test;

namespace {

json::object emailForm(const std::string& email) {
  return {{"formFields", json::array{json::object{{"id", "email"}, {"value", email}}}}};
}

json::object resetForm(const std::string& password, json::value token) {
  return {{"method", "token"},
          {"token", std::move(token)},
          {"formFields", json::array{json::object{{"id", "password"}, {"value", password}}}}};
}

}  // namespace

TEST_CASE("password reset is answered with GENERAL_ERROR where nobody serves it",
          "[contract][emailpassword][reset]") {
  PasswordServer server;
  auto page = server.browser();
  for (const auto& answer : {page.post("/user/password/reset/token", emailForm("ada@example.com")),
                             page.post("/user/password/reset", resetForm(kGoodPassword, "t"))}) {
    CHECK(answer.status == 200);
    CHECK(answer.body == json::object{{"status", "GENERAL_ERROR"},
                                      {"message", "Resetting a password is not available on this server"}});
  }
  CHECK(std::holds_alternative<GeneralError>(server.passwords().createResetPasswordToken({.userId = "u"})));
  CHECK(std::holds_alternative<GeneralError>(server.passwords().consumePasswordResetToken({.token = "t"})));
}

TEST_CASE("the forms of a password reset are checked like the others", "[contract][emailpassword][reset]") {
  PasswordServer server;
  auto page = server.browser();
  CHECK(page.post("/user/password/reset/token", emailForm("ada@")).outcome() == "FIELD_ERROR");
  CHECK(page.postText("/user/password/reset/token", "{}").status == 400);
  CHECK(page.post("/user/password/reset", resetForm("short", "t")).outcome() == "FIELD_ERROR");
  CHECK(page.post("/user/password/reset", resetForm(kGoodPassword, 7)).status == 400);
  CHECK(page.post("/user/password/reset", resetForm(kGoodPassword, json::array{"a", "b"})).status == 400);
  auto withoutToken = resetForm(kGoodPassword, "t");
  withoutToken.erase("token");
  CHECK(page.post("/user/password/reset", withoutToken).status == 400);
}

TEST_CASE("a host can serve the password reset by overrides", "[contract][emailpassword][reset]") {
  emailpassword::PasswordResetPOST::Result result =
      emailpassword::PasswordResetPOST::Ok{"ada@example.com", {}};
  std::string token;
  PasswordServer server{{.passwords = [&](EmailPassword::Config& config) {
    config.override.apis = [&](EmailPassword::Apis apis) {
      apis.generatePasswordResetTokenPOST = [](EmailPassword::GeneratePasswordResetTokenPOST::Input) {
        return EmailPassword::GeneratePasswordResetTokenPOST::Ok{};
      };
      apis.passwordResetPOST = [&](EmailPassword::PasswordResetPOST::Input input) {
        token = input.token;
        return result;
      };
      return apis;
    };
  }}};
  auto page = server.browser();
  CHECK(page.post("/user/password/reset/token", emailForm("ada@example.com")).body ==
        json::object{{"status", "OK"}});
  CHECK(page.post("/user/password/reset", resetForm(kGoodPassword, "t1")).body ==
        json::object{{"status", "OK"}});
  CHECK(token == "t1");
  result = emailpassword::ResetPasswordInvalidTokenError{};
  CHECK(page.post("/user/password/reset", resetForm(kGoodPassword, "t1")).body ==
        json::object{{"status", "RESET_PASSWORD_INVALID_TOKEN_ERROR"}});
  result = emailpassword::PasswordPolicyViolatedError{"too common"};
  CHECK(page.post("/user/password/reset", resetForm(kGoodPassword, "t1")).body ==
        json::object{{"status", "FIELD_ERROR"},
                     {"formFields", json::array{json::object{{"id", "password"}, {"error", "too common"}}}}});
}
