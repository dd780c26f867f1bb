// Calling codes: which country (or group of countries) a number belongs to.
#pragma once

#include <string>
#include <string_view>

namespace mfa::identity {

/// The calling code of an E.164 number: "+12015550123" gives "1", "+4930123456" gives "49". Empty for what is
/// no such number.
[[nodiscard]] std::string callingCode(std::string_view e164);

}  // namespace mfa::identity
