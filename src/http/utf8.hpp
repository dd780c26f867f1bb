// The gate for text from outside: hashes, databases and senders disagree about NUL and broken UTF-8, so none
// of it gets that far.
#pragma once

#include <string_view>

namespace mfa::http {

/// Whether `text` is valid UTF-8 (no overlong form, no surrogate, nothing above U+10FFFF) without NUL.
/// Source: RFC 3629.
[[nodiscard]] bool isSoundText(std::string_view text) noexcept;

}  // namespace mfa::http
