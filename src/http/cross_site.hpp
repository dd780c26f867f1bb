// Requests that another site makes a browser send.
//
// A page elsewhere can make a browser send our cookies with a form, or with a script's "simple" request: no
// header of its own, no JSON content type. So what changes state is refused when it comes with an `Origin`
// that is not ours, or with a body that a form could have sent. Stock front ends pass: they live on the
// website's origin, and send `rid` and JSON. Source: OWASP ASVS 3.5.1 to 3.5.3; Fetch, CORS-safelisted
// requests.
#pragma once

#include <optional>
#include <string>

#include "mfa/auth.hpp"
#include "mfa/http.hpp"
#include "mfa/recipe.hpp"

namespace mfa::http {

/// Why a request was refused.
struct CrossSiteRefusal {
  int status = 403;
  std::string message{};
};

/// Nothing if the request may go to the route.
[[nodiscard]] std::optional<CrossSiteRefusal> refuseCrossSite(const Auth& auth, const Request& req,
                                                              const Route& route);

}  // namespace mfa::http
