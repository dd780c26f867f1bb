#include "operator_desk.hpp"

#include <ostream>

// [countries]
void printCountries(const mfa::Auth& auth, std::ostream& out) {
  for (const auto& country : auth.messageGovernor().countries())
    out << '+' << country.callingCode << ": " << country.verified << " of " << country.sent << " came back"
        << (country.pausedUntil ? ", paused" : "") << '\n';
}
// [countries]

// [gate]
void closeTheGate(const mfa::Auth& auth, std::chrono::hours duration) {
  auth.messageGovernor().stopNewNumbers(duration);
}

void openTheGate(const mfa::Auth& auth) { auth.messageGovernor().resumeNewNumbers(); }
// [gate]
