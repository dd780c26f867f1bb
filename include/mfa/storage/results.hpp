/// @file
/// What the verbs of a store answer. A conflict is an expected outcome, so it is no error.
#pragma once

namespace mfa {

/// What an insert did.
enum class [[nodiscard]] Insert{
    Done,
    Conflict,  ///< a unique value is taken; nothing was written
};

/// What a guarded change did.
enum class [[nodiscard]] Update{
    Done,
    Missing,  ///< no row is as the change expects it; nothing was written
};

}  // namespace mfa
