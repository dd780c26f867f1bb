// JSON from outside, read strictly: what two parsers could read differently is refused.
#pragma once

#include <string_view>

#include "mfa/json.hpp"

namespace mfa::http {

/// The object that `text` is.
/// @throws BadInputError if it is none, or has duplicate keys, a nesting deeper than 16, more than 256
/// members, a number without a finite value, NUL, or invalid UTF-8
[[nodiscard]] json::object readJsonObject(std::string_view text);

}  // namespace mfa::http
