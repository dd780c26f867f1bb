// What each exception of the library is over HTTP. Source: FDI, responses and errors.
#pragma once

#include <exception>

#include "mfa/auth.hpp"
#include "mfa/http.hpp"
#include "mfa/user_context.hpp"

namespace mfa::http {

/// Answers `error` if it is one of the library's; false: it is not, and `res` is untouched.
bool answerError(const Auth& auth, const Request& req, Response& res, std::exception_ptr error,
                 const UserContext& userContext);

/// What every answer of the library says about itself: not to be stored, not to be sniffed, and that it may
/// differ for each origin. A route that allows caching says so itself.
void describeAnswer(Response& res);

/// Takes the tokens away that a route gave before it failed: what ends with an error lets nobody in.
void withdrawTokens(Response& res, const std::vector<std::string>& cookiesBefore);

}  // namespace mfa::http
