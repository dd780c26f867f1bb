#include "mfa/version.hpp"

namespace mfa {

std::string_view version() noexcept { return MFA_VERSION_STRING; }

}  // namespace mfa
