#include "http/site.hpp"

#include <libpsl.h>

#include "http/client_address.hpp"
#include "http/text.hpp"

namespace mfa::http {

std::string hostOf(std::string_view origin) {
  const auto scheme = origin.find("://");
  auto authority = scheme == std::string_view::npos ? origin : origin.substr(scheme + 3);
  authority = authority.substr(0, authority.find_first_of("/?#"));
  if (authority.starts_with('[')) return lower(splitAt(authority.substr(1), ']').first);
  auto host = splitAt(authority, ':').first;
  if (host.ends_with('.')) host.remove_suffix(1);
  return lower(host);
}

std::string_view schemeOf(std::string_view origin) {
  const auto end = origin.find("://");
  return end == std::string_view::npos ? std::string_view{} : origin.substr(0, end);
}

// libpsl takes the last labels of an address for a domain, so addresses must not reach it.
bool isLocal(std::string_view host) {
  return host == "localhost" || host.ends_with(".localhost") || Address::parse(host).has_value();
}

std::optional<std::string> siteOf(std::string_view host) {
  if (isLocal(host)) return "localhost";
  const std::string name{host};
  // A name of the local network is nobody's subdomain.
  const bool isOneLabel = name.find('.') == std::string::npos;
  if (isOneLabel || name.ends_with(".local")) return name;
  const psl_ctx_t* list = psl_builtin();
  if (list == nullptr) return std::nullopt;
  if (const char* domain = psl_registrable_domain(list, name.c_str())) return domain;
  if (name.ends_with(".amazonaws.com")) return name;
  return std::nullopt;
}

bool isSameSite(std::string_view origin, std::string_view other) {
  const auto site = siteOf(hostOf(origin));
  return site && site == siteOf(hostOf(other)) && schemeOf(origin) == schemeOf(other);
}

SameSite derivedSameSite(std::string_view apiOrigin, std::string_view websiteOrigin) {
  return isSameSite(apiOrigin, websiteOrigin) ? SameSite::Lax : SameSite::None;
}

}  // namespace mfa::http
