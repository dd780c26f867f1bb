// What two password hashes that cost the same have in common.
#pragma once

#include <string>
#include <string_view>

namespace mfa::sql {

/// The text of a stored hash up to its salt: "$argon2id$v=19$m=19456,t=2,p=1$", "$2b$11$".
[[nodiscard]] std::string passwordHashKindOf(std::string_view passwordHash);

}  // namespace mfa::sql
