#include "abuse/limits_check.hpp"

#include <catch2/catch.hpp>
#include <functional>
#include <limits>

using namespace mfa;
using namespace std::chrono_literals;

namespace {

/// What is wrong with limits that were changed so: fields, with their mends.
std::vector<std::string> problemsOf(const std::function<void(Limits&)>& change) {
  Limits limits;
  change(limits);
  ConfigProblems problems;
  abuse::checkLimits(limits, problems);
  std::vector<std::string> fields;
  for (const auto& problem : problems.all()) {
    CHECK(problem.mend.size() > 10);
    fields.push_back(problem.field);
  }
  return fields;
}

using Fields = std::vector<std::string>;

}  // namespace

TEST_CASE("limits are sound as they come", "[unit][limits]") {
  CHECK(problemsOf([](Limits&) {}).empty());
}

TEST_CASE("every limit may be switched off", "[unit][limits]") {
  CHECK(problemsOf([](Limits& limits) {
          limits = {.sends = {},
                    .sendsPerDay = {},
                    .sendsPerAddress = {},
                    .sendsPerNumberBlock = {},
                    .sendsPerCountry = {},
                    .sendsInAll = {},
                    .sendsInAllPerDay = {},
                    .shareForEnrolled = 0,
                    .conversionBreaker = {.minimumSends = 0},
                    .guessesPerDay = {},
                    .passwordsPerAccountAndAddress = {},
                    .passwordsPerAccount = {},
                    .passwordsPerAddress = {},
                    .knownClientsFor = {}};
        }).empty());
}

TEST_CASE("a limit that is negative or has no period is named", "[unit][limits]") {
  CHECK(problemsOf([](Limits& limits) {
          limits.sends = {-1, 1s};
          limits.sendsPerDay = {-1, 24h};
          limits.sendsPerAddress = {1, 0s};
          limits.sendsPerNumberBlock = {1, -1s};
          limits.sendsPerCountry = {-1, 1h};
          limits.sendsInAll = {5, 0s};
          limits.sendsInAllPerDay = {5, 0s};
          limits.guessesPerDay = {-3, 1h};
          limits.passwordsPerAccountAndAddress = {5, 0s};
          limits.passwordsPerAccount = {5, 0s};
          limits.passwordsPerAddress = {-1, 1h};
          limits.knownClientsFor = -1s;
        }) == Fields{"limits.sends", "limits.sendsPerDay", "limits.sendsPerAddress",
                     "limits.sendsPerNumberBlock", "limits.sendsPerCountry", "limits.sendsInAll",
                     "limits.sendsInAllPerDay", "limits.guessesPerDay",
                     "limits.passwordsPerAccountAndAddress", "limits.passwordsPerAccount",
                     "limits.passwordsPerAddress", "limits.knownClientsFor"});
}

TEST_CASE("a breaker needs a share that can be and a trial", "[unit][limits]") {
  for (const double share : {-0.1, 0.0, 1.1, 20.0, std::numeric_limits<double>::quiet_NaN()})
    CHECK(problemsOf([share](Limits& limits) { limits.conversionBreaker.share = share; }) ==
          Fields{"limits.conversionBreaker.share"});
  CHECK(problemsOf([](Limits& limits) { limits.conversionBreaker.share = 1; }).empty());
  CHECK(problemsOf([](Limits& limits) {
          limits.conversionBreaker = {.minimumSends = -1, .share = 0.2, .pause = 0s, .trialSends = 0};
        }) == Fields{"limits.conversionBreaker.minimumSends", "limits.conversionBreaker.pause",
                     "limits.conversionBreaker.trialSends"});
}

TEST_CASE("the share of the enrolled leaves something to others", "[unit][limits]") {
  for (const double share : {-0.1, 1.0, 1.5, std::numeric_limits<double>::quiet_NaN()})
    CHECK(problemsOf([share](Limits& limits) { limits.shareForEnrolled = share; }) ==
          Fields{"limits.shareForEnrolled"});
}

TEST_CASE("calling codes have no plus and denied beginnings have one", "[unit][limits]") {
  for (const auto* code : {"+1", "", "0049", "1234", "x"})
    CHECK(problemsOf([code](Limits& limits) {
            limits.allowedCallingCodes = {"1", code};
          }) == Fields{"limits.allowedCallingCodes"});
  for (const auto* prefix : {"1900", "+", "", "+0", "+1-900", "+1234567890123456"})
    CHECK(problemsOf([prefix](Limits& limits) {
            limits.deniedNumberPrefixes = {"+1900", prefix};
          }) == Fields{"limits.deniedNumberPrefixes"});
}
