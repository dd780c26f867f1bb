/// @file
/// The adapter for servers on cpp-httplib (0.11.4 and newer): header-only, target `mfa::httplib`.
///
/// The host brings its own cpp-httplib, with the same macros in the whole program: two sets of them would
/// break it. Macros that are defined in the sources must stand before the first include of either header.
/// cpp-httplib runs handlers on threads that may block, so the library is called directly.
/// @code
/// #include <httplib.h>
/// #include <mfa/adapters/httplib.hpp>
///
/// httplib::Server server;
/// mfa::mount(server, auth);
/// @endcode
#pragma once

#include <httplib.h>

#include <exception>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "mfa/auth.hpp"
#include "mfa/http.hpp"
#include "mfa/recipe.hpp"

namespace mfa {

/// A cpp-httplib request as the library reads it. It must outlive the call.
class HttplibRequest final : public Request {
 public:
  explicit HttplibRequest(const ::httplib::Request& message) : message_{message} {}

  [[nodiscard]] std::string_view method() const override { return message_.method; }
  [[nodiscard]] std::string_view target() const override { return message_.target; }
  [[nodiscard]] std::string_view body() const override { return message_.body; }

  // Not from the header REMOTE_ADDR, which cpp-httplib adds beside whatever a client sent under that name.
  [[nodiscard]] std::string_view peerAddress() const override { return message_.remote_addr; }

  [[nodiscard]] std::optional<std::string_view> header(std::string_view name) const override {
    const auto found = message_.headers.find(std::string{name});  // compares without case
    if (found == message_.headers.end()) return std::nullopt;
    return found->second;
  }

  [[nodiscard]] std::vector<std::string_view> headers(std::string_view name) const override {
    std::vector<std::string_view> values;
    const auto [first, last] = message_.headers.equal_range(std::string{name});
    for (auto header = first; header != last; ++header) values.emplace_back(header->second);
    return values;
  }

 private:
  const ::httplib::Request& message_;
};

/// A cpp-httplib response as the library fills it.
class HttplibResponse final : public Response {
 public:
  explicit HttplibResponse(::httplib::Response& answer) : answer_{answer} {}

  void setStatus(int status) override { answer_.status = status; }
  void setBody(std::string body) override { answer_.body = std::move(body); }

  [[nodiscard]] std::optional<std::string> header(std::string_view name) const override {
    const auto found = answer_.headers.find(std::string{name});
    if (found == answer_.headers.end()) return std::nullopt;
    return found->second;
  }
  void setHeader(std::string_view name, std::string_view value) override {
    removeHeader(name);
    answer_.headers.emplace(std::string{name}, std::string{value});
  }
  void removeHeader(std::string_view name) override { answer_.headers.erase(std::string{name}); }

  [[nodiscard]] std::vector<std::string> cookies() const override {
    std::vector<std::string> values;
    const auto [first, last] = answer_.headers.equal_range("Set-Cookie");
    for (auto header = first; header != last; ++header) values.push_back(header->second);
    return values;
  }
  void setCookies(const std::vector<std::string>& cookies) override {
    removeHeader("Set-Cookie");
    for (const auto& cookie : cookies) answer_.headers.emplace("Set-Cookie", cookie);
  }

 private:
  ::httplib::Response& answer_;
};

/// Lets `auth` answer its own routes on `server` (GET, POST, PUT, DELETE below its base path); what is not
/// one of them gets a 404. A preflight (OPTIONS) stays with the host, who knows which origins may ask: see
/// `Auth::getAllCORSHeaders`. Call it before `listen`; `auth` must outlive the server.
///
/// Caps bodies at 64 KiB for the whole server: cpp-httplib's own default is no limit. Raise it afterwards if
/// the host has routes that need more.
///
/// @param onFailure told what an override of the host threw, if it is none of the library's errors. The
/// client is answered 500 without a word of it: cpp-httplib itself would send the exception's text.
inline void mount(::httplib::Server& server, const Auth& auth,
                  std::function<void(std::exception_ptr)> onFailure = {}) {
  const auto serve = [&auth, onFailure = std::move(onFailure)](const ::httplib::Request& message,
                                                               ::httplib::Response& answer) {
    const HttplibRequest req{message};
    try {
      HttplibResponse res{answer};
      if (!auth.handle(req, res)) answer.status = 404;
    } catch (...) {
      answer.headers.clear();
      HttplibResponse res{answer};
      sendJson(res, 500, json::object{{"message", "internal error"}});
      if (onFailure) onFailure(std::current_exception());
    }
  };
  const auto routes = auth.basePath() + "/.*";
  server.Get(routes, serve);
  server.Post(routes, serve);
  server.Put(routes, serve);
  server.Delete(routes, serve);
  server.set_payload_max_length(64 * 1024);
}

}  // namespace mfa
