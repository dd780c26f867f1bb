// /api/…: what a host does with sessions. Each function answers one route, or throws what `Auth::handleError`
// answers.
#pragma once

#include <mfa/mfa.hpp>
#include <string>
#include <string_view>

namespace server {

/// A member of a body that must be there.
/// @throws mfa::BadInputError if it is missing or no text
[[nodiscard]] std::string textMember(const mfa::json::object& body, std::string_view name);

/// GET /api/session: any session, whether its second factor is done or not. Does not block.
/// @code -> {"userId","sessionHandle","accessTokenPayload":{…}} @endcode
void sendSession(const mfa::Auth& auth, const mfa::Request& req, mfa::Response& res);

/// GET /api/secret: needs both factors, by the claim validators that the guide made global. Does not block.
/// @code -> {"secret": string, "userId"} @endcode
void sendSecret(const mfa::Auth& auth, const mfa::Request& req, mfa::Response& res);

/// GET /api/sessions: the user's own, newest first; needs both factors.
/// @code -> {"sessions":[{"sessionHandle","timeCreated":ms,"expiry":ms,"current":bool}]} @endcode
void sendSessions(const mfa::Auth& auth, const mfa::Request& req, mfa::Response& res);

/// GET /api/events: what happened to the user's account, newest first; needs both factors.
/// `?paginationToken=` asks for the next page.
/// @code -> {"events":[{"event","time":ms,…}],"nextPaginationToken": string?} @endcode
void sendEvents(const mfa::Auth& auth, const mfa::Request& req, mfa::Response& res);

/// POST /api/sessions/revoke: ends one of the user's own sessions; needs both factors.
/// @code <- {"sessionHandle": string}  -> {"status":"OK"} | {"status":"UNKNOWN_SESSION_ERROR"} @endcode
void revokeOneSession(const mfa::Auth& auth, const mfa::Request& req, mfa::Response& res);

/// POST /api/sessions/revoke-all: ends all of them, this one too; needs both factors.
/// @code -> {"status":"OK"} @endcode
void revokeAllSessions(const mfa::Auth& auth, const mfa::Request& req, mfa::Response& res);

/// POST /api/password: needs both factors, and the current password.
/// @code
/// <- {"currentPassword": string, "newPassword": string}
/// -> {"status":"OK"} | {"status":"WRONG_CREDENTIALS_ERROR"} | {"status":"GENERAL_ERROR","message"}
///  | {"status":"FIELD_ERROR","formFields":[{"id":"password","error": string}]}
/// @endcode
void changePassword(const mfa::Auth& auth, const mfa::Request& req, mfa::Response& res);

}  // namespace server
