#include <catch2/catch.hpp>

#include "identity/calling_code.hpp"
#include "identity/phone_number.hpp"

namespace mfa::identity {
namespace {

std::string e164(std::string_view text) {
  const auto number = PhoneNumber::parse(text);
  return number ? number->e164() : "none";
}

}  // namespace

TEST_CASE("every way to write a number is one number", "[unit][passwordless]") {
  for (const auto* text :
       {"+12015550123", "+1 201 555 0123", "+1 (201) 555-0123", " +1.201.555.0123 ", "+1/201/555/0123"})
    CHECK(e164(text) == "+12015550123");
}

TEST_CASE("the canonical form of a number is that of itself", "[unit][passwordless]") {
  for (const auto* text :
       {"+12015550123", "+493012345678", "+390612345678", "+447400123456", "+8613812345678"})
    CHECK(e164(e164(text)) == e164(text));
}

TEST_CASE("what is no international number in ASCII is refused", "[unit][passwordless]") {
  using namespace std::string_literals;
  for (const auto& text :
       {""s, "+"s, "2015550123"s, "0012015550123"s, "+1"s, "+0123456789"s, "tel:+12015550123"s,
        "+12015550123;ext=1"s, "+12015550123x1"s, "+1201CALLNOW"s, "+1201555012३"s,
        "+１２０１５５５０１２３"s, "＋12015550123"s, "+12015550123\0"s, "+1201\0005550123"s,
        "++12015550123"s, "+1201555012345678901"s, "+1\n2015550123"s, "a@acme.example"s})
    CHECK(e164(text) == "none");
}

TEST_CASE("a text longer than 64 bytes is no number and costs no time", "[unit][passwordless]") {
  CHECK(e164("+1201555" + std::string(54, ' ') + "0123") == "none");
  CHECK(e164("+" + std::string(200'000, '1')) == "none");
}

TEST_CASE("a number that no network has is told apart where libphonenumber is there",
          "[unit][passwordless]") {
  CHECK(PhoneNumber::parse("+12015550123")->isAssignable());
#ifdef MFA_HAVE_PHONENUMBER
  CHECK(PhoneNumber::normaliser() == "libphonenumber");
  CHECK_FALSE(PhoneNumber::parse("+10005550123")->isAssignable());
#else
  CHECK(PhoneNumber::normaliser() == "digits");
#endif
}

TEST_CASE("the calling code is what E.164 assigns", "[unit][passwordless]") {
  CHECK(callingCode("+12015550123") == "1");
  CHECK(callingCode("+79161234567") == "7");
  CHECK(callingCode("+4930123456") == "49");
  CHECK(callingCode("+390612345678") == "39");
  CHECK(callingCode("+37120123456") == "371");
  CHECK(callingCode("+35312345678") == "353");
  CHECK(callingCode("+88213123456") == "882");
  CHECK(callingCode("12015550123").empty());
}

}  // namespace mfa::identity
