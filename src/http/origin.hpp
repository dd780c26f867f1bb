// Domains, origins and paths of a configuration, brought into the one form that requests are compared with.
// Source: FDI, app info; RFC 6454 (origins).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace mfa::http {

/// Scheme, host and port of a domain as people write it; a port that the scheme implies is left out. Without
/// a scheme it is https, for localhost and IP addresses http.
/// @code
/// " API.Acme.example/path"  ->  "https://api.acme.example"
/// "localhost:3000"          ->  "http://localhost:3000"
/// @endcode
/// Nothing for what is no domain: empty, user info, a host with characters that none has, a port out of
/// range.
[[nodiscard]] std::optional<std::string> normalisedOrigin(std::string_view domain);

/// The path of what people write where a path is asked for: a leading slash, none at the end, no query, no
/// host; the root is empty. Its case is kept.
/// @code
/// "auth/"  ->  "/auth"        "/"  ->  ""        "https://acme.example/Auth?x"  ->  "/Auth"
/// @endcode
/// Nothing if a character could not stand in a path, or would end the Path attribute of a cookie.
[[nodiscard]] std::optional<std::string> normalisedPath(std::string_view path);

/// The path of a request's target, without a slash at its end: "/auth/signin" of "/auth/signin/?x=1" and of
/// "http://acme.example/auth/signin". A view into `target`.
[[nodiscard]] std::string_view pathOf(std::string_view target);

}  // namespace mfa::http
