#include "http/origin.hpp"

#include <algorithm>
#include <charconv>

#include "http/site.hpp"
#include "http/text.hpp"

namespace mfa::http {
namespace {

bool isLetterOrDigit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool isScheme(std::string_view text) {
  return !text.empty() && text.front() >= 'a' && text.front() <= 'z' && std::ranges::all_of(text, [](char c) {
    return isLetterOrDigit(c) || c == '+' || c == '-' || c == '.';
  });
}

bool isHost(std::string_view text) {
  return !text.empty() && text.size() <= 253 && !text.starts_with('.') &&
         std::ranges::all_of(text,
                             [](char c) { return isLetterOrDigit(c) || c == '-' || c == '.' || c == '_'; });
}

bool isBracketedAddress(std::string_view text) {
  return text.size() > 2 && text.front() == '[' && text.back() == ']' &&
         isLocal(text.substr(1, text.size() - 2));
}

std::optional<int> port(std::string_view text) {
  int number = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failure != std::errc{} || end != text.data() + text.size() || number < 1 || number > 65'535)
    return std::nullopt;
  return number;
}

bool isImplied(int port, std::string_view scheme) {
  return (scheme == "https" && port == 443) || (scheme == "http" && port == 80);
}

bool isPathCharacter(char c) {
  return isLetterOrDigit(c) || std::string_view{"/-._~%!$&'()*+,=:@"}.find(c) != std::string_view::npos;
}

/// Whether a text without a slash in front begins with a host rather than with a segment.
bool beginsWithHost(std::string_view text) {
  const auto first = splitAt(text, '/').first;
  return first.find('.') != std::string_view::npos || first.starts_with("localhost");
}

}  // namespace

std::optional<std::string> normalisedOrigin(std::string_view domain) {
  auto text = lower(trimmed(domain));
  if (text.starts_with('.')) text.erase(0, 1);
  const auto mark = text.find("://");
  const bool hasScheme = mark != std::string::npos;
  auto authority = std::string_view{text}.substr(hasScheme ? mark + 3 : 0);
  authority = authority.substr(0, authority.find_first_of("/?#"));

  const auto end = authority.starts_with('[') ? authority.find(']') : 0;
  if (end == std::string_view::npos) return std::nullopt;
  const auto colon = authority.find(':', end);
  auto host = authority.substr(0, colon);
  if (host.ends_with('.')) host.remove_suffix(1);
  if (!isHost(host) && !isBracketedAddress(host)) return std::nullopt;

  const std::string scheme = hasScheme ? text.substr(0, mark) : isLocal(hostOf(host)) ? "http" : "https";
  if (!isScheme(scheme)) return std::nullopt;
  std::string origin = scheme + "://" + std::string{host};
  if (colon == std::string_view::npos) return origin;
  const auto number = port(authority.substr(colon + 1));
  if (!number) return std::nullopt;
  if (!isImplied(*number, scheme)) origin += ":" + std::to_string(*number);
  return origin;
}

std::optional<std::string> normalisedPath(std::string_view path) {
  auto text = trimmed(path);
  if (const auto mark = text.find("://"); mark != std::string_view::npos) text.remove_prefix(mark + 3);
  text = text.substr(0, text.find_first_of("?#"));
  if (text.data() != trimmed(path).data() || (!text.starts_with('/') && beginsWithHost(text))) {
    const auto slash = text.find('/');
    text = slash == std::string_view::npos ? std::string_view{} : text.substr(slash);
  }
  if (!std::ranges::all_of(text, isPathCharacter)) return std::nullopt;
  std::string normalised{text};
  if (!normalised.starts_with('/')) normalised.insert(0, "/");
  while (normalised.ends_with('/')) normalised.pop_back();
  return normalised;
}

std::string_view pathOf(std::string_view target) {
  if (!target.starts_with('/')) {
    const auto mark = target.find("://");
    if (mark == std::string_view::npos) return {};
    const auto slash = target.find('/', mark + 3);
    if (slash == std::string_view::npos) return {};
    target.remove_prefix(slash);
  }
  target = target.substr(0, target.find_first_of("?#"));
  if (target.ends_with('/')) target.remove_suffix(1);
  return target;
}

}  // namespace mfa::http
