// The validators of the built-in claims, with the reasons that the FDI's front ends know.
#include <algorithm>
#include <array>

#include "claims_state.hpp"

namespace mfa::claims {
namespace {

/// What a value is compared with, and how.
enum class Comparison { Equals, Includes, Excludes, IncludesAll, IncludesAny, ExcludesAll };

/// One validator's question. Its two functions share it, so that making a validator copies little.
struct Condition {
  std::shared_ptr<const PrimitiveState> claim{};
  Comparison comparison = Comparison::Equals;
  json::value expected{};
  MaxAge maxAge{};
};
using ConditionPtr = std::shared_ptr<const Condition>;

/// Under which name a reason says what was expected.
std::string_view expectationName(Comparison comparison) {
  switch (comparison) {
    case Comparison::Equals:
      return "expectedValue";
    case Comparison::Includes:
    case Comparison::IncludesAll:
      return "expectedToInclude";
    case Comparison::IncludesAny:
      return "expectedToIncludeAtLeastOneOf";
    case Comparison::Excludes:
    case Comparison::ExcludesAll:
      break;
  }
  return "expectedToNotInclude";
}

/// The FDI's own quirk: a missing value is told under this name where any of a list would do.
std::string_view expectationNameIfMissing(Comparison comparison) {
  return comparison == Comparison::IncludesAny ? "expectedToNotInclude" : expectationName(comparison);
}

bool contains(const json::array& list, const json::value& value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

bool holds(const Condition& condition, const json::value& actual) {
  const auto& expected = condition.expected;
  if (condition.comparison == Comparison::Equals) return actual == expected;
  if (!actual.is_array()) return false;
  const auto& list = actual.get_array();
  const auto isIn = [&list](const json::value& value) { return contains(list, value); };
  switch (condition.comparison) {
    case Comparison::Includes:
      return isIn(expected);
    case Comparison::Excludes:
      return !isIn(expected);
    case Comparison::IncludesAll:
      return std::all_of(expected.get_array().begin(), expected.get_array().end(), isIn);
    case Comparison::IncludesAny:
      return std::any_of(expected.get_array().begin(), expected.get_array().end(), isIn);
    case Comparison::ExcludesAll:
      return std::none_of(expected.get_array().begin(), expected.get_array().end(), isIn);
    case Comparison::Equals:
      break;
  }
  return false;
}

ClaimValidation missing(const Condition& condition) {
  return ClaimValidation::invalid({{"message", "value does not exist"},
                                   {expectationNameIfMissing(condition.comparison), condition.expected}});
}

ClaimValidation wrong(const Condition& condition, const json::value& actual) {
  return ClaimValidation::invalid({{"message", "wrong value"},
                                   {expectationName(condition.comparison), condition.expected},
                                   {"actualValue", actual}});
}

/// How old a value is, in seconds; one that does not say when it was fetched is as old as the epoch.
std::chrono::milliseconds ageOf(const Condition& condition, const json::object& payload,
                                const UserContext& userContext) {
  const auto fetched = condition.claim->lastRefetchTime(payload).value_or(Time{});
  // A payload may say anything: an age must not overflow.
  return timeOf(userContext) - std::clamp(fetched, Time{}, fromUnixMillis(UnixMillis{1} << 53));
}

ClaimValidation validate(const Condition& condition, const json::object& payload,
                         const UserContext& userContext) {
  const auto* const actual = condition.claim->fromPayload(payload);
  if (actual == nullptr) return missing(condition);
  if (condition.maxAge) {
    const auto age = ageOf(condition, payload, userContext);
    if (age > *condition.maxAge)
      return ClaimValidation::invalid(
          {{"message", "expired"},
           {"ageInSeconds", std::int64_t{std::chrono::floor<std::chrono::seconds>(age).count()}},
           {"maxAgeInSeconds", std::int64_t{condition.maxAge->count()}}});
  }
  return holds(condition, *actual) ? ClaimValidation::valid() : wrong(condition, *actual);
}

bool shouldRefetch(const Condition& condition, const json::object& payload, const UserContext& userContext) {
  if (condition.claim->fromPayload(payload) == nullptr) return true;
  return condition.maxAge && ageOf(condition, payload, userContext) > *condition.maxAge;
}

/// What the host said about one validator.
struct Choices {
  MaxAge maxAge{};
  std::optional<std::string> id{};
};

SessionClaimValidator validator(const std::shared_ptr<const PrimitiveState>& claim, Comparison comparison,
                                json::value expected, Choices choices) {
  const ConditionPtr condition = std::make_shared<const Condition>(Condition{
      claim, comparison, std::move(expected), choices.maxAge ? choices.maxAge : claim->defaultMaxAge()});
  return {.id = choices.id ? *std::move(choices.id) : claim->key(),
          .claim = claim,
          .shouldRefetch =
              [condition](const json::object& payload, const UserContext& userContext) {
                return shouldRefetch(*condition, payload, userContext);
              },
          .validate =
              [condition](const json::object& payload, const UserContext& userContext) {
                return validate(*condition, payload, userContext);
              }};
}

}  // namespace

SessionClaimValidator PrimitiveValidators::hasValue(json::value value, MaxAge maxAge,
                                                    std::optional<std::string> id) const {
  return validator(state_, Comparison::Equals, std::move(value), {maxAge, std::move(id)});
}

SessionClaimValidator BooleanValidators::isTrue(MaxAge maxAge, std::optional<std::string> id) const {
  return hasValue(true, maxAge, std::move(id));
}

SessionClaimValidator BooleanValidators::isFalse(MaxAge maxAge, std::optional<std::string> id) const {
  return hasValue(false, maxAge, std::move(id));
}

SessionClaimValidator PrimitiveArrayValidators::includes(json::value value, MaxAge maxAge,
                                                         std::optional<std::string> id) const {
  return validator(state_, Comparison::Includes, std::move(value), {maxAge, std::move(id)});
}

SessionClaimValidator PrimitiveArrayValidators::excludes(json::value value, MaxAge maxAge,
                                                         std::optional<std::string> id) const {
  return validator(state_, Comparison::Excludes, std::move(value), {maxAge, std::move(id)});
}

SessionClaimValidator PrimitiveArrayValidators::includesAll(json::array values, MaxAge maxAge,
                                                            std::optional<std::string> id) const {
  return validator(state_, Comparison::IncludesAll, std::move(values), {maxAge, std::move(id)});
}

SessionClaimValidator PrimitiveArrayValidators::includesAny(json::array values, MaxAge maxAge,
                                                            std::optional<std::string> id) const {
  return validator(state_, Comparison::IncludesAny, std::move(values), {maxAge, std::move(id)});
}

SessionClaimValidator PrimitiveArrayValidators::excludesAll(json::array values, MaxAge maxAge,
                                                            std::optional<std::string> id) const {
  return validator(state_, Comparison::ExcludesAll, std::move(values), {maxAge, std::move(id)});
}

}  // namespace mfa::claims
