// Decides, on the raw octets of a request's header, whether its framing is beyond doubt, before any parser
// sees it.
//
// Boost.Beast of 1.81 accepts framings that a proxy in front reads differently (Transfer-Encoding beside
// Content-Length, lists of lengths, folded lines, trailers merged into the header); each of them lets one
// client put words into the next one's request. This server needs none of them, so it refuses them all.
//
// Source: RFC 9112 sections 2.2, 3, 5, 6; RFC 9110 section 5.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>

namespace server {

inline constexpr std::size_t kMaxHeaderBytes = 16 * 1024;
inline constexpr std::size_t kMaxHeaderFields = 100;
inline constexpr std::size_t kMaxBodyBytes = 64 * 1024;

/// The header is well-framed; so many octets of body follow it.
struct Framed {
  std::size_t bodyBytes = 0;
};

/// The request is refused, and the connection closed after the answer: what follows on it has no meaning.
struct Refused {
  int status = 400;
  std::string message{};
};

/// @param header all octets up to and including the empty line
[[nodiscard]] std::variant<Framed, Refused> checkFraming(std::string_view header);

}  // namespace server
