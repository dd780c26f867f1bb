/// @file
/// HTTP, as far as the library sees it: two small classes that an adapter wraps around the host's own
/// objects. Nothing is copied: a header is looked up when it is asked for.
///
/// Bundled adapters: `mfa/adapters/beast.hpp`, `mfa/adapters/httplib.hpp`. One for another framework is these
/// two classes, about 30 lines.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mfa/export.hpp"

namespace mfa {

/// Which cross-site requests a cookie travels with. "Lax", "None", "Strict" in the header.
enum class SameSite { Lax, None, Strict };

/// The request of a client. Views stay valid as long as the object.
class MFA_EXPORT Request {
 public:
  virtual ~Request();

  /// As the client sent it: "GET".
  [[nodiscard]] virtual std::string_view method() const = 0;

  /// Path and query, percent-encoded as the client sent it: "/auth/signinup/code?x=1". A whole URL is read
  /// too.
  [[nodiscard]] virtual std::string_view target() const = 0;

  /// The value of the header `name`, compared without case; the first, if there are several. Nothing if there
  /// is none. Trailers are not headers.
  [[nodiscard]] virtual std::optional<std::string_view> header(std::string_view name) const = 0;

  /// Every value of the header `name`, in order. HTTP/1.1 allows one Cookie header, HTTP/2 several. The
  /// default is the one that `header` finds.
  [[nodiscard]] virtual std::vector<std::string_view> headers(std::string_view name) const;

  /// The whole body, already de-chunked and not larger than the host allows (64 KiB is advised).
  [[nodiscard]] virtual std::string_view body() const = 0;

  /// The address of the peer of this connection, as text without a port: "203.0.113.7", "2001:db8::1". Limits
  /// per client address are kept by it; the library itself looks through the proxies that
  /// `Config::trustedProxies` names. Empty if the adapter cannot tell.
  [[nodiscard]] virtual std::string_view peerAddress() const;
};

/// The answer to a client. The library sets the status and the body last, once.
class MFA_EXPORT Response {
 public:
  virtual ~Response();

  virtual void setStatus(int status) = 0;

  /// The value of the header `name` set so far, if any.
  [[nodiscard]] virtual std::optional<std::string> header(std::string_view name) const = 0;

  /// Sets a header, replacing every value it had.
  virtual void setHeader(std::string_view name, std::string_view value) = 0;

  /// Takes a header away.
  virtual void removeHeader(std::string_view name) = 0;

  /// Every `Set-Cookie` set so far, in order. The library replaces the one of a cookie that it sets twice.
  [[nodiscard]] virtual std::vector<std::string> cookies() const = 0;

  /// Replaces all `Set-Cookie` headers by these.
  virtual void setCookies(const std::vector<std::string>& cookies) = 0;

  virtual void setBody(std::string body) = 0;
};

/// What an API override gets beside its input: the request and the answer of this call. References: an
/// override must not keep them longer than the call.
struct ApiOptions {
  const Request& req;
  Response& res;
};

}  // namespace mfa
