#include <catch2/catch.hpp>

#include "support/guide_server.hpp"

using namespace mfa;
using namespace mfa::test;

namespace {

using Combined = ThirdPartyEmailPassword;

GuideChanges with(std::function<void(Combined::Config&)> change) {
  return {.thirdPartyEmailPassword = std::move(change)};
}

// Notes the name of each outer function and route that is called.
Combined::Functions noting(std::vector<std::string>& seen, const Combined::Functions& original) {
  auto functions = original;
  functions.emailPasswordSignUp = [&seen, original](Combined::EmailPasswordSignUp::Input input) {
    seen.push_back("emailPasswordSignUp");
    return original.emailPasswordSignUp(std::move(input));
  };
  functions.createNewEmailPasswordRecipeUser =
      [&seen, original](Combined::CreateNewEmailPasswordRecipeUser::Input input) {
        seen.push_back("createNewEmailPasswordRecipeUser");
        return original.createNewEmailPasswordRecipeUser(std::move(input));
      };
  functions.emailPasswordSignIn = [&seen, original](Combined::EmailPasswordSignIn::Input input) {
    seen.push_back("emailPasswordSignIn");
    return original.emailPasswordSignIn(std::move(input));
  };
  functions.emailPasswordVerifyCredentials =
      [&seen, original](Combined::EmailPasswordVerifyCredentials::Input input) {
        seen.push_back("emailPasswordVerifyCredentials");
        return original.emailPasswordVerifyCredentials(std::move(input));
      };
  return functions;
}

Combined::Apis noting(std::vector<std::string>& seen, const Combined::Apis& original) {
  auto apis = original;
  apis.emailPasswordSignUpPOST = [&seen, original](Combined::EmailPasswordSignUpPOST::Input input) {
    seen.push_back("emailPasswordSignUpPOST");
    return original.emailPasswordSignUpPOST(std::move(input));
  };
  apis.emailPasswordSignInPOST = [&seen, original](Combined::EmailPasswordSignInPOST::Input input) {
    seen.push_back("emailPasswordSignInPOST");
    return original.emailPasswordSignInPOST(std::move(input));
  };
  apis.emailPasswordEmailExistsGET = [&seen, original](Combined::EmailPasswordEmailExistsGET::Input input) {
    seen.push_back("emailPasswordEmailExistsGET");
    return original.emailPasswordEmailExistsGET(std::move(input));
  };
  return apis;
}

std::string mistakes(const GuideChanges& changes) {
  try {
    const GuideServer server{changes};
  } catch (const ConfigError& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("routes of the combined recipe call its own overridden functions and routes",
          "[contract][thirdpartyemailpassword]") {
  std::vector<std::string> seen;
  GuideServer server{with([&seen](Combined::Config& config) {
    config.override.functions = [&seen](Combined::Functions original) { return noting(seen, original); };
    config.override.apis = [&seen](Combined::Apis original) { return noting(seen, original); };
  })};
  auto page = server.browser();
  CHECK(page.signUp("ada@example.com", kPassword).outcome() == "OK");
  CHECK(page.signIn("ada@example.com", kPassword).outcome() == "OK");
  CHECK(page.get("/emailpassword/email/exists?email=ada@example.com").body.at("exists") == true);
  CHECK(seen == std::vector<std::string>{"emailPasswordSignUpPOST", "emailPasswordSignUp",
                                         "createNewEmailPasswordRecipeUser", "emailPasswordSignInPOST",
                                         "emailPasswordSignIn", "emailPasswordVerifyCredentials",
                                         "emailPasswordEmailExistsGET"});
}

TEST_CASE("the combined recipe's object calls the overridden functions too",
          "[contract][thirdpartyemailpassword]") {
  std::vector<std::string> seen;
  GuideServer server{with([&seen](Combined::Config& config) {
    config.override.functions = [&seen](Combined::Functions original) { return noting(seen, original); };
  })};
  const auto& recipe = server.auth().thirdPartyEmailPassword();
  CHECK(ok(recipe.emailPasswordSignUp({.email = "ada@example.com", .password = kPassword})));
  CHECK(ok(recipe.emailPasswordVerifyCredentials({.email = "ada@example.com", .password = kPassword})));
  CHECK(seen == std::vector<std::string>{"emailPasswordSignUp", "createNewEmailPasswordRecipeUser",
                                         "emailPasswordVerifyCredentials"});
}

TEST_CASE("users of the combined recipe have login methods of the inner ones",
          "[contract][thirdpartyemailpassword]") {
  GuideServer server;
  const auto& recipe = server.auth().thirdPartyEmailPassword();
  const auto password = recipe.emailPasswordSignUp({.email = "ada@example.com", .password = kPassword});
  const auto google = recipe.thirdPartySignInUp(
      {.thirdPartyId = "google", .thirdPartyUserId = "g1", .email = "ada@example.com", .isVerified = true});
  CHECK(ok(password)->user.loginMethods.front().recipeId == "emailpassword");
  CHECK(ok(google)->user.loginMethods.front().recipeId == "thirdparty");
  CHECK(ok(password)->user.id != ok(google)->user.id);
}

TEST_CASE("front ends of either generation find the combined recipe by their rid",
          "[contract][thirdpartyemailpassword]") {
  GuideServer server;
  auto page = server.browser();
  for (const std::string rid :
       {"emailpassword", "thirdpartyemailpassword", "thirdparty", "anti-csrf", "unheard-of"})
    CHECK(page.get("/emailpassword/email/exists?email=a@b.example", {{"rid", rid}}).outcome() == "OK");
}

TEST_CASE("an emptied route of the combined recipe is the host's", "[contract][thirdpartyemailpassword]") {
  GuideServer server{with([](Combined::Config& config) {
    config.override.apis = [](Combined::Apis apis) {
      apis.emailPasswordSignUpPOST = nullptr;
      apis.thirdPartySignInUpPOST = nullptr;
      return apis;
    };
  })};
  auto page = server.browser();
  CHECK_FALSE(page.signUp("ada@example.com", kPassword).handled);
  CHECK_FALSE(page.post("/signinup", {{"thirdPartyId", "google"}}).handled);
  CHECK(page.signIn("ada@example.com", kPassword).handled);
}

TEST_CASE("an emptied function and every mistake of the configuration are told at once",
          "[contract][thirdpartyemailpassword]") {
  const auto text = mistakes(with([](Combined::Config& config) {
    config.passwordHashing = {.memoryKiB = 1, .iterations = 99, .atOnce = -1};
    config.signUpFeature.formFields = {{.id = "name"}, {.id = "name"}, {.id = "email", .optional = true}, {}};
    config.providers = {providers::google({}), providers::google({.clientId = "x"}), {.thirdPartyId = "a|b"}};
    config.override.functions = [](Combined::Functions functions) {
      functions.emailPasswordSignIn = nullptr;
      return functions;
    };
  }));
  for (const std::string part :
       {"thirdpartyemailpassword.passwordHashing", "thirdpartyemailpassword.passwordHashing.atOnce",
        "has \"name\" twice", "\"email\" cannot be optional", "a field without an id",
        "a client without a clientId", "has \"google\" twice", "has a bar in it", "has no client",
        "thirdpartyemailpassword.emailPasswordSignIn"}) {
    CAPTURE(part, text);
    CHECK(text.find(part) != std::string::npos);
  }
}

TEST_CASE("where only the combined recipe is configured there is no EmailPassword object",
          "[contract][thirdpartyemailpassword]") {
  GuideServer server;
  CHECK_THROWS_AS(server.auth().emailPassword(), Error);
  CHECK_NOTHROW(server.auth().thirdPartyEmailPassword());
}

TEST_CASE("the combined recipe changes passwords and imports users like the inner one",
          "[contract][thirdpartyemailpassword]") {
  GuideServer server;
  const auto& recipe = server.auth().thirdPartyEmailPassword();
  REQUIRE(ok(recipe.createUserWithPasswordHash(
      {.email = "ada@example.com",
       .passwordHash = "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"})));
  auto page = server.browser();
  REQUIRE(page.signIn("ada@example.com", "U*U").outcome() == "OK");
  CHECK(ok(recipe.changePassword(
      {.session = page.session(), .currentPassword = "U*U", .newPassword = "battery staple 2"})));
  CHECK(page.signIn("ada@example.com", "battery staple 2").outcome() == "OK");
}
