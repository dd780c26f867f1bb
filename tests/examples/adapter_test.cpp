#include <catch2/catch.hpp>

#include "wire_adapter.hpp"

TEST_CASE("an adapter finds headers whatever their case", "[examples][adapter]") {
  const wire::Request message{.fields = {{"Cookie", "a=1"}, {"COOKIE", "b=2"}, {"rid", "session"}}};
  const WireRequest req{message};
  CHECK(req.header("cookie") == "a=1");
  CHECK(req.headers("Cookie") == std::vector<std::string_view>{"a=1", "b=2"});
  CHECK(req.header("RID") == "session");
  CHECK_FALSE(req.header("origin"));
}

TEST_CASE("an adapter keeps several cookies and one of every other header", "[examples][adapter]") {
  wire::Response answer;
  WireResponse res{answer};
  res.setHeader("Vary", "Origin");
  res.setHeader("vary", "Accept");
  res.setCookies({"a=1", "b=2"});
  res.setCookies({"c=3", "d=4"});
  CHECK(res.header("VARY") == "Accept");
  CHECK(res.cookies() == std::vector<std::string>{"c=3", "d=4"});
  CHECK(answer.fields.size() == 3);
  res.removeHeader("Vary");
  CHECK_FALSE(res.header("Vary"));
}
