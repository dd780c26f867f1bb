// For docs/how-to/keep-the-number-out-of-the-token.md.
#pragma once

#include <mfa/mfa.hpp>
#include <vector>

/// Codes go to the enrolled number alone, once there is one.
mfa::Passwordless::Apis onlyEnrolledNumber(mfa::Passwordless::Apis original);

/// The recipes of the guide, with a hint in the token.
std::vector<mfa::Recipe> recipesWithHint();
