// What the other rooms of the library ask of the session recipe, beside its public object.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "mfa/errors.hpp"
#include "mfa/http.hpp"
#include "mfa/recipes/session.hpp"

namespace mfa::session {

/// Answers a session error as the FDI asks for: status, body, and tokens cleared where it says so. A host's
/// `errorHandlers` take the place of status and body.
void answerError(const Session& session, const SessionError& error, const ApiOptions& options,
                 const UserContext& userContext);

/// The session of a request to a route that works with one and without: null if there is none, and no claim
/// is checked. A request whose access token is expired counts as one without a session once the session's row
/// is gone.
/// @throws TryRefreshTokenError if the row lives: stock front ends refresh and send the request again
[[nodiscard]] SessionPtr sessionOfRequest(const Session& session, const ApiOptions& options,
                                          const UserContext& userContext);

/// To be called when another room has deleted sessions in a transaction of its own: their access tokens are
/// refused in this process from now on.
void forgetSessions(const Session& session, const std::vector<std::string>& sessionHandles);

/// Takes back what a route gave: the session is ended, unless it was there before this context, and the
/// response has none of its tokens.
/// @param cookiesBefore those of the response before the session was created
void takeBack(const Session& session, const SessionPtr& given, Response& res,
              const std::vector<std::string>& cookiesBefore, const UserContext& userContext);

/// Makes signing keys that are due, removes and seals again; forgets tokens that are expired.
void housekeep(const Session& session);

}  // namespace mfa::session
