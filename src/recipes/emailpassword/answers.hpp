// What each outcome looks like on the wire. Source: FDI, emailpassword.
#pragma once

#include "mfa/recipes/emailpassword.hpp"
#include "recipes/emailpassword/form.hpp"

namespace mfa::emailpassword {

/// `{"status":"FIELD_ERROR","formFields":[{"id","error"}]}`
[[nodiscard]] json::object answer(const FieldErrors& errors);

// The user is sent in the form that the front end of `req` reads.
[[nodiscard]] json::object answer(const Request& req, const SignUpPOST::Result& result);
[[nodiscard]] json::object answer(const Request& req, const SignInPOST::Result& result);
[[nodiscard]] json::object answer(const EmailExistsGET::Result& result);
[[nodiscard]] json::object answer(const GeneratePasswordResetTokenPOST::Result& result);
[[nodiscard]] json::object answer(const PasswordResetPOST::Result& result);

}  // namespace mfa::emailpassword
