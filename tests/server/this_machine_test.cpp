#include "this_machine.hpp"

#include <catch2/catch.hpp>

using server::isAtThisMachine;

TEST_CASE("the outbox is for a browser at the server's own machine", "[server][outbox]") {
  for (const auto* peer : {"127.0.0.1", "127.0.0.2", "::1", "::ffff:127.0.0.1"})
    for (const auto* host : {"localhost", "localhost:3567", "127.0.0.1:3567", "[::1]:3567", "[::1]"}) {
      CAPTURE(peer, host);
      CHECK(isAtThisMachine(peer, host));
    }
}

TEST_CASE("nobody reads the outbox through a proxy or a rebound name or the network", "[server][outbox]") {
  for (const auto* host :
       {"auth.acme.example", "evil.example:3567", "localhost.evil.example", "", "localhost:evil"}) {
    CAPTURE(host);
    CHECK_FALSE(isAtThisMachine("127.0.0.1", host));
  }
  for (const auto* peer : {"192.168.1.5", "203.0.113.7", "2001:db8::1", "::ffff:10.0.0.1", ""}) {
    CAPTURE(peer);
    CHECK_FALSE(isAtThisMachine(peer, "localhost:3567"));
  }
}

TEST_CASE("a server that others reach by a name has no outbox page", "[server][outbox]") {
  using server::isOfThisMachine;
  for (const auto* url :
       {"", "localhost:8080", "http://localhost:3567", "http://127.0.0.1:3567/app", "http://[::1]:80"}) {
    CAPTURE(url);
    CHECK(isOfThisMachine(url));
  }
  for (const auto* url :
       {"https://auth.acme.example", "http://localhost.evil.example", "http://192.168.1.5:3567"}) {
    CAPTURE(url);
    CHECK_FALSE(isOfThisMachine(url));
  }
}
