#include <catch2/catch.hpp>

#include "contract/password_server.hpp"

using namespace mfa;
using namespace mfa::test;

namespace {

json::object exists(bool value) { return {{"status", "OK"}, {"exists", value}}; }

}  // namespace

TEST_CASE("both paths tell whether an address is taken", "[contract][emailpassword][exists]") {
  PasswordServer server;
  static_cast<void>(server.signedUp("ada@example.com"));
  auto page = server.browser();
  for (const std::string path : {"/emailpassword/email/exists", "/signup/email/exists"}) {
    CHECK(page.get(path + "?email=ada%40example.com").body == exists(true));
    CHECK(page.get(path + "?email=%20ADA@Example.com").body == exists(true));
    CHECK(page.get(path + "?email=bob%40example.com").body == exists(false));
    CHECK(page.get(path + "?email=no+address").body == exists(false));
    CHECK(page.get(path + "?email=").body == exists(false));
    CHECK(page.get("/t1" + path + "?email=ada%40example.com").body == exists(false));
  }
}

TEST_CASE("without an address there is nothing to tell", "[contract][emailpassword][exists]") {
  PasswordServer server;
  auto page = server.browser();
  CHECK(page.get("/emailpassword/email/exists").status == 400);
  CHECK(page.get("/emailpassword/email/exists?mail=a").status == 400);
  CHECK(page.get("/emailpassword/email/exists?email=a%00b").status == 400);
}

TEST_CASE("an address of another recipe does not count as taken", "[contract][emailpassword][exists]") {
  PasswordServer server;
  const LoginMethod method{.recipeId = "passwordless", .recipeUserId = "u1", .email = "ada@example.com"};
  REQUIRE(server.storage().transact([&](Transaction& tx) {
    return tx.users().insertUnique({kPublicTenant, method, std::nullopt});
  }) == Insert::Done);
  auto page = server.browser();
  CHECK(page.get("/emailpassword/email/exists?email=ada@example.com").body == exists(false));
}

TEST_CASE("what an override tells about an address is sent", "[contract][emailpassword][exists]") {
  std::string asked;
  PasswordServer server{{.passwords = [&asked](EmailPassword::Config& config) {
    config.override.apis = [&asked](EmailPassword::Apis apis) {
      apis.emailExistsGET = [&asked](EmailPassword::EmailExistsGET::Input input) {
        asked = input.email;
        return GeneralError{"ask us"};
      };
      return apis;
    };
  }}};
  auto page = server.browser();
  CHECK(page.get("/emailpassword/email/exists?email=Ada@example.com").body ==
        json::object{{"status", "GENERAL_ERROR"}, {"message", "ask us"}});
  CHECK(asked == "ada@example.com");
}
