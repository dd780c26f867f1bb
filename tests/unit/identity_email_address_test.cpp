#include "identity/email_address.hpp"

#include <catch2/catch.hpp>
#include <set>
#include <string>

using mfa::identity::EmailAddress;

namespace {

std::optional<std::string> canonical(std::string_view typed) {
  const auto address = EmailAddress::parse(typed);
  return address ? std::optional{address->text()} : std::nullopt;
}

}  // namespace

TEST_CASE("every spelling of an address has one canonical form", "[unit][email]") {
  for (const auto* typed :
       {"ada@example.com", "Ada@example.com", "ADA@EXAMPLE.COM", "ada@Example.Com", " ada@example.com",
        "ada@example.com ", "\tada@example.com\n", "\r\naDa@eXample.com", "\vada@example.com\f",
        "  ADA@example.COM  ", "aDA@exAMPle.com", "adA@example.coM"})
    CHECK(canonical(typed) == "ada@example.com");
}

TEST_CASE("dots and tags in a local part tell addresses apart", "[unit][email]") {
  const std::set<std::optional<std::string>> forms{
      canonical("ada@example.com"), canonical("a.da@example.com"), canonical("ada+x@example.com")};
  CHECK(forms.size() == 3);
}

TEST_CASE("what RFC 5321 allows in a local part is an address", "[unit][email]") {
  CHECK(canonical("!#$%&'*+-/=?^_`{|}~@example.com") == "!#$%&'*+-/=?^_`{|}~@example.com");
  CHECK(canonical("a.b.c@example.com"));
  CHECK(canonical("1@example.com"));
  CHECK(canonical("a@sub.example-x.co.uk"));
  CHECK(canonical("a@3com.example"));
  CHECK(canonical("a@xn--bcher-kva.example"));
  CHECK(canonical("a@example.xn--p1ai"));
}

TEST_CASE("what is no address has no canonical form", "[unit][email]") {
  for (const auto* typed : {"",
                            " ",
                            "@",
                            "ada",
                            "ada@",
                            "@example.com",
                            "ada@example",
                            "ada@@example.com",
                            "a@b@example.com",
                            ".ada@example.com",
                            "ada.@example.com",
                            "a..da@example.com",
                            "a da@example.com",
                            "ada@exam ple.com",
                            "ada@.example.com",
                            "ada@example..com",
                            "ada@example.com.",
                            "ada@-example.com",
                            "ada@example-.com",
                            "ada@exa_mple.com",
                            "ada@127.0.0.1",
                            "ada@[127.0.0.1]",
                            "ada@example.c",
                            "ada@example.1com",
                            "\"ada\"@example.com",
                            "a\\da@example.com",
                            "<ada@example.com>",
                            "ada@example.com>",
                            "a,b@example.com",
                            "ada;b@example.com",
                            "ada(x)@example.com",
                            "ada:b@example.com",
                            "ada\n@example.com",
                            "ada@example.com\nbcc:eve@example.com"})
    CHECK_FALSE(canonical(typed));
}

TEST_CASE("an address with NUL or another control character is refused", "[unit][email]") {
  using namespace std::string_view_literals;
  CHECK_FALSE(canonical("ada@example.com\0.evil.example"sv));
  CHECK_FALSE(canonical("ada@b\u00fccher.example\0.evil.example"sv));
  CHECK_FALSE(canonical("ada\0@example.com"sv));
  CHECK_FALSE(canonical("\0ada@example.com"sv));
  CHECK_FALSE(canonical("ada\x01@example.com"sv));
  CHECK_FALSE(canonical("ada\x7f@example.com"sv));
}

TEST_CASE("letters beyond ASCII fold into no address", "[unit][email]") {
  // The Kelvin sign and the long s lower-case to k and s elsewhere; full-width letters normalise to ASCII.
  for (const auto* typed :
       {"\xE2\x84\xAA@example.com", "mi\xC5\xBF\xC5\xBF@example.com",
        "\xEF\xBD\x81\xEF\xBD\x84\xEF\xBD\x81@example.com", "\xC3\xA9@example.com", "e\xCC\x81@example.com",
        // … nor in a domain, where lower-casing or UTS #46 would make them ASCII or nothing.
        "ada@\xE2\x84\xAA"
        "elvin.example",
        "ada@\xEF\xBD\x85xample.com",
        "ada@B\xC3\x9C"
        "CHER.example",
        "ada@exam\xC2\xADple.com",
        "ada@example\xE3\x80\x82"
        "com",
        "ada\xEF\xBC\xA0"
        "example.com",
        "\xC2\xA0"
        "ada@example.com",
        "\xFF@example.com",
        "a\xC0\x80"
        "b@example.com",
        "ada@example.com\xE2\x80\x8B"})
    CHECK_FALSE(canonical(typed));
}

TEST_CASE("a domain in another script is kept as A-labels", "[unit][email]") {
  const std::string canonicalForm = "ada@xn--bcher-kva.example";
  CHECK(canonical("ada@b\u00fccher.example") == canonicalForm);
  CHECK(canonical("ada@bu\u0308cher.example") == canonicalForm);  // decomposed
  CHECK(canonical("Ada@B\u00fccher.Example") == canonicalForm);
  CHECK(canonical("ada@XN--BCHER-KVA.example") == canonicalForm);
  CHECK(canonical("ada@\u043f\u0440\u0438\u043c\u0435\u0440.\u0440\u0444") == "ada@xn--e1afmkfd.xn--p1ai");
  CHECK(canonical("ada@fa\u00df.de") == "ada@xn--fa-hia.de");
}

TEST_CASE("a look-alike domain is another domain", "[unit][email]") {
  CHECK(canonical("ada@\u0435xample.com") == "ada@xn--xample-2of.com");  // the first letter is Cyrillic
  CHECK(canonical("ada@ex\u0131mple.com") == "ada@xn--exmple-q9a.com");  // without its dot
}

TEST_CASE("an A-label is taken for what it is whether or not another script has it", "[unit][email]") {
  CHECK(canonical("ada@xn--ls8h.la") == "ada@xn--ls8h.la");  // a pile of poo, which IDNA2008 refuses
  CHECK(canonical("ada@xn--n3h.com") == "ada@xn--n3h.com");
  CHECK_FALSE(canonical("ada@\u2603.com"));  // the snowman of the one before
  CHECK_FALSE(canonical("ada@xn--example-.com"));
  CHECK_FALSE(canonical("ada@\xC3.example"));
}

TEST_CASE("an address has at most 254 bytes and its parts what RFC 5321 gives them", "[unit][email]") {
  const std::string label(61, 'd');
  const std::string domain = label + "." + label + "." + label + ".ee";  // 188 bytes
  const std::string longest = std::string(254 - 1 - domain.size(), 'l') + "@" + domain;
  CHECK_FALSE(canonical(std::string(65, 'l') + "@example.com"));
  CHECK(canonical(std::string(64, 'l') + "@example.com"));
  CHECK(canonical("a@" + std::string(63, 'd') + ".com"));
  CHECK_FALSE(canonical("a@" + std::string(64, 'd') + ".com"));
  CHECK(longest.size() == 254);
  CHECK_FALSE(canonical(longest));  // its local part alone is too long
  const std::string whole = std::string(60, 'l') + "@" + label + "." + label + "." + label + ".eeeeeee";
  CHECK(whole.size() == 254);
  CHECK(canonical(whole));
  CHECK_FALSE(canonical(whole + "e"));
  CHECK(canonical("  " + whole + "  "));
}

TEST_CASE("a megabyte is refused before it is looked at", "[unit][email]") {
  CHECK_FALSE(canonical(std::string(1'000'000, 'a') + "@example.com"));
  CHECK_FALSE(canonical(std::string(1'000'000, '@')));
  CHECK_FALSE(canonical("a@" + std::string(1'000'000, '.')));
}

TEST_CASE("the domain of an address is what stands behind the at sign", "[unit][email]") {
  CHECK(EmailAddress::parse("Ada@Mail.Example.com")->domain() == "mail.example.com");
}
