// Reads a configuration: checks it, and brings it into the form that everything else works with.
#pragma once

#include "mfa/auth.hpp"
#include "mfa/recipe.hpp"
#include "services.hpp"

namespace mfa {

/// The services that `config` asks for. Notes every mistake; what a mistake leaves open has a harmless value,
/// so that recipes can be built and report theirs too. Touches no storage: `hashingKey` is a throwaway one
/// where the database keeps it, and `clock` is left to the caller.
[[nodiscard]] Services readConfig(const Config& config, ConfigProblems& problems);

}  // namespace mfa
