// A page that does not know the number: the server fills in the enrolled one.
#include <catch2/catch.hpp>

#include "contract/factors_server.hpp"

using namespace mfa;
using namespace mfa::test;

namespace {

constexpr const char* kHint = "•••0123";

}  // namespace

TEST_CASE("a signed-in user's request may give the masked number in place of the number",
          "[contract][passwordless][hint]") {
  FactorsServer server;
  (void)server.completed(kAda);
  auto again = server.signedIn(kAda);
  REQUIRE(again.createCode(kHint).outcome() == "OK");
  CHECK(again.consumeCode(again.device(), server.lastCode()).outcome() == "OK");
  CHECK(again.hasSecondFactor());
}

TEST_CASE("a signed-in user's request may leave the number out", "[contract][passwordless][hint]") {
  FactorsServer server;
  (void)server.completed(kAda);
  auto again = server.signedIn(kAda);
  const auto answer = again.post("/signinup/code", json::object{});
  REQUIRE(answer.outcome() == "OK");
  const Device device{std::string{answer.body.at("deviceId").as_string()},
                      std::string{answer.body.at("preAuthSessionId").as_string()}};
  CHECK(again.consumeCode(device, server.lastCode()).outcome() == "OK");
  CHECK(answer.response.body.find("5550123") == std::string::npos);
}

TEST_CASE("a masked number is nobody's without a session or where another one is enrolled",
          "[contract][passwordless][hint]") {
  FactorsServer server;
  (void)server.completed(kAda);
  auto mallory = server.completed("mallory@example.com", kMallorysPhone);
  auto unenrolled = server.signedIn("bob@example.com");
  auto anonymous = server.browser();
  const auto before = server.outbox().messages().size();
  for (auto* page : {&mallory, &unenrolled, &anonymous}) {
    CHECK(page->createCode(kHint).outcome() == "GENERAL_ERROR");
    CHECK(page->createCode(kHint).message() == "Phone number is invalid");
  }
  CHECK(unenrolled.post("/signinup/code", json::object{}).status == 400);
  CHECK(anonymous.post("/signinup/code", json::object{}).status == 400);
  CHECK(mallory.post("/signinup/code", {{"phoneNumber", kHint}, {"email", "a@example.com"}}).status == 400);
  CHECK(server.outbox().messages().size() == before);
}

TEST_CASE("codes to a masked number draw from the owner's own budget", "[contract][passwordless][hint]") {
  FactorsServer server{GuideChanges{}};
  (void)server.completed(kAda);
  server.clock().advance(std::chrono::hours{1});
  auto thief = server.signedIn(kAda);
  for (int i = 0; i < 10; ++i) (void)thief.createCode("+1201555" + std::to_string(2000 + i));
  auto again = server.signedIn(kAda);
  int sent = 0;
  for (int i = 0; i < 10; ++i)
    if (again.createCode(kHint).outcome() == "OK") ++sent;
  CHECK(sent == 3);
}
