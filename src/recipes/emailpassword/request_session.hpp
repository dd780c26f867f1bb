// The session that a request to sign in or up comes with, where account linking has a use for it.
#pragma once

#include <optional>
#include <string>

#include "mfa/recipes/session.hpp"

namespace mfa::emailpassword {

/// @param link `shouldTryLinkingWithSessionUser`: false looks at no session, so that a new one replaces it;
/// nothing takes the one that may be there
/// @throws UnauthorisedError, TryRefreshTokenError where `link` asks for a session and there is none
/// @throws BadInputError where it asks for linking, which no configuration offers
[[nodiscard]] SessionPtr sessionForSignIn(const Session& session, std::optional<bool> link,
                                          const ApiOptions& options, const UserContext& userContext);

/// Notes in the context which user the request's session is of, whatever `link` says: a device that brings a
/// session of the user is none that the account does not know. A session that is expired or revoked counts
/// for nothing.
void noteRequestUser(const Session& session, const ApiOptions& options, UserContext userContext);

/// The user that was noted.
[[nodiscard]] std::optional<std::string> requestUser(const UserContext& userContext);

}  // namespace mfa::emailpassword
