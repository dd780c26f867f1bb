// Which contacts a login method has, and which of them nobody else may have.
#pragma once

#include <vector>

#include "mfa/storage/users.hpp"

namespace mfa::sql {

/// The contacts of a login method.
[[nodiscard]] std::vector<Contact> contactsOf(const LoginMethod& method);

/// Whether a contact of that kind says who a login method is, and so is unique in its tenant and recipe. The
/// address that a third party reports is data: two providers may report the same.
[[nodiscard]] bool identifies(const LoginMethod& method, ContactKind kind);

}  // namespace mfa::sql
