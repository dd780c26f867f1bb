#include "support/cookie_jar.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <stdexcept>

#include "http/text.hpp"

namespace mfa::test {
namespace {

int digits(std::string_view text) { return std::stoi(std::string{text}); }

// "Thu, 01 Jan 1970 00:00:00 GMT": strictly, so that a malformed date fails the test that meets it.
Time parseDate(std::string_view text) {
  constexpr std::array kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                               "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  if (text.size() != 29 || !text.ends_with(" GMT")) throw std::runtime_error{"a cookie has a malformed date"};
  const auto month = std::ranges::find(kMonths, text.substr(8, 3));
  const std::chrono::year_month_day day{
      std::chrono::year{digits(text.substr(12, 4))},
      std::chrono::month{static_cast<unsigned>(month - kMonths.begin() + 1)},
      std::chrono::day{static_cast<unsigned>(digits(text.substr(5, 2)))}};
  return std::chrono::sys_days{day} + std::chrono::hours{digits(text.substr(17, 2))} +
         std::chrono::minutes{digits(text.substr(20, 2))} + std::chrono::seconds{digits(text.substr(23, 2))};
}

bool pathMatches(std::string_view requestPath, std::string_view cookiePath) {
  if (!requestPath.starts_with(cookiePath)) return false;
  return requestPath.size() == cookiePath.size() || cookiePath.ends_with('/') ||
         requestPath[cookiePath.size()] == '/';
}

}  // namespace

StoredCookie StoredCookie::parse(std::string_view header) {
  StoredCookie cookie;
  const auto [pair, attributes] = http::splitAt(header, ';');
  cookie.name = http::splitAt(pair, '=').first;
  cookie.value = http::splitAt(pair, '=').rest;
  for (auto rest = attributes; !rest.empty();) {
    const auto [attribute, others] = http::splitAt(rest, ';');
    rest = others;
    const auto [name, value] = http::splitAt(http::trimmed(attribute), '=');
    if (http::equalIgnoringCase(name, "Path")) cookie.path = value;
    if (http::equalIgnoringCase(name, "Domain")) cookie.domain = value;
    if (http::equalIgnoringCase(name, "SameSite")) cookie.sameSite = value;
    if (http::equalIgnoringCase(name, "Expires")) cookie.expires = parseDate(value);
    if (http::equalIgnoringCase(name, "Secure")) cookie.secure = true;
    if (http::equalIgnoringCase(name, "HttpOnly")) cookie.httpOnly = true;
  }
  return cookie;
}

void CookieJar::put(StoredCookie cookie) {
  std::erase_if(cookies_, [&cookie](const StoredCookie& other) {
    return other.name == cookie.name && other.path == cookie.path && other.domain == cookie.domain;
  });
  cookies_.push_back(std::move(cookie));
}

void CookieJar::take(const std::vector<std::string>& setCookies, Time now) {
  for (const auto& header : setCookies) put(StoredCookie::parse(header));
  std::erase_if(cookies_, [now](const StoredCookie& cookie) { return cookie.expires <= now; });
}

std::optional<std::string> CookieJar::header(std::string_view path, Time now) const {
  std::vector<const StoredCookie*> matching;
  for (const auto& cookie : cookies_)
    if (pathMatches(path, cookie.path) && cookie.expires > now) matching.push_back(&cookie);
  if (matching.empty()) return std::nullopt;
  std::ranges::stable_sort(matching, std::ranges::greater{},
                           [](const StoredCookie* cookie) { return cookie->path.size(); });
  std::string header;
  for (const auto* cookie : matching)
    header.append(header.empty() ? "" : "; ").append(cookie->name).append("=").append(cookie->value);
  return header;
}

std::optional<StoredCookie> CookieJar::find(std::string_view name) const {
  const auto found = std::ranges::find(cookies_, name, &StoredCookie::name);
  if (found == cookies_.end()) return std::nullopt;
  return *found;
}

}  // namespace mfa::test
