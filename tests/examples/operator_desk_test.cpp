#include "operator_desk.hpp"

#include <catch2/catch.hpp>
#include <sstream>

#include "support/guide_server.hpp"

using namespace mfa::test;

TEST_CASE("an operator's page shows countries and closes the gate to new numbers", "[examples]") {
  GuideServer server;
  (void)server.completed("ada@example.com");
  std::ostringstream page;
  printCountries(server.auth(), page);
  CHECK(page.str() == "+1: 1 of 1 came back\n");

  closeTheGate(server.auth(), std::chrono::hours{2});
  auto bob = server.signedIn("bob@example.com");
  CHECK(bob.createCode("+12015550199").outcome() == "GENERAL_ERROR");
  openTheGate(server.auth());
  CHECK(bob.createCode("+12015550199").outcome() == "OK");
}
