#include "http/cookies.hpp"

#include <array>
#include <chrono>
#include <cstdio>
#include <vector>

#include "http/percent.hpp"
#include "http/text.hpp"

namespace mfa::http {
namespace {

std::string_view unquoted(std::string_view value) {
  if (value.size() < 2 || value.front() != '"' || value.back() != '"') return value;
  return value.substr(1, value.size() - 2);
}

void search(std::string_view header, std::string_view name, FoundCookie& found) {
  while (!header.empty()) {
    const auto [pair, rest] = splitAt(header, ';');
    header = rest;
    const auto [key, value] = splitAt(trimmed(pair), '=');
    if (trimmed(key) != name) continue;
    const auto text = unquoted(trimmed(value));
    if (++found.count == 1 && text.size() <= kMaxCookieBytes) found.encoded = text;
  }
}

std::string httpDate(Time time) {
  constexpr std::array kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                               "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss clock{std::chrono::floor<std::chrono::seconds>(time - day)};
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%s, %02u %s %04d %02d:%02d:%02d GMT",
                kDays[std::chrono::weekday{day}.c_encoding()], static_cast<unsigned>(date.day()),
                kMonths[static_cast<unsigned>(date.month()) - 1], static_cast<int>(date.year()),
                static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                static_cast<int>(clock.seconds().count()));
  return text.data();
}

std::string_view name(SameSite sameSite) {
  switch (sameSite) {
    case SameSite::None:
      return "None";
    case SameSite::Strict:
      return "Strict";
    case SameSite::Lax:
      break;
  }
  return "Lax";
}

/// The value of an attribute of a written cookie; empty if it has none.
std::string_view attribute(std::string_view cookie, std::string_view name) {
  for (auto rest = splitAt(cookie, ';').rest; !rest.empty();) {
    const auto [pair, others] = splitAt(rest, ';');
    rest = others;
    const auto [key, value] = splitAt(trimmed(pair), '=');
    if (equalIgnoringCase(key, name)) return value;
  }
  return {};
}

/// Whether a browser keeps both in one place.
bool isSameCookie(std::string_view left, std::string_view right) {
  return splitAt(left, '=').first == splitAt(right, '=').first &&
         attribute(left, "Path") == attribute(right, "Path") &&
         attribute(left, "Domain") == attribute(right, "Domain");
}

}  // namespace

std::string FoundCookie::value() const { return percentDecode(encoded); }

std::optional<FoundCookie> findCookie(const Request& req, std::string_view name) {
  FoundCookie found;
  for (const auto header : req.headers("cookie")) search(header, name, found);
  if (found.count == 0) return std::nullopt;
  return found;
}

bool hasCookies(const Request& req) { return req.header("cookie").has_value(); }

void setCookie(Response& res, const Cookie& cookie) {
  const auto written = toHeader(cookie);
  auto cookies = res.cookies();
  std::erase_if(cookies, [&written](const std::string& other) { return isSameCookie(other, written); });
  cookies.push_back(written);
  res.setCookies(cookies);
}

void clearCookie(Response& res, Cookie cookie) {
  cookie.value.clear();
  cookie.expires = Time{};
  setCookie(res, cookie);
}

std::string toHeader(const Cookie& cookie) {
  std::string text = cookie.name + "=" + percentEncode(cookie.value) + "; Path=" + cookie.path +
                     "; Expires=" + httpDate(cookie.expires) + "; HttpOnly";
  if (cookie.secure) text += "; Secure";
  text += "; SameSite=";
  text += name(cookie.sameSite);
  if (cookie.domain) text += "; Domain=" + *cookie.domain;
  return text;
}

}  // namespace mfa::http
