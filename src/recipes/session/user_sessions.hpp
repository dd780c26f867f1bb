// Which sessions are a user's.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "mfa/storage.hpp"
#include "recipes/session/impl.hpp"

namespace mfa::session {

struct UserSessions {
  std::string userId{};
  std::optional<std::string> recipeUserId{};  ///< of this login method alone
  std::optional<std::string> tenantId{};      ///< of this tenant alone
};

/// The user that `userId`, which may be the id of one of its login methods, belongs to.
[[nodiscard]] std::string primaryUserId(const Session::Impl& impl, const std::string& userId,
                                        const UserContext& userContext);

/// Their handles, oldest first.
[[nodiscard]] std::vector<std::string> handlesOf(const UserSessions& whose, Transaction& transaction,
                                                 Time now);

}  // namespace mfa::session
