#include "mfa/errors.hpp"
#include "mfa/recipe.hpp"
#include "support/fake_http.hpp"

using namespace mfa;
using test::FakeRequest;
using test::FakeResponse;

namespace {

json::object read(std::string body, test::Headers headers = {}) {
  return jsonBody(FakeRequest{"POST", "/", std::move(headers), std::move(body)});
}

std::string nested(int depth) {
  std::string text;
  for (int i = 0; i < depth; ++i) text += i + 1 < depth ? "{\"a\":" : "{}";
  return text + std::string(static_cast<std::size_t>(depth - 1), '}');
}

std::string members(int count) {
  std::string text = "{";
  for (int i = 0; i < count; ++i) text += (i == 0 ? "\"k" : ",\"k") + std::to_string(i) + "\":1";
  return text + "}";
}

}  // namespace

TEST_CASE("a body is a JSON object and an empty one is an empty object", "[unit][http]") {
  CHECK(read("").empty());
  CHECK(read("{}").empty());
  CHECK(read(" {\"a\" : [1, -2, 1.5, true, null, \"x\"]} \n") ==
        json::object{{"a", {1, -2, 1.5, true, nullptr, "x"}}});
  CHECK(read(R"({"\u0061\n":"\ud83d\ude00 \"q\""})") == json::object{{"a\n", "\xF0\x9F\x98\x80 \"q\""}});
  CHECK(read(R"({"n":18446744073709551615})").at("n").as_uint64() == 18'446'744'073'709'551'615U);
}

TEST_CASE("a long text comes through whole", "[unit][http]") {
  const std::string text(60'000, 'x');
  CHECK(read("{\"" + text.substr(0, 4'000) + "\":\"" + text.substr(0, 50'000) + "\"}").size() == 1);
  CHECK(read("{\"a\":\"" + text + "\"}").at("a").as_string() == text);
}

TEST_CASE("what is no JSON object is refused", "[unit][http]") {
  for (const auto* body : {"[]", "1", "null", "\"x\"", "{", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{'a':1}",
                           "{}{}", "{}x", "\xEF\xBB\xBF{}", "{\"a\":01}", "{\"a\":NaN}", "{\"a\":Infinity}",
                           "a=1&b=2", "{/**/}", "{\"a\":\"\n\"}", " "}) {
    INFO(body);
    CHECK_THROWS_AS(read(body), BadInputError);
  }
}

TEST_CASE("a key that stands twice is refused however it is spelt", "[unit][http]") {
  CHECK_THROWS_AS(read(R"({"a":1,"a":2})"), BadInputError);
  CHECK_THROWS_AS(read(R"({"a":1,"\u0061":2})"), BadInputError);
  CHECK_THROWS_AS(read(R"({"x":[{"a":1,"b":1,"a":1}]})"), BadInputError);
  CHECK_NOTHROW(read(R"({"a":{"a":1},"b":[{"a":1},{"a":1}]})"));
}

TEST_CASE("a body nested deeper than sixteen is refused", "[unit][http]") {
  CHECK_NOTHROW(read(nested(16)));
  CHECK_THROWS_AS(read(nested(17)), BadInputError);
  CHECK_THROWS_AS(read("{\"a\":" + std::string(30'000, '[')), BadInputError);
}

TEST_CASE("a body with more than 256 members is refused", "[unit][http]") {
  CHECK_NOTHROW(read(members(256)));
  CHECK_THROWS_AS(read(members(257)), BadInputError);
}

TEST_CASE("a number without a finite value is refused", "[unit][http]") {
  CHECK_THROWS_AS(read(R"({"a":1e400})"), BadInputError);
  CHECK_THROWS_AS(read(R"({"a":-1e400})"), BadInputError);
  CHECK_THROWS_AS(read(R"({"a":[{"b":1e999999}]})"), BadInputError);
  CHECK_NOTHROW(read(R"({"a":1e308})"));
}

TEST_CASE("NUL and broken UTF-8 in a body are refused", "[unit][http]") {
  CHECK_THROWS_AS(read(R"({"a":"victim@x.com\u0000.evil.com"})"), BadInputError);
  CHECK_THROWS_AS(read(R"({"a\u0000":1})"), BadInputError);
  CHECK_THROWS_AS(read(std::string{"{\"a\":\"\0\"}", 9}), BadInputError);
  CHECK_THROWS_AS(read("{\"a\":\"\xC3\"}"), BadInputError);
  CHECK_THROWS_AS(read("{\"a\":\"\xC0\xAF\"}"), BadInputError);
  CHECK_THROWS_AS(read("{\"a\":\"\xED\xA0\x80\"}"), BadInputError);
  CHECK_THROWS_AS(read(R"({"a":"\ud800"})"), BadInputError);
  CHECK_THROWS_AS(read(R"({"a":"\ud800x"})"), BadInputError);
}

TEST_CASE("a body longer than 64 KiB is refused", "[unit][http]") {
  CHECK_NOTHROW(read("{}" + std::string(64 * 1024 - 2, ' ')));
  CHECK_THROWS_AS(read("{}" + std::string(64 * 1024 - 1, ' ')), BadInputError);
}

TEST_CASE("the charset of a body must begin with utf", "[unit][http]") {
  CHECK_NOTHROW(read("{}", {{"Content-Type", "application/json; charset=UTF-8"}}));
  CHECK_NOTHROW(read("{}", {{"Content-Type", "application/json;charset=\"utf-8\""}}));
  CHECK_NOTHROW(read("{}", {{"Content-Type", "text/plain"}}));
  CHECK_THROWS_AS(read("{}", {{"Content-Type", "application/json; charset=iso-8859-1"}}), BadInputError);
  CHECK_THROWS_AS(read("{}", {{"Content-Type", "application/json; a=b; Charset=utf8"}}), BadInputError);
}

TEST_CASE("a compressed body that the host did not inflate is refused", "[unit][http]") {
  CHECK_THROWS_AS(read("\x1f\x8b\x08", {{"Content-Encoding", "gzip"}}), BadInputError);
  CHECK_THROWS_AS(read("\x0b\x02", {{"Content-Encoding", "br"}}), BadInputError);
  CHECK(read("{\"a\":1}", {{"Content-Encoding", "gzip"}}).size() == 1);
}

TEST_CASE("no text breaks the JSON reader", "[unit][http]") {
  // Every prefix, and every change of one octet, of a body with all kinds of values: read or refused.
  const std::string sound = R"({"a":[1,-2.5e3,true,false,null,"x\u00e4\n"],"b":{"c":{}}})";
  int readable = 0;
  const auto attempt = [&readable](const std::string& text) {
    try {
      (void)read(text);
      ++readable;
    } catch (const BadInputError&) {
    }
  };
  for (std::size_t i = 0; i <= sound.size(); ++i) attempt(sound.substr(0, i));
  for (std::size_t i = 0; i < sound.size(); ++i)
    for (const char octet : {'\0', '"', '{', '}', '[', ']', '\\', ',', ':', '9', '\x80', '\xff', 'e', ' '}) {
      auto changed = sound;
      changed[i] = octet;
      attempt(changed);
    }
  CHECK(readable > 50);
}

TEST_CASE("a query parameter is decoded and the first of several counts", "[unit][http]") {
  const FakeRequest req{"GET", "/x?a=1&email=j%2Btest%40acme.example&email=2&plus=a+b&empty=&flag&%65nc=%26"};
  CHECK(queryParameter(req, "email") == "j+test@acme.example");
  CHECK(queryParameter(req, "plus") == "a b");
  CHECK(queryParameter(req, "empty") == "");
  CHECK(queryParameter(req, "flag") == "");
  CHECK(queryParameter(req, "enc") == "&");
  CHECK_FALSE(queryParameter(req, "none"));
  CHECK_FALSE(queryParameter(FakeRequest{"GET", "/x"}, "a"));
  CHECK_FALSE(queryParameter(FakeRequest{"GET", "/x#?a=1"}, "a"));
}

TEST_CASE("a query parameter with NUL or broken UTF-8 is refused", "[unit][http]") {
  CHECK_THROWS_AS(queryParameter(FakeRequest{"GET", "/?a=%00"}, "a"), BadInputError);
  CHECK_THROWS_AS(queryParameter(FakeRequest{"GET", "/?a=%ff"}, "a"), BadInputError);
  CHECK_NOTHROW(queryParameter(FakeRequest{"GET", "/?b=%ff&a=1"}, "a"));
}

TEST_CASE("an answer is JSON with a status", "[unit][http]") {
  FakeResponse res;
  sendJson(res, 400, {{"message", "no"}});
  CHECK(res.status == 400);
  CHECK(res.body == R"({"message":"no"})");
  CHECK(res.header("content-type") == "application/json; charset=utf-8");
}
