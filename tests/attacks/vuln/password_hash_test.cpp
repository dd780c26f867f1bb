// Vulnerabilities of others, tried here: what a password hash does not see of the password.
#include <catch2/catch.hpp>

#include "contract/password_server.hpp"

namespace {

using namespace mfa;
using namespace mfa::test;

constexpr const char* kAda = "ada@example.com";

/// "a1" and then letters: the default policy wants a letter and a digit, and at most 99 characters.
std::string passwordOf(std::size_t length) { return "a1" + std::string(length - 2, 'x'); }

bool opens(PasswordServer& server, const std::string& email, const std::string& password) {
  return ok(server.passwords().verifyCredentials({.email = email, .password = password})) != nullptr;
}

PasswordServerChanges withoutLimits() {
  return {.config = [](Config& config) {
    config.limits.passwordsPerAccountAndAddress = {};
    config.limits.passwordsPerAddress = {};
  }};
}

}  // namespace

TEST_CASE("vuln_Okta-2024-10-30: a long name leaves no room for guessing the password", "[attacks][vuln]") {
  PasswordServer server{withoutLimits()};
  const auto email = std::string(60, 'a') + "@" + std::string(60, 'b') + ".example.com";
  REQUIRE(server.browser().signUp(email, kGoodPassword).outcome() == "OK");
  for (const std::string guess : {"", "a", "wrong horse 1", "correct horse 2"}) {
    CAPTURE(guess);
    CHECK(server.browser().signIn(email, guess).outcome() != "OK");
  }
  CHECK(server.browser().signIn(email, kGoodPassword).outcome() == "OK");
}

TEST_CASE("vuln_CVE-2025-22228: passwords that differ behind their 72nd octet are different",
          "[attacks][vuln]") {
  PasswordServer server{withoutLimits()};
  for (const std::size_t at : {71UL, 72UL, 73UL, 98UL}) {
    CAPTURE(at);
    const auto email = "u" + std::to_string(at) + "@example.com";
    auto password = passwordOf(99);
    REQUIRE(server.browser().signUp(email, password).outcome() == "OK");
    CHECK(opens(server, email, password));
    password[at] = 'y';
    CHECK_FALSE(opens(server, email, password));
    CHECK_FALSE(opens(server, email, password.substr(0, 72)));
  }
}

TEST_CASE("vuln_CVE-2025-22228: an imported bcrypt hash opens to no password that bcrypt would cut",
          "[attacks][vuln]") {
  PasswordServer server{withoutLimits()};
  // The published vector of bcrypt for "U*U".
  REQUIRE(ok(server.passwords().createUserWithPasswordHash(
      {.email = kAda, .passwordHash = "$2b$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"})));
  CHECK(opens(server, kAda, "U*U"));
  CHECK_FALSE(opens(server, kAda, std::string{"U*U\0", 4}));
  CHECK_FALSE(opens(server, kAda, "U*U" + std::string(70, '\0')));
  CHECK_FALSE(opens(server, kAda, std::string(80, 'U')));
}

TEST_CASE("vuln_CVE-2020-7689: neither a NUL nor the 256th octet ends a password", "[attacks][vuln]") {
  PasswordServer server{{.passwords =
                             [](EmailPassword::Config& config) {
                               config.signUpFeature.formFields = {
                                   {.id = "password", .validate = [](const emailpassword::FormFieldInput&) {
                                      return std::optional<std::string>{};
                                    }}};
                             },
                         .config = withoutLimits().config}};
  for (const std::size_t length : {255UL, 256UL, 257UL, 512UL, 1'024UL}) {
    CAPTURE(length);
    const auto email = "u" + std::to_string(length) + "@example.com";
    const auto password = passwordOf(length);
    REQUIRE(server.browser().signUp(email, password).outcome() == "OK");
    CHECK(opens(server, email, password));
    for (const std::size_t cut : {1UL, 2UL, 128UL, 255UL})
      CHECK_FALSE(opens(server, email, password.substr(0, length - cut)));
    if (length > 256) CHECK_FALSE(opens(server, email, password.substr(0, length % 256)));
  }
  CHECK(server.browser().signUp("nul@example.com", std::string{"secret 1\0tail", 13}).outcome() != "OK");
  CHECK_FALSE(server.userOf("nul@example.com").has_value());
}

TEST_CASE("vuln_CVE-2026-33306: a hash whose cost means no work at all or endless work is not taken in",
          "[attacks][vuln]") {
  PasswordServer server;
  for (const std::string hash : {"$2b$31$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
                                 "$2b$00$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
                                 "$2b$03$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
                                 "$2b$32$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
                                 "$2b$99$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
                                 "$argon2id$v=19$m=64,t=0,p=1$c2FsdHNhbHQ$aGFzaGhhc2hoYXNoaGFzaA",
                                 "$argon2id$v=19$m=4294967295,t=1,p=1$c2FsdHNhbHQ$aGFzaGhhc2hoYXNoaGFzaA"}) {
    CAPTURE(hash);
    const auto result = server.passwords().createUserWithPasswordHash({.email = kAda, .passwordHash = hash});
    CHECK(std::holds_alternative<emailpassword::CreateUserWithPasswordHash::UnsupportedPasswordHashError>(
        result));
  }
}
