// Percent-encoding. Source: RFC 3986 section 2.1; ECMA-262, encodeURIComponent.
#pragma once

#include <string>
#include <string_view>

namespace mfa::http {

/// Encodes every octet but letters, digits and `-_.!~*'()`, as encodeURIComponent does.
[[nodiscard]] std::string percentEncode(std::string_view text);

/// Decodes `%XX`; a `%` that begins no such triple stands for itself.
[[nodiscard]] std::string percentDecode(std::string_view text);

/// Decodes one value of a query, where `+` is a space.
[[nodiscard]] std::string formDecode(std::string_view text);

}  // namespace mfa::http
