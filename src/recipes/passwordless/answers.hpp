// What the routes of this recipe write: each outcome as the FDI spells it.
#pragma once

#include "mfa/http.hpp"
#include "mfa/recipes/passwordless/api_operations.hpp"

namespace mfa::passwordless {

void answer(Response& res, const CreateCodePOST::Result& result);
void answer(Response& res, const ResendCodePOST::Result& result);
void answer(const Request& req, Response& res, const ConsumeCodePOST::Result& result);
void answer(Response& res, const EmailExistsGET::Result& result);
void answer(Response& res, const PhoneNumberExistsGET::Result& result);
void answer(Response& res, const GeneralError& error);

}  // namespace mfa::passwordless
