// Mistakes in limits.
#pragma once

#include "mfa/limits.hpp"
#include "mfa/recipe.hpp"

namespace mfa::abuse {

/// Notes every limit that cannot work, by its field, with the mend.
void checkLimits(const Limits& limits, ConfigProblems& problems);

}  // namespace mfa::abuse
