// Cookies: finding one in a request without building a table of all, and setting one in an answer.
//
// Source: RFC 6265; FDI, session cookies. Names are compared exactly. Of several cookies with one name, the
// first counts, and the number of them is told: a browser sends two when one of them was set for another
// domain.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "mfa/http.hpp"
#include "mfa/time.hpp"

namespace mfa::http {

/// Longer values than this are no cookie of ours: browsers keep no longer ones.
inline constexpr std::size_t kMaxCookieBytes = 4'096;

/// A cookie as it stands in a request. Views live as long as the request.
struct FoundCookie {
  /// Of the first cookie of that name, without the quotes that may surround it, still percent-encoded. Empty
  /// if it was too long.
  std::string_view encoded{};
  /// How many cookies have that name.
  int count = 0;

  /// Percent-decoded.
  [[nodiscard]] std::string value() const;
};

/// The cookie `name` of the request, if there is one. Copies nothing.
[[nodiscard]] std::optional<FoundCookie> findCookie(const Request& req, std::string_view name);

/// Whether the request carries any cookie at all.
[[nodiscard]] bool hasCookies(const Request& req);

/// One cookie to be set. `value` is percent-encoded when it is written.
struct Cookie {
  std::string name{};
  std::string value{};
  std::string path = "/";
  std::optional<std::string> domain{};  ///< nothing: the host that answers, and no other
  Time expires{};
  bool secure = false;
  SameSite sameSite = SameSite::Lax;
};

/// Sets the cookie (HttpOnly always), replacing one of the same name, path and domain that `res` sets
/// already.
void setCookie(Response& res, const Cookie& cookie);

/// Takes the cookie away from the browser: the same name, path, domain and attributes, no value, expired.
void clearCookie(Response& res, Cookie cookie);

/// The header's text: `name=value; Path=/; Expires=…; HttpOnly; Secure; SameSite=Lax; Domain=…`.
[[nodiscard]] std::string toHeader(const Cookie& cookie);

}  // namespace mfa::http
