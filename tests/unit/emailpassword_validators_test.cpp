#include <catch2/catch.hpp>
#include <string>

#include "mfa/recipes/emailpassword.hpp"

using mfa::emailpassword::defaultEmailValidator;
using mfa::emailpassword::defaultPasswordValidator;

namespace {

std::string refusal(const std::string& password) {
  return defaultPasswordValidator({.value = mfa::json::value(password)}).value_or("");
}

std::string times(int count, const std::string& text) {
  std::string repeated;
  for (int i = 0; i < count; ++i) repeated += text;
  return repeated;
}

}  // namespace

TEST_CASE("a password of 8 to 99 characters with a letter and a digit passes", "[unit][emailpassword]") {
  for (const auto& password : {std::string{"abcdefg1"}, std::string{"1234567a"}, std::string{"ABCDEFG1"},
                               std::string{"a 1 !?#\n\t"}, std::string(98, 'a') + "1"})
    CHECK(refusal(password).empty());
}

TEST_CASE("each rule of the default password policy has its text", "[unit][emailpassword]") {
  CHECK(refusal("abcde1") == "Password must contain at least 8 characters, including a number");
  CHECK(refusal("abcdef1") == "Password must contain at least 8 characters, including a number");
  CHECK(refusal(std::string(99, 'a') + "1") == "Password's length must be lesser than 100 characters");
  CHECK(refusal("12345678") == "Password must contain at least one alphabet");
  CHECK(refusal("abcdefgh") == "Password must contain at least one number");
}

TEST_CASE("the first rule that a password breaks is the one that is told", "[unit][emailpassword]") {
  CHECK(refusal("1") == "Password must contain at least 8 characters, including a number");
  CHECK(refusal("!!!!!!!!") == "Password must contain at least one alphabet");
  CHECK(refusal(std::string(100, '1')) == "Password's length must be lesser than 100 characters");
}

TEST_CASE("the characters of a password are counted and not its octets", "[unit][emailpassword]") {
  CHECK(refusal("a1" + times(5, "\xC3\xA9")) ==
        "Password must contain at least 8 characters, including a number");
  CHECK(refusal("a1" + times(6, "\xC3\xA9")).empty());
  CHECK(refusal("a1" + times(97, "\xF0\x9F\x90\x8E")).empty());
  CHECK_FALSE(refusal("a1" + times(98, "\xF0\x9F\x90\x8E")).empty());
}

TEST_CASE("letters and digits beyond ASCII do not stand for those of the policy", "[unit][emailpassword]") {
  CHECK(refusal("12345678\xC3\xA9") == "Password must contain at least one alphabet");
  CHECK(refusal("abcdefgh\xD9\xA1") == "Password must contain at least one number");
}

TEST_CASE("a value that is no text is a mistake of the developer", "[unit][emailpassword]") {
  CHECK(defaultPasswordValidator({.value = 12345678}) ==
        "Development bug: Please make sure the password field yields a string");
  CHECK(defaultEmailValidator({.value = true}) ==
        "Development bug: Please make sure the email field yields a string");
}

TEST_CASE("what has no canonical form is no e-mail address", "[unit][emailpassword]") {
  CHECK_FALSE(defaultEmailValidator({.value = "Ada@Example.com"}));
  CHECK(defaultEmailValidator({.value = "ada@example"}) == "Email is invalid");
  CHECK(defaultEmailValidator({.value = ""}) == "Email is invalid");
}

TEST_CASE("a field of a form is found by its id", "[unit][emailpassword]") {
  const std::vector<mfa::emailpassword::FormField> fields{{.id = "email", .value = "a"},
                                                          {.id = "age", .value = 7}};
  REQUIRE(valueOf(fields, "age") != nullptr);
  CHECK(*valueOf(fields, "age") == 7);
  CHECK(valueOf(fields, "name") == nullptr);
}
