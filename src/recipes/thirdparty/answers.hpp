// What each outcome looks like on the wire. Source: FDI, thirdparty.
#pragma once

#include "mfa/recipes/thirdparty.hpp"

namespace mfa::thirdparty {

[[nodiscard]] json::object answer(const GeneralError& error);
[[nodiscard]] json::object answer(const AuthorisationUrlGET::Result& result);
/// The user is sent in the form that the front end of `req` reads.
[[nodiscard]] json::object answer(const Request& req, const SignInUpPOST::Result& result);

}  // namespace mfa::thirdparty
