#include "wire_adapter.hpp"

#include <algorithm>

namespace {

constexpr std::string_view kSetCookie = "Set-Cookie";

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool isSameName(std::string_view a, std::string_view b) { return std::ranges::equal(a, b, {}, lower, lower); }

auto named(std::string_view name) {
  return [name](const auto& field) { return isSameName(field.first, name); };
}

}  // namespace

// [headers]
std::optional<std::string_view> WireRequest::header(std::string_view name) const {
  const auto found = std::ranges::find_if(message_.fields, named(name));
  if (found == message_.fields.end()) return std::nullopt;
  return found->second;
}

std::vector<std::string_view> WireRequest::headers(std::string_view name) const {
  std::vector<std::string_view> values;
  for (const auto& field : message_.fields)
    if (isSameName(field.first, name)) values.emplace_back(field.second);
  return values;
}
// [headers]

std::optional<std::string> WireResponse::header(std::string_view name) const {
  const auto found = std::ranges::find_if(answer_.fields, named(name));
  if (found == answer_.fields.end()) return std::nullopt;
  return found->second;
}

void WireResponse::removeHeader(std::string_view name) { std::erase_if(answer_.fields, named(name)); }

void WireResponse::setHeader(std::string_view name, std::string_view value) {
  removeHeader(name);
  answer_.fields.emplace_back(name, value);
}

std::vector<std::string> WireResponse::cookies() const {
  std::vector<std::string> values;
  for (const auto& field : answer_.fields)
    if (isSameName(field.first, kSetCookie)) values.push_back(field.second);
  return values;
}

void WireResponse::setCookies(const std::vector<std::string>& cookies) {
  removeHeader(kSetCookie);
  for (const auto& cookie : cookies) answer_.fields.emplace_back(kSetCookie, cookie);
}
