// An `Auth` with the session recipe alone, on SQLite in memory, and clients of it that keep tokens as
// browsers and apps do.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "mfa/auth.hpp"
#include "mfa/recipes/session.hpp"
#include "mfa/testing/fake_clock.hpp"
#include "support/browser.hpp"
#include "support/cookie_jar.hpp"
#include "support/fake_http.hpp"

namespace mfa::test {

/// What a world is made of; every field may be left out.
struct WorldOptions {
  Session::Config session{};
  std::string apiDomain = "https://api.acme.example";
  std::string websiteDomain = "https://acme.example";
  std::vector<Recipe> otherRecipes{};
  std::shared_ptr<Storage> storage{};  ///< null: SQLite in memory
  std::shared_ptr<testing::FakeClock> clock{};
  std::vector<std::string> masterKeys{};
  int accessTokenJitterPercent = 0;  ///< tests reckon with exact expiries
};

struct SessionWorld {
  SessionWorld() : SessionWorld(WorldOptions{}) {}
  explicit SessionWorld(WorldOptions options);

  /// How many events of that type there were.
  [[nodiscard]] int count(EventType type) const;

  std::shared_ptr<testing::FakeClock> clock;
  std::shared_ptr<Storage> storage;
  std::unique_ptr<Auth> auth;

 private:
  mutable std::mutex mutex_{};
  std::vector<Event> events_{};
};

/// An answer.
struct Reply {
  bool handled = true;
  FakeResponse res{};

  [[nodiscard]] json::object body() const;
  /// The cookies of that name that it sets, or takes away.
  [[nodiscard]] std::vector<StoredCookie> cookies(std::string_view name) const;
  /// The only one. Fails the test if there is another number of them.
  [[nodiscard]] StoredCookie cookie(std::string_view name) const;
  [[nodiscard]] bool takesCookieAway(std::string_view name) const;
  /// The JSON in `front-token`.
  [[nodiscard]] json::object frontToken() const;
};

/// A front end and what it keeps.
class Client {
 public:
  explicit Client(SessionWorld& world, Transfer transfer = Transfer::Cookie)
      : world_{&world}, transfer_{transfer} {}

  /// A session as a sign-in would start it.
  Reply start(const json::object& payload = {}, const std::string& userId = "user-1");
  Reply refresh() { return send(request("POST", "/auth/session/refresh")); }
  Reply signOut() { return send(request("POST", "/auth/signout")); }
  /// A route of the host's, protected by `getSession`. 200 `{"userId":…}`, or what the error is answered
  /// with.
  Reply enter(const session::VerifySessionOptions& options = {}, const std::string& method = "GET");
  Reply enter(const FakeRequest& request, const session::VerifySessionOptions& options = {});

  /// A request with everything that a stock front end sends.
  [[nodiscard]] FakeRequest request(const std::string& method, const std::string& path) const;
  /// To the library's routes.
  Reply send(const FakeRequest& request);
  void take(const FakeResponse& res);

  [[nodiscard]] std::string accessToken() const;
  [[nodiscard]] std::string refreshToken() const;
  [[nodiscard]] json::object accessTokenPayload() const;
  [[nodiscard]] std::string handle() const;
  CookieJar jar{};
  std::string headerAccessToken{};
  std::string headerRefreshToken{};
  std::string antiCsrf{};

 private:
  SessionWorld* world_;
  Transfer transfer_;
};

/// The payload of a token, unverified.
[[nodiscard]] json::object payloadOf(const std::string& token);
/// The header of a token.
[[nodiscard]] json::object headerOf(const std::string& token);

/// How often a race or a history is played: `quick`, or a hundred times that with MFA_NIGHTLY=1.
[[nodiscard]] int rounds(int quick);

}  // namespace mfa::test
