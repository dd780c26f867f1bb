// Sites: whether two origins are one for a browser that decides about SameSite cookies.
//
// A site is the registrable domain of a host, on the public suffix list with its private part (libpsl), and
// the scheme. Source: FDI, derivation of SameSite and Secure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "mfa/http.hpp"

namespace mfa::http {

/// The registrable domain of a host: "api.acme.example" gives "acme.example". Localhost and IP addresses give
/// "localhost"; names of the local network (one label, or `.local`) and hosts of amazonaws.com that are
/// suffixes themselves give the whole host. Nothing if it cannot be told: the host is a public suffix.
[[nodiscard]] std::optional<std::string> siteOf(std::string_view host);

/// The host of an origin, lower-cased, without port, brackets and trailing dot: "https://Acme.example:8443"
/// gives "acme.example".
[[nodiscard]] std::string hostOf(std::string_view origin);

/// "https" of "https://acme.example".
[[nodiscard]] std::string_view schemeOf(std::string_view origin);

/// Localhost, a name below it, or an IP address.
[[nodiscard]] bool isLocal(std::string_view host);

/// Whether scheme and registrable domain of two origins are the same.
[[nodiscard]] bool isSameSite(std::string_view origin, std::string_view other);

/// What cookies of the API need so that the website's requests carry them: None across sites, else Lax.
[[nodiscard]] SameSite derivedSameSite(std::string_view apiOrigin, std::string_view websiteOrigin);

}  // namespace mfa::http
