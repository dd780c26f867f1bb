#include "recipes/usermetadata/document.hpp"

#include <catch2/catch.hpp>
#include <limits>
#include <string>

#include "mfa/errors.hpp"

using namespace mfa;
using usermetadata::checkDocument;
using usermetadata::checkUserId;

namespace {

bool fits(const json::object& document) {
  try {
    checkDocument(document);
  } catch (const BadInputError&) {
    return false;
  }
  return true;
}

json::object nested(int depth) {
  json::object object;
  for (int i = 1; i < depth; ++i) object = json::object{{"a", std::move(object)}};
  return object;
}

json::object nestedArrays(int depth) {
  json::array array;
  for (int i = 2; i < depth; ++i) {
    json::array outer;  // braces around one array are a copy of it to some compilers
    outer.emplace_back(std::move(array));
    array = std::move(outer);
  }
  return {{"a", std::move(array)}};
}

}  // namespace

TEST_CASE("metadata is nested at most 16 deep", "[unit][usermetadata]") {
  CHECK(fits(nested(16)));
  CHECK_FALSE(fits(nested(17)));
  CHECK(fits(nestedArrays(16)));
  CHECK_FALSE(fits(nestedArrays(17)));
  CHECK_FALSE(fits(nested(10'000)));
}

TEST_CASE("metadata has at most 64 KiB as text", "[unit][usermetadata]") {
  const std::size_t around = std::string{R"({"a":""})"}.size();
  CHECK(fits({{"a", std::string(64 * 1024 - around, 'x')}}));
  CHECK_FALSE(fits({{"a", std::string(64 * 1024 - around + 1, 'x')}}));
}

TEST_CASE("what JSON escapes counts with its escapes", "[unit][usermetadata]") {
  CHECK_FALSE(fits({{"a", std::string(32 * 1024, '"')}}));
}

TEST_CASE("numbers in metadata are finite", "[unit][usermetadata]") {
  using limits = std::numeric_limits<double>;
  CHECK(fits({{"a", limits::max()}, {"b", -0.0}, {"c", limits::denorm_min()}}));
  for (const double number : {limits::infinity(), -limits::infinity(), limits::quiet_NaN()}) {
    CHECK_FALSE(fits({{"a", number}}));
    CHECK_FALSE(fits({{"a", json::array{json::object{{"b", number}}}}}));
  }
}

TEST_CASE("keys of metadata have at most 128 bytes", "[unit][usermetadata]") {
  CHECK(fits({{std::string(128, 'k'), 1}}));
  CHECK_FALSE(fits({{std::string(129, 'k'), 1}}));
  CHECK_FALSE(fits({{"a", json::object{{std::string(129, 'k'), 1}}}}));
  CHECK(fits({{"", 1}, {"__proto__", 2}, {"\xC3\xA9", 3}}));
}

TEST_CASE("texts and keys of metadata have no NUL and are UTF-8", "[unit][usermetadata]") {
  const std::string nul{"a\0b", 3};
  for (const auto& text : {nul, std::string{"\xFF"}, std::string{"\xC0\x80"}, std::string{"\xED\xA0\x80"}}) {
    CHECK_FALSE(fits({{"a", text}}));
    CHECK_FALSE(fits({{text, 1}}));
    CHECK_FALSE(fits({{"a", json::array{text}}}));
  }
}

TEST_CASE("a user id of metadata is any text of 1 to 256 bytes", "[unit][usermetadata]") {
  CHECK_NOTHROW(checkUserId("a"));
  CHECK_NOTHROW(checkUserId(std::string(256, 'a')));
  CHECK_NOTHROW(checkUserId("an id of the host's: \xC3\xA9"));
  CHECK_THROWS_AS(checkUserId(""), BadInputError);
  CHECK_THROWS_AS(checkUserId(std::string(257, 'a')), BadInputError);
  CHECK_THROWS_AS(checkUserId(std::string_view{"a\0b", 3}), BadInputError);
  CHECK_THROWS_AS(checkUserId("\xFF"), BadInputError);
}
