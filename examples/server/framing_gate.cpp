#include "framing_gate.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace server {
namespace {

constexpr std::string_view kLineEnd = "\r\n";
constexpr std::array<std::string_view, 7> kMethods{"GET",    "HEAD",    "POST", "PUT",
                                                   "DELETE", "OPTIONS", "PATCH"};

struct Field {
  std::string_view name;
  std::string_view value;
};

bool isTokenCharacter(char c) {
  constexpr std::string_view kOthers = "!#$%&'*+-.^_`|~";
  const bool isAlphanumeric = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  return isAlphanumeric || kOthers.find(c) != std::string_view::npos;
}

bool isValueCharacter(char c) {
  const auto octet = static_cast<unsigned char>(c);
  return octet == '\t' || (octet >= 0x20 && octet != 0x7f);
}

bool isTargetCharacter(char c) {
  const auto octet = static_cast<unsigned char>(c);
  return octet > 0x20 && octet < 0x7f;
}

bool equalsIgnoringCase(std::string_view left, std::string_view right) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return std::ranges::equal(left, right, {}, lower, lower);
}

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::optional<Refused> checkRequestLine(std::string_view line) {
  const auto firstSpace = line.find(' ');
  const auto lastSpace = line.rfind(' ');
  if (firstSpace == std::string_view::npos || firstSpace == lastSpace)
    return Refused{400, "malformed request line"};
  const auto method = line.substr(0, firstSpace);
  const auto target = line.substr(firstSpace + 1, lastSpace - firstSpace - 1);
  const auto version = line.substr(lastSpace + 1);
  if (version != "HTTP/1.1" && version != "HTTP/1.0") return Refused{505, "HTTP/1.1 is spoken here"};
  if (std::ranges::find(kMethods, method) == kMethods.end()) return Refused{405, "unknown method"};
  const bool isOriginForm = target.starts_with('/') && std::ranges::all_of(target, isTargetCharacter);
  const bool isAsterisk = target == "*" && method == "OPTIONS";
  if (!isOriginForm && !isAsterisk) return Refused{400, "malformed request target"};
  return std::nullopt;
}

// A line that begins with white space continues the one before (obs-fold), and proxies differ on it: it has
// no token before the colon, and is refused as such.
std::optional<Field> parseField(std::string_view line) {
  const auto colon = line.find(':');
  if (colon == std::string_view::npos || colon == 0) return std::nullopt;
  const auto name = line.substr(0, colon);
  const auto value = line.substr(colon + 1);
  if (!std::ranges::all_of(name, isTokenCharacter) || !std::ranges::all_of(value, isValueCharacter))
    return std::nullopt;
  return Field{name, trimmed(value)};
}

std::optional<std::size_t> parseLength(std::string_view text) {
  if (text.empty() || text.size() > 10) return std::nullopt;
  std::size_t length = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    length = length * 10 + static_cast<std::size_t>(c - '0');
  }
  return length;
}

// What the fields say about framing, gathered one by one.
class FieldRules {
 public:
  [[nodiscard]] std::optional<Refused> add(const Field& field) {
    if (++fields_ > kMaxHeaderFields) return Refused{431, "too many header fields"};
    if (equalsIgnoringCase(field.name, "transfer-encoding")) return Refused{411, "send a Content-Length"};
    if (equalsIgnoringCase(field.name, "content-encoding")) return Refused{415, "send the body as it is"};
    if (equalsIgnoringCase(field.name, "expect")) return Refused{417, "expectations are not met here"};
    if (equalsIgnoringCase(field.name, "host") && (field.value.empty() || ++hosts_ > 1))
      return Refused{400, "send one Host"};
    if (equalsIgnoringCase(field.name, "content-length")) return addLength(field.value);
    return std::nullopt;
  }

  [[nodiscard]] std::variant<Framed, Refused> result() const {
    if (hosts_ != 1) return Refused{400, "send one Host"};
    return Framed{length_.value_or(0)};
  }

 private:
  std::optional<Refused> addLength(std::string_view value) {
    if (length_) return Refused{400, "send one Content-Length"};
    length_ = parseLength(value);
    if (!length_) return Refused{400, "malformed Content-Length"};
    if (*length_ > kMaxBodyBytes) return Refused{413, "the body is too large"};
    return std::nullopt;
  }

  std::size_t fields_ = 0;
  int hosts_ = 0;
  std::optional<std::size_t> length_{};
};

}  // namespace

std::variant<Framed, Refused> checkFraming(std::string_view header) {
  if (header.size() > kMaxHeaderBytes) return Refused{431, "the header is too large"};
  FieldRules rules;
  bool isRequestLine = true;
  while (true) {
    const auto end = header.find(kLineEnd);
    if (end == std::string_view::npos) return Refused{400, "malformed header"};
    const auto line = header.substr(0, end);
    header.remove_prefix(end + kLineEnd.size());
    if (line.empty()) break;
    if (line.find_first_of(std::string_view{"\r\n\0", 3}) != std::string_view::npos)
      return Refused{400, "malformed line end"};
    if (isRequestLine) {
      if (const auto refused = checkRequestLine(line)) return *refused;
      isRequestLine = false;
      continue;
    }
    const auto field = parseField(line);
    if (!field) return Refused{400, "malformed header field"};
    if (const auto refused = rules.add(*field)) return *refused;
  }
  if (isRequestLine || !header.empty()) return Refused{400, "malformed header"};
  return rules.result();
}

}  // namespace server
