// GET /passwordless/email/exists, /passwordless/phonenumber/exists, and their older paths.
#include <catch2/catch.hpp>

#include "contract/passwordless_server.hpp"

namespace mfa::test {
namespace {

json::object exists(bool answer) { return {{"status", "OK"}, {"exists", answer}}; }

struct Stage {
  Stage() {
    auto ada = server.browser();
    REQUIRE(signInByCode(server, ada, kPhoneNumber).outcome() == "OK");
    const auto signedUp = server.auth().passwordless().signInUp({.email = "grace@example.com"});
    REQUIRE(ok(signedUp) != nullptr);
  }
  GuideServer server{codesAlone()};
  Browser browser = server.browser();
};

}  // namespace

TEST_CASE("a phone number exists once somebody signed up with it however it is written",
          "[contract][passwordless]") {
  Stage stage;
  for (const auto* path : {"/passwordless/phonenumber/exists", "/passwordless/phoneNumber/exists",
                           "/signup/phonenumber/exists"}) {
    const std::string start = std::string{path} + "?phoneNumber=";
    CHECK(stage.browser.get(start + "%2B12015550123").body == exists(true));
    CHECK(stage.browser.get(start + "%2B1%20(201)%20555-0123").body == exists(true));
    CHECK(stage.browser.get(start + "%2B12015550199").body == exists(false));
    CHECK(stage.browser.get(start + "nonsense").body == exists(false));
    CHECK(stage.browser.get(path).status == 400);
  }
}

TEST_CASE("an e-mail address exists once somebody signed in with it by a code", "[contract][passwordless]") {
  Stage stage;
  const std::string start = "/passwordless/email/exists?email=";
  CHECK(stage.browser.get(start + "grace%40example.com").body == exists(true));
  CHECK(stage.browser.get(start + "%20Grace%40EXAMPLE.com").body == exists(true));
  CHECK(stage.browser.get(start + "nobody%40example.com").body == exists(false));
  CHECK(stage.browser.get("/passwordless/email/exists").status == 400);
  // A password is another way to sign in.
  auto ada = stage.server.signedIn(kEmail);
  CHECK(stage.browser.get(start + "ada%40example.com").body == exists(false));
}

TEST_CASE("the recipe id decides whose older path for e-mail addresses is meant",
          "[contract][passwordless]") {
  Stage stage;
  auto ada = stage.server.signedIn(kEmail);
  const auto ask = [&](const std::string& email, const std::string& rid) {
    return stage.browser.get("/signup/email/exists?email=" + email, {{"rid", rid}}).body;
  };
  CHECK(ask("grace%40example.com", "passwordless") == exists(true));
  CHECK(ask("ada%40example.com", "passwordless") == exists(false));
  CHECK(ask("ada%40example.com", "emailpassword") == exists(true));
  CHECK(ask("grace%40example.com", "emailpassword") == exists(false));
}

}  // namespace mfa::test
