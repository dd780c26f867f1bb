// A browser with a stock front end in it, as far as the wire shows: it keeps cookies by path (or tokens, in
// header mode), sends the headers that the front end sends, and reads `front-token`.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "mfa/auth.hpp"
#include "mfa/json.hpp"
#include "mfa/recipes/session.hpp"
#include "support/cookie_jar.hpp"
#include "support/fake_http.hpp"

namespace mfa::test {

/// What came back.
struct Answer {
  bool handled = false;  ///< false: the route was the host's, and nothing was written
  int status = 0;
  FakeResponse response{};
  json::object body{};

  /// The member `status` of the body, or "".
  [[nodiscard]] std::string outcome() const;
  /// The member `message` of the body, or "".
  [[nodiscard]] std::string message() const;
  [[nodiscard]] std::optional<std::string> header(std::string_view name) const {
    return response.header(name);
  }
  /// The `Set-Cookie` of that name, parsed.
  [[nodiscard]] std::optional<StoredCookie> cookie(std::string_view name) const;
};

/// What a code was asked for with.
struct Device {
  std::string deviceId{};
  std::string preAuthSessionId{};
};

enum class Transfer { Cookie, Header };

/// Where requests go that are not answered in this process.
class Site {
 public:
  virtual ~Site() = default;
  /// The answer as it came over the wire.
  virtual FakeResponse answerTo(const FakeRequest& request) = 0;
};

class Browser {
 public:
  /// @param origin of the page; sent with every request that a browser sends it with
  Browser(const Auth& auth, std::shared_ptr<const Clock> clock, std::string origin,
          Transfer transfer = Transfer::Cookie);
  /// Over a network, to a server with the routes of mfa-server.
  Browser(std::shared_ptr<Site> site, std::shared_ptr<const Clock> clock, std::string origin,
          Transfer transfer = Transfer::Cookie);

  // Requests to the library's routes; `path` is behind the base path: "/signin". Headers given here replace
  // those of the front end; an empty value leaves one out.
  Answer get(const std::string& path, const Headers& headers = {});
  Answer post(const std::string& path, const json::object& body, const Headers& headers = {});
  Answer postText(const std::string& path, const std::string& body, const Headers& headers = {});
  Answer send(FakeRequest request);
  /// A route of the host's: "/api/session". Only what answers over a network has any.
  Answer open(const std::string& path);
  Answer open(const std::string& path, const json::object& body);  ///< POST

  // What a front end does. See the FDI for the answers.
  Answer signUp(const std::string& email, const std::string& password);
  Answer signIn(const std::string& email, const std::string& password);
  Answer createCode(const std::string& phoneNumber);
  Answer resendCode(const Device& device);
  Answer consumeCode(const Device& device, const std::string& userInputCode);
  Answer refresh();
  Answer signOut();

  /// The device of the last code that was asked for with success.
  [[nodiscard]] const Device& device() const { return device_; }

  /// A route of the host's: `getSession`, and its errors answered. Body: {"userId","sessionHandle"}. Over a
  /// network: the host's own, without options.
  Answer protectedRoute(const session::VerifySessionOptions& options = {}, const std::string& method = "GET");
  /// The session of this browser, claims unchecked; in this process only. @throws as getSession does
  SessionPtr session();
  /// Whether the protected route lets this browser in.
  [[nodiscard]] bool hasSecondFactor() { return protectedRoute().status == 200; }

  /// The access-token payload as the front end knows it; nothing after `front-token: remove`.
  [[nodiscard]] const std::optional<json::object>& frontToken() const { return frontToken_; }

  [[nodiscard]] CookieJar& cookies() { return jar_; }
  [[nodiscard]] const std::string& accessToken() const { return accessToken_; }    ///< header mode
  [[nodiscard]] const std::string& refreshToken() const { return refreshToken_; }  ///< header mode
  std::string peer = "203.0.113.7";
  std::string fdiVersion = "4.1,4.2";

 private:
  [[nodiscard]] FakeRequest request(const std::string& method, const std::string& path,
                                    const Headers& headers, std::string body) const;
  void addTokens(FakeRequest& request) const;
  Answer run(const FakeRequest& request, const std::function<bool(const Request&, Response&)>& serve);
  void takeTokens(const FakeResponse& response);

  [[nodiscard]] std::string basePath() const;

  const Auth* auth_ = nullptr;  ///< null: over a network
  std::shared_ptr<Site> site_{};
  std::shared_ptr<const Clock> clock_;
  std::string origin_;
  Transfer transfer_;
  CookieJar jar_{};
  std::string accessToken_{};
  std::string refreshToken_{};
  std::string antiCsrf_{};
  std::optional<json::object> frontToken_{};
  Device device_{};
};

}  // namespace mfa::test
