#include "options.hpp"

#include <array>
#include <catch2/catch.hpp>
#include <string>
#include <vector>

namespace {

server::Options parse(std::vector<const char*> arguments) {
  arguments.insert(arguments.begin(), "mfa-server");
  return server::parseOptions(static_cast<int>(arguments.size()), arguments.data());
}

}  // namespace

TEST_CASE("without options the server listens on loopback and keeps a file", "[server][options]") {
  const auto options = parse({});
  CHECK(options.host == "127.0.0.1");
  CHECK(options.port == 3567);
  CHECK(options.storage == "sqlite:mfa-server.db");
}

TEST_CASE("an option takes its value from the next word or behind an equals sign", "[server][options]") {
  CHECK(parse({"--listen", "0.0.0.0:80"}).port == 80);
  CHECK(parse({"--listen=[::1]:8080"}).host == "::1");
  CHECK(parse({"--access-token-validity", "2"}).accessTokenValidity == std::chrono::seconds{2});
  CHECK(parse({"--trusted-proxy", "10.0.0.0/8", "--trusted-proxy", "::1/128"}).trustedProxies.size() == 2);
}

TEST_CASE("an option that switches something on takes no value", "[server][options]") {
  CHECK_FALSE(parse({}).phoneHint);
  CHECK(parse({"--phone-hint"}).phoneHint);
  CHECK(parse({"--phone-hint", "--listen", "0.0.0.0:80"}).port == 80);
}

TEST_CASE("a mistyped option says what to write", "[server][options]") {
  CHECK_THROWS_WITH(parse({"--lisen", "x"}), Catch::Contains("unknown option --lisen"));
  CHECK_THROWS_WITH(parse({"--listen"}), Catch::Contains("takes a value"));
  CHECK_THROWS_WITH(parse({"--listen", "3567"}), Catch::Contains("ADDRESS:PORT"));
  CHECK_THROWS_WITH(parse({"--listen", "a:70000"}), Catch::Contains("whole number"));
  CHECK_THROWS_WITH(parse({"--access-token-validity", "0"}), Catch::Contains("whole number"));
}

TEST_CASE("the help names every option", "[server][options]") {
  CHECK(parse({"--help"}).help);
  for (const auto* option :
       std::array{"--listen", "--storage", "--outbox", "--website-domain", "--api-domain", "--web",
                  "--master-key-file", "--trusted-proxy", "--access-token-validity", "--phone-hint"})
    CHECK(server::usage().find(option) != std::string::npos);
}
