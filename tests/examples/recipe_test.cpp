#include <catch2/catch.hpp>

#include "examples/example_server.hpp"
#include "greeting.hpp"

namespace mfa::test {
namespace {

std::vector<Recipe> recipes(Greeting::Config config) {
  return {EmailPassword::init(), Session::init(), Greeting::init(std::move(config))};
}

std::string text(const Answer& answer) { return std::string{answer.body.at("text").as_string()}; }

Greeting::Functions loudly(Greeting::Functions original) {
  auto functions = original;
  functions.greet = [next = original.greet](Greeting::Greet::Input input) {
    auto result = next(std::move(input));
    if (auto* greeted = ok(result)) greeted->text += "!";
    return result;
  };
  return functions;
}

}  // namespace

TEST_CASE("a recipe of a host's own serves its route to users with a session", "[examples][recipe]") {
  ExampleServer server{recipes({.salutation = "Ahoy"})};
  auto browser = server.browser();
  CHECK(browser.get("/greeting").status == 401);
  REQUIRE(browser.signUp("ada@acme.example", kPassword).outcome() == "OK");
  const auto answer = browser.get("/greeting");
  CHECK(answer.status == 200);
  CHECK(text(answer) == "Ahoy, " + browser.session()->getUserId());
}

TEST_CASE("its route and its object see an override of its function", "[examples][recipe]") {
  ExampleServer server{recipes({.override = {.functions = loudly}})};
  auto browser = server.browser();
  REQUIRE(browser.signUp("ada@acme.example", kPassword).outcome() == "OK");
  const auto expected = "Hello, " + browser.session()->getUserId() + "!";
  CHECK(text(browser.get("/greeting")) == expected);
  const auto greeted = server.auth().recipe<Greeting>().greet({.userId = browser.session()->getUserId()});
  CHECK(ok(greeted)->text == expected);
}

TEST_CASE("a mistake in its configuration is reported with all others", "[examples][recipe]") {
  try {
    ExampleServer{recipes({.salutation = ""})};
    FAIL("Auth was built");
  } catch (const ConfigError& error) {
    REQUIRE(error.problems().size() == 1);
    CHECK(error.problems().front().field == "greeting.salutation");
  }
}

}  // namespace mfa::test
