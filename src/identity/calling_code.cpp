#include "identity/calling_code.hpp"

#include <algorithm>
#include <array>

namespace mfa::identity {

namespace {

// ITU-T E.164, list of assigned codes: two zones have a code of one digit, these countries one of two; every
// other code has three. Codes are prefix-free, so no table of the three-digit ones is needed.
constexpr std::array<std::string_view, 44> kTwoDigitCodes{
    "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46",
    "47", "48", "49", "51", "52", "53", "54", "55", "56", "57", "58", "60", "61", "62", "63",
    "64", "65", "66", "81", "82", "84", "86", "90", "91", "92", "93", "94", "95", "98"};

std::size_t lengthOfCode(std::string_view digits) {
  if (digits.starts_with('1') || digits.starts_with('7')) return 1;
  return std::ranges::find(kTwoDigitCodes, digits.substr(0, 2)) == kTwoDigitCodes.end() ? 3 : 2;
}

}  // namespace

std::string callingCode(std::string_view e164) {
  if (!e164.starts_with('+')) return {};
  const auto digits = e164.substr(1);
  return std::string{digits.substr(0, lengthOfCode(digits))};
}

}  // namespace mfa::identity
