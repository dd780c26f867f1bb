#include "connection_count.hpp"

#include <catch2/catch.hpp>
#include <vector>

namespace {

using boost::asio::ip::make_address;

}  // namespace

TEST_CASE("one address cannot take the connections of another", "[server][limits]") {
  server::ConnectionCount count{100, 2};
  for (const auto* greedy : {"203.0.113.7", "::ffff:203.0.113.8", "2001:db8:1:2::1"}) {
    CAPTURE(greedy);
    const auto first = count.enter(make_address(greedy));
    const auto second = count.enter(make_address(greedy));
    CHECK(second);
    CHECK_FALSE(count.enter(make_address(greedy)));
    CHECK(count.enter(make_address("203.0.113.9")));
    CHECK(count.enter(make_address("::ffff:203.0.113.10")));
    CHECK(count.enter(make_address("2001:db8:1:3::1")));
  }
}

TEST_CASE("spellings of one address and the addresses of one network share their connections",
          "[server][limits]") {
  server::ConnectionCount count{100, 1};
  const auto plain = count.enter(make_address("203.0.113.7"));
  CHECK_FALSE(count.enter(make_address("::ffff:203.0.113.7")));
  const auto network = count.enter(make_address("2001:db8:1:2::1"));
  CHECK_FALSE(count.enter(make_address("2001:db8:1:2:ffff::9")));
}

TEST_CASE("a place that is left is free again", "[server][limits]") {
  server::ConnectionCount count{1, 1};
  {
    const auto place = count.enter(make_address("203.0.113.7"));
    CHECK(place);
    CHECK(count.isFull());
    CHECK_FALSE(count.enter(make_address("203.0.113.8")));
  }
  CHECK_FALSE(count.isFull());
  CHECK(count.enter(make_address("203.0.113.8")));
}
