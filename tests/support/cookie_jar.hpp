// The cookies of a browser.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mfa/time.hpp"

namespace mfa::test {

/// A cookie as a browser keeps it.
struct StoredCookie {
  std::string name{};
  std::string value{};  ///< as it was set: percent-encoded
  std::string path{};
  std::string domain{};  ///< empty: host-only
  std::string sameSite{};
  Time expires{};
  bool secure = false;
  bool httpOnly = false;

  /// Reads a `Set-Cookie` header.
  [[nodiscard]] static StoredCookie parse(std::string_view header);
};

/// Keeps cookies by name, path and domain, and gives out those that belong to a path (RFC 6265 section 5).
class CookieJar {
 public:
  /// Takes the cookies of an answer; those that are expired go.
  void take(const std::vector<std::string>& setCookies, Time now);

  /// The value of the header `Cookie`: longer paths first. Nothing without a cookie.
  [[nodiscard]] std::optional<std::string> header(std::string_view path, Time now) const;

  /// The first cookie of that name, whatever its path.
  [[nodiscard]] std::optional<StoredCookie> find(std::string_view name) const;

  void put(StoredCookie cookie);
  void clear() { cookies_.clear(); }
  [[nodiscard]] const std::vector<StoredCookie>& all() const { return cookies_; }

 private:
  std::vector<StoredCookie> cookies_{};
};

}  // namespace mfa::test
