// What an administration page does about text messages: docs/how-to/limits-and-cost.md.
#pragma once

#include <mfa/mfa.hpp>

#include <chrono>
#include <iosfwd>

/// One line for each country that codes went to in the last day.
void printCountries(const mfa::Auth& auth, std::ostream& out);

/// An attack runs: for so long, codes go to known numbers alone.
void closeTheGate(const mfa::Auth& auth, std::chrono::hours duration);

/// It is over.
void openTheGate(const mfa::Auth& auth);
