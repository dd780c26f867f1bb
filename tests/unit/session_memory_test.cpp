// What a process remembers of sessions: verified tokens and revocations.
#include <catch2/catch.hpp>

#include "recipes/session/session_marks.hpp"
#include "recipes/session/verified_tokens.hpp"
#include "support/seeded_random.hpp"

using namespace mfa;
using namespace mfa::session;
using namespace std::chrono_literals;

namespace {

constexpr Time kNow = fromUnixMillis(1'893'499'200'000);

crypto::KeyedHash someHash() {
  mfa::test::SeededRandom random;
  return crypto::KeyedHash{random};
}

AccessTokenStatePtr stateFor(std::string token, Time expires = kNow + 1h) {
  AccessTokenState state{.token = std::move(token)};
  state.claims.expiresAt = std::chrono::floor<std::chrono::seconds>(expires);
  return std::make_shared<const AccessTokenState>(std::move(state));
}

}  // namespace

TEST_CASE("a verified token is found as a whole and shared", "[unit][session]") {
  VerifiedTokens tokens{100, someHash()};
  const std::string end(64, 'e');
  const auto state = stateFor("a" + end);
  tokens.insert(state);
  CHECK(tokens.find("a" + end) == state);
  // The end is what is hashed, but all of it is compared.
  CHECK(tokens.find("b" + end) == nullptr);
  CHECK(tokens.find(end) == nullptr);
  CHECK(tokens.find("") == nullptr);
}

TEST_CASE("a token that is verified twice takes one place", "[unit][session]") {
  VerifiedTokens tokens{100, someHash()};
  for (int i = 0; i < 100; ++i) tokens.insert(stateFor("same"));
  CHECK(tokens.size() == 1);
}

TEST_CASE("the memory of verified tokens is bounded and the newest is in it", "[unit][session]") {
  VerifiedTokens tokens{256, someHash()};
  for (int i = 0; i < 10'000; ++i) {
    const auto token = "token " + std::to_string(i);
    tokens.insert(stateFor(token));
    REQUIRE(tokens.find(token) != nullptr);
  }
  CHECK(tokens.size() <= 256);
  CHECK(tokens.size() > 200);
}

TEST_CASE("no memory of verified tokens is a choice", "[unit][session]") {
  VerifiedTokens tokens{0, someHash()};
  tokens.insert(stateFor("token"));
  CHECK(tokens.find("token") == nullptr);
}

TEST_CASE("a sweep drops tokens that are expired", "[unit][session]") {
  VerifiedTokens tokens{100, someHash()};
  tokens.insert(stateFor("old", kNow));
  tokens.insert(stateFor("young", kNow + 1s));
  tokens.sweep(kNow);
  CHECK(tokens.find("old") == nullptr);
  CHECK(tokens.find("young") != nullptr);
}

TEST_CASE("all tokens of a session share its mark and see its revocation", "[unit][session]") {
  SessionMarks marks{someHash()};
  const auto before = marks.of("handle");
  CHECK_FALSE(before->isRevoked());
  marks.revoke("handle", kNow, kNow + 1h);
  CHECK(before->isRevoked());
  CHECK(marks.of("handle")->isRevoked());
  CHECK_FALSE(marks.of("other")->isRevoked());
}

TEST_CASE("a revocation is remembered until no access token can be alive", "[unit][session]") {
  SessionMarks marks{someHash()};
  marks.revoke("handle", kNow, kNow + 1h);
  marks.sweep(kNow + 1h - 1ms);
  CHECK(marks.of("handle")->isRevoked());
  marks.sweep(kNow + 1h);
  CHECK(marks.size() == 0);
}

TEST_CASE("marks that nobody holds are swept and those of live tokens stay", "[unit][session]") {
  SessionMarks marks{someHash()};
  const auto held = marks.of("held");
  for (int i = 0; i < 100'000; ++i) (void)marks.of(std::to_string(i));
  CHECK(marks.size() < 10'000);
  CHECK(marks.of("held") == held);
  marks.sweep(kNow);
  CHECK(marks.size() == 1);
}
