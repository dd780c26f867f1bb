#include "overrides.hpp"

#include <catch2/catch.hpp>

#include "examples/example_server.hpp"

namespace mfa::test {
namespace {

ExampleServer passwordServer(EmailPassword::Config config) {
  return ExampleServer{{EmailPassword::init(std::move(config)), Session::init()}};
}

}  // namespace

TEST_CASE("an override of a function counts the codes that were right", "[examples][overrides]") {
  ExampleServer server{{countedCodes(), Session::init()}};
  codesSpent = 0;
  auto browser = server.browser();
  REQUIRE(browser.createCode(kPhoneNumber).outcome() == "OK");
  const auto code = server.outbox().last(kPhoneNumber)->userInputCode.value();
  CHECK(browser.consumeCode(browser.device(), code == "000000" ? "111111" : "000000").outcome() ==
        "INCORRECT_USER_INPUT_CODE_ERROR");
  CHECK(codesSpent == 0);
  CHECK(browser.consumeCode(browser.device(), code).outcome() == "OK");
  CHECK(codesSpent == 1);
}

TEST_CASE("an override of an API refuses addresses of others", "[examples][overrides]") {
  const auto server = passwordServer({.override = {.apis = ownAddressesOnly}});
  CHECK(server.browser().signUp("ada@example.com", kPassword).outcome() == "GENERAL_ERROR");
  CHECK(server.browser().signUp("ada@acme.example", kPassword).outcome() == "OK");
}

TEST_CASE("an emptied API takes its route off the server", "[examples][overrides]") {
  const auto path = "/emailpassword/email/exists?email=ada@acme.example";
  CHECK(passwordServer({}).browser().get(path).outcome() == "OK");
  const auto server = passwordServer({.override = {.apis = {ownAddressesOnly, withoutEmailExists}}});
  CHECK_FALSE(server.browser().get(path).handled);
  CHECK(server.browser().signUp("ada@example.com", kPassword).outcome() == "GENERAL_ERROR");
}

TEST_CASE("an override of an API leaves something for a function below it", "[examples][overrides]") {
  ExampleServer server{{invitedColleaguesOnly(), Session::init()}};
  const json::object form{
      {"formFields",
       {{{"id", "email"}, {"value", "ada@acme.example"}}, {{"id", "password"}, {"value", kPassword}}}}};
  CHECK(server.browser().post("/signup", form).message() == "You need an invitation.");
  CHECK(server.browser().post("/signup", form, {{"x-invitation", "autumn"}}).outcome() == "GENERAL_ERROR");
  CHECK(server.browser().post("/signup", form, {{"x-invitation", "spring"}}).outcome() == "OK");
}

TEST_CASE("an override of createNewSession adds to the payload", "[examples][overrides]") {
  ExampleServer server{{EmailPassword::init(), Session::init({.override = {.functions = withPlan}})}};
  auto browser = server.browser();
  REQUIRE(browser.signUp("ada@acme.example", kPassword).outcome() == "OK");
  const auto userId = browser.session()->getUserId();
  CHECK_FALSE(browser.session()->getAccessTokenPayload().contains("plan"));
  server.auth().userMetadata().updateUserMetadata(userId, {{"plan", "gold"}});
  REQUIRE(browser.signIn("ada@acme.example", kPassword).outcome() == "OK");
  CHECK(browser.session()->getAccessTokenPayload().at("plan") == "gold");
}

}  // namespace mfa::test
