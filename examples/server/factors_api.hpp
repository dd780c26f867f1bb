// The routes by which a user of mfa-server sees and changes the enrolled phone.
#pragma once

#include <mfa/mfa.hpp>

namespace server {

/// GET /api/factors: needs both factors.
/// @code -> {"factors":[{"factorId","contact":"•••0123","timeEnrolled":ms}]} @endcode
void sendFactors(const mfa::Auth& auth, const mfa::Request& req, mfa::Response& res);

/// POST /api/factors/replace/start: sends a code to the new phone; needs both factors, and the password.
/// A wrong password is counted as at a sign-in, and nothing is sent.
/// @code
/// <- {"phoneNumber": string, "password": string}
/// -> {"status":"OK","deviceId","preAuthSessionId"} | {"status":"WRONG_CREDENTIALS_ERROR"}
///  | {"status":"FACTOR_NOT_COMPLETED_ERROR"} | {"status":"ALREADY_ENROLLED_ERROR"}
///  | {"status":"GENERAL_ERROR","message"}
/// @endcode
void startReplacingPhone(const mfa::Auth& auth, const mfa::Request& req, mfa::Response& res);

/// POST /api/factors/replace/finish: spends that code; the other sessions of the user end.
/// @code
/// <- {"deviceId","preAuthSessionId","userInputCode": string}
/// -> {"status":"OK","factor":{…}} | {"status":"RESTART_FLOW_ERROR"|"FACTOR_NOT_COMPLETED_ERROR"}
///  | {"status":"INCORRECT_USER_INPUT_CODE_ERROR"|"EXPIRED_USER_INPUT_CODE_ERROR",
///     "failedCodeInputAttemptCount": int, "maximumCodeInputAttempts": int}
///  | {"status":"GENERAL_ERROR","message"}
/// @endcode
void finishReplacingPhone(const mfa::Auth& auth, const mfa::Request& req, mfa::Response& res);

}  // namespace server
