// The user in the answer of a sign-in or sign-up, as the front end's version of the FDI reads it.
#pragma once

#include <string>

#include "mfa/http.hpp"
#include "mfa/json.hpp"
#include "mfa/user.hpp"

namespace mfa::http {

/// Who signed in, and how.
struct SignedInUser {
  const User& user;
  const std::string& recipeUserId;
  bool createdNewRecipeUser = false;
};

/// A body with status OK and the user.
/// @code
/// {"status":"OK","user":User,"createdNewRecipeUser":bool}            FDI 1.18 to 1.19, and from 3.0 on
/// {"status":"OK","user":legacy,"createdNewUser":bool}                FDI 1.17, and 2.0
/// @endcode
[[nodiscard]] json::object userAnswer(const Request& req, const SignedInUser& signedIn);

}  // namespace mfa::http
