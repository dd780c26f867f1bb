// Claims and their validators: the payload's form, the reasons, the ages. Source: FDI, session claims.
#include <catch2/catch.hpp>

#include "mfa/claims.hpp"
#include "support/session_world.hpp"

using namespace mfa;
using namespace mfa::test;
using namespace std::chrono_literals;

namespace {

/// What a validator says about a payload with this value of the claim "c", fetched so long ago.
struct Claims {
  SessionWorld world{};
  UserContext userContext{*world.auth};

  json::object payload(json::value value, std::chrono::milliseconds age = 0ms) const {
    return {{"c", {{"v", std::move(value)}, {"t", toUnixMillis(world.clock->now() - age)}}}};
  }
  ClaimValidation run(const SessionClaimValidator& validator, const json::object& payload) const {
    return validator.validate(payload, userContext);
  }
};

}  // namespace

TEST_CASE("a claim is kept with its value and the time it was fetched", "[unit][claims]") {
  const Claims claims;
  const auto now = toUnixMillis(claims.world.clock->now());
  const BooleanClaim claim{{.key = "c", .fetchValue = [](const ClaimInput&) { return true; }}};
  CHECK(claim.key() == "c");
  CHECK(claim.build({.userContext = claims.userContext}) == json::object{{"c", {{"v", true}, {"t", now}}}});
  CHECK(claim.toPayload(false, fromUnixMillis(7)) == json::object{{"c", {{"v", false}, {"t", 7}}}});
  CHECK(claim.getValueFromPayload(claims.payload(true)) == true);
  CHECK(claim.claim()->lastRefetchTime(claims.payload(true, 5s)) == claims.world.clock->now() - 5s);
}

TEST_CASE("a claim whose value is not to be had leaves the payload as it is", "[unit][claims]") {
  const Claims claims;
  const BooleanClaim none{{.key = "c", .fetchValue = [](const ClaimInput&) { return std::nullopt; }}};
  const BooleanClaim unfetched{{.key = "c"}};
  CHECK(none.build({.userContext = claims.userContext}).empty());
  CHECK(unfetched.build({.userContext = claims.userContext}).empty());
}

TEST_CASE("a claim reads no value from what is not of its form", "[unit][claims]") {
  const BooleanClaim claim{{.key = "c"}};
  for (const json::object& payload :
       {json::object{}, json::object{{"c", 1}}, json::object{{"c", {{"t", 1}}}},
        json::object{{"c", {{"v", "true"}}}}, json::object{{"d", {{"v", true}}}}})
    CHECK_FALSE(claim.getValueFromPayload(payload));
  CHECK_FALSE(claim.claim()->lastRefetchTime({{"c", {{"v", true}, {"t", "now"}}}}));
}

TEST_CASE("hasValue and isTrue and isFalse compare the value", "[unit][claims]") {
  const Claims claims;
  const BooleanClaim claim{{.key = "c"}};
  CHECK(claims.run(claim.validators.isTrue(), claims.payload(true)).isValid);
  CHECK(claims.run(claim.validators.isFalse(), claims.payload(false)).isValid);
  CHECK(claims.run(claim.validators.hasValue(true), claims.payload(true)).isValid);
  const auto wrong = claims.run(claim.validators.isTrue(), claims.payload(false));
  CHECK_FALSE(wrong.isValid);
  CHECK(wrong.reason ==
        json::value{{"message", "wrong value"}, {"expectedValue", true}, {"actualValue", false}});
  const auto missing = claims.run(claim.validators.isTrue(), {});
  CHECK_FALSE(missing.isValid);
  CHECK(missing.reason == json::value{{"message", "value does not exist"}, {"expectedValue", true}});
  // Only the boolean is true.
  for (const json::value& other :
       {json::value("true"), json::value(1), json::value(nullptr), json::value(json::array{true})})
    CHECK_FALSE(claims.run(claim.validators.isTrue(), claims.payload(other)).isValid);
}

TEST_CASE("a value that is older than the validator allows is expired", "[unit][claims]") {
  const Claims claims;
  const BooleanClaim claim{{.key = "c", .defaultMaxAgeInSeconds = 300s}};
  const auto byDefault = claim.validators.isTrue();
  CHECK(claims.run(byDefault, claims.payload(true, 300s)).isValid);
  CHECK_FALSE(byDefault.shouldRefetch(claims.payload(true, 300s), claims.userContext));
  CHECK(byDefault.shouldRefetch(claims.payload(true, 300s + 1ms), claims.userContext));
  const auto expired = claims.run(byDefault, claims.payload(true, 301s));
  CHECK_FALSE(expired.isValid);
  CHECK(expired.reason ==
        json::value{{"message", "expired"}, {"ageInSeconds", 301}, {"maxAgeInSeconds", 300}});
  CHECK(claims.run(claim.validators.isTrue(600s), claims.payload(true, 301s)).isValid);
  CHECK_FALSE(claims.run(claim.validators.isTrue(10s), claims.payload(true, 11s)).isValid);
  const BooleanClaim ageless{{.key = "c"}};
  CHECK(claims.run(ageless.validators.isTrue(), claims.payload(true, 24h * 3'650)).isValid);
  // A value that does not say when it was fetched is as old as can be.
  CHECK_FALSE(claims.run(byDefault, {{"c", {{"v", true}}}}).isValid);
}

TEST_CASE("a validator asks for its claim where the value is missing", "[unit][claims]") {
  const Claims claims;
  const BooleanClaim claim{{.key = "c"}};
  const auto validator = claim.validators.isTrue();
  CHECK(validator.id == "c");
  CHECK(validator.claim == claim.claim());
  CHECK(claim.validators.isTrue({}, "mine").id == "mine");
  CHECK(validator.shouldRefetch({}, claims.userContext));
  CHECK_FALSE(validator.shouldRefetch(claims.payload(false), claims.userContext));
}

TEST_CASE("validators of lists look for values and tell what they expected", "[unit][claims]") {
  const Claims claims;
  const PrimitiveArrayClaim claim{{.key = "c"}};
  const auto& is = claim.validators;
  struct Row {
    SessionClaimValidator validator;
    bool holds;
    const char* wrongName;
    const char* missingName;
    json::value expected;
  };
  const auto actual = claims.payload({"a", "b"});
  const std::vector<Row> table{
      {is.includes("a"), true, "expectedToInclude", "expectedToInclude", "a"},
      {is.includes("c"), false, "expectedToInclude", "expectedToInclude", "c"},
      {is.excludes("c"), true, "expectedToNotInclude", "expectedToNotInclude", "c"},
      {is.excludes("a"), false, "expectedToNotInclude", "expectedToNotInclude", "a"},
      {is.includesAll({"a", "b"}), true, "expectedToInclude", "expectedToInclude", {"a", "b"}},
      {is.includesAll({"a", "c"}), false, "expectedToInclude", "expectedToInclude", {"a", "c"}},
      {is.includesAny({"c", "b"}), true, "expectedToIncludeAtLeastOneOf", "expectedToNotInclude", {"c", "b"}},
      {is.includesAny({"c", "d"}),
       false,
       "expectedToIncludeAtLeastOneOf",
       "expectedToNotInclude",
       {"c", "d"}},
      {is.excludesAll({"c", "d"}), true, "expectedToNotInclude", "expectedToNotInclude", {"c", "d"}},
      {is.excludesAll({"c", "a"}), false, "expectedToNotInclude", "expectedToNotInclude", {"c", "a"}},
  };
  for (const auto& row : table) {
    const auto found = claims.run(row.validator, actual);
    CHECK(found.isValid == row.holds);
    if (!row.holds)
      CHECK(found.reason == json::value{{"message", "wrong value"},
                                        {row.wrongName, row.expected},
                                        {"actualValue", {"a", "b"}}});
    const auto missing = claims.run(row.validator, {});
    CHECK_FALSE(missing.isValid);
    CHECK(missing.reason ==
          json::value{{"message", "value does not exist"}, {row.missingName, row.expected}});
    CHECK_FALSE(claims.run(row.validator, claims.payload("a")).isValid);  // no list
  }
}
