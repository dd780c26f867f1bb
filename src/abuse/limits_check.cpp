#include "abuse/limits_check.hpp"

#include <algorithm>
#include <string>
#include <string_view>

namespace mfa::abuse {
namespace {

constexpr std::size_t kMaxCallingCodeDigits = 3;
constexpr std::size_t kMaxNumberDigits = 15;  // ITU-T E.164

void check(const std::string& field, const BucketLimit& limit, ConfigProblems& problems) {
  if (limit.capacity < 0 || (limit.capacity > 0 && limit.refill.count() <= 0))
    problems.add("limits." + field, "needs a capacity of 0 (off) or more, and a time to refill");
}

void check(const std::string& field, const WindowLimit& limit, ConfigProblems& problems) {
  if (limit.count < 0 || (limit.count > 0 && limit.period.count() <= 0))
    problems.add("limits." + field, "needs a count of 0 (off) or more, and a period");
}

// Written so that what is not a number is a mistake too.
bool isShare(double value) { return value >= 0 && value <= 1; }

void check(const ConversionBreaker& breaker, ConfigProblems& problems) {
  const std::string field = "limits.conversionBreaker.";
  if (breaker.minimumSends < 0 || breaker.minimumSends > 1'000'000)
    problems.add(field + "minimumSends", "must be 0 (off) to 1000000");
  if (!isShare(breaker.share) || breaker.share == 0)
    problems.add(field + "share",
                 "must be over 0 and at most 1, such as 0.2; minimumSends 0 switches it off");
  if (breaker.pause.count() <= 0) problems.add(field + "pause", "must be over 0 ms");
  if (breaker.trialSends < 1) problems.add(field + "trialSends", "must be 1 or more");
}

bool isDigits(std::string_view text, std::size_t most) {
  return !text.empty() && text.size() <= most && text.front() != '0' &&
         std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

void checkNumbers(const Limits& limits, ConfigProblems& problems) {
  const auto isCallingCode = [](std::string_view code) { return isDigits(code, kMaxCallingCodeDigits); };
  const auto isPrefix = [](std::string_view prefix) {
    return prefix.starts_with('+') && isDigits(prefix.substr(1), kMaxNumberDigits);
  };
  if (!std::ranges::all_of(limits.allowedCallingCodes, isCallingCode))
    problems.add("limits.allowedCallingCodes", "must list calling codes without a plus: \"1\", \"49\"");
  if (!std::ranges::all_of(limits.deniedNumberPrefixes, isPrefix))
    problems.add("limits.deniedNumberPrefixes",
                 "must list beginnings of numbers with a plus and the calling code: \"+1900\"");
}

}  // namespace

void checkLimits(const Limits& limits, ConfigProblems& problems) {
  check("sends", limits.sends, problems);
  check("sendsPerDay", limits.sendsPerDay, problems);
  check("sendsPerAddress", limits.sendsPerAddress, problems);
  check("sendsPerNumberBlock", limits.sendsPerNumberBlock, problems);
  check("sendsPerCountry", limits.sendsPerCountry, problems);
  check("sendsInAll", limits.sendsInAll, problems);
  check("sendsInAllPerDay", limits.sendsInAllPerDay, problems);
  check("guessesPerDay", limits.guessesPerDay, problems);
  check("passwordsPerAccountAndAddress", limits.passwordsPerAccountAndAddress, problems);
  check("passwordsPerAccount", limits.passwordsPerAccount, problems);
  check("passwordsPerAddress", limits.passwordsPerAddress, problems);
  check(limits.conversionBreaker, problems);
  checkNumbers(limits, problems);
  if (!isShare(limits.shareForEnrolled) || limits.shareForEnrolled == 1)
    problems.add("limits.shareForEnrolled", "must be 0 or more and under 1, such as 0.2");
  if (limits.knownClientsFor.count() < 0)
    problems.add("limits.knownClientsFor", "must be 0 (no client is known) or more");
}

}  // namespace mfa::abuse
