// The `front-token` header: what a front end may know about its session, since it cannot read the HttpOnly
// cookie.
//
// Source: FDI.
#pragma once

#include <string>
#include <string_view>

#include "mfa/json.hpp"
#include "mfa/time.hpp"

namespace mfa::tokens {

/// Standard base64, padded, of UTF-8 JSON:
/// @code -> {"uid":"<user id>","ate":<expiry, ms since the epoch>,"up":{<the whole access-token payload>}}
/// @endcode
[[nodiscard]] std::string frontToken(std::string_view userId, Time expiresAt, const json::object& payload);

}  // namespace mfa::tokens
