// What guide.cpp beside this file defines, for programs that run it: mfa-server and the tests.
#pragma once

#include <mfa/mfa.hpp>

/// Steps 2 to 5 of the guide: codes go to the enrolled number, and a code completes the session of its
/// request.
mfa::Passwordless::Apis secondFactorApis(mfa::Passwordless::Apis original);

/// The second factor keeps the session of the first, and every protected route asks for both.
mfa::Session::Functions keepFirstSession(mfa::Session::Functions original);
