/// @file
/// The version of the library that runs, which may be newer than the one a shared build was compiled against.
#pragma once

#include <string_view>

#include "mfa/export.hpp"

namespace mfa {

/// Names the version of the linked library as "MAJOR.MINOR.PATCH".
[[nodiscard]] MFA_EXPORT std::string_view version() noexcept;

}  // namespace mfa
