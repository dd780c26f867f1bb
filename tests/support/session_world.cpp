#include "support/session_world.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <exception>

#include "crypto/encoding.hpp"
#include "http/percent.hpp"
#include "mfa/storage/sqlite.hpp"
#include "support/seed.hpp"

namespace mfa::test {
namespace {

// Throws, and asserts nothing: tests read tokens in many threads, and Catch2 asserts in one.
json::object jsonOf(const std::optional<std::string>& text) { return json::parse(text.value()).as_object(); }

json::object partOf(const std::string& token, int part) {
  std::string_view rest = token;
  for (int i = 0; i < part; ++i) rest.remove_prefix(rest.find('.') + 1);
  return jsonOf(crypto::decodeBase64url(rest.substr(0, rest.find('.'))));
}

}  // namespace

SessionWorld::SessionWorld(WorldOptions options)
    : clock{options.clock ? options.clock : std::make_shared<testing::FakeClock>()},
      storage{options.storage ? options.storage : sqlite::open(":memory:")} {
  options.session.accessTokenJitterPercent = options.accessTokenJitterPercent;
  auto recipes = std::move(options.otherRecipes);
  recipes.push_back(Session::init(std::move(options.session)));
  auth = std::make_unique<Auth>(Config{
      .appInfo = {.appName = "Acme", .apiDomain = options.apiDomain, .websiteDomain = options.websiteDomain},
      .storage = storage,
      .recipeList = std::move(recipes),
      .masterKeys = std::move(options.masterKeys),
      .onEvent =
          [this](const Event& event) {
            const std::scoped_lock lock{mutex_};
            events_.push_back(event);
          },
      .clock = clock,
  });
}

int SessionWorld::count(EventType type) const {
  const std::scoped_lock lock{mutex_};
  return static_cast<int>(std::count_if(events_.begin(), events_.end(),
                                        [type](const Event& event) { return event.type == type; }));
}

json::object Reply::body() const { return json::parse(res.body).as_object(); }

std::vector<StoredCookie> Reply::cookies(std::string_view name) const {
  std::vector<StoredCookie> found;
  for (const auto& header : res.cookieList)
    if (auto cookie = StoredCookie::parse(header); cookie.name == name) found.push_back(std::move(cookie));
  return found;
}

StoredCookie Reply::cookie(std::string_view name) const {
  const auto found = cookies(name);
  REQUIRE(found.size() == 1);
  return found.front();
}

bool Reply::takesCookieAway(std::string_view name) const {
  const auto found = cookies(name);
  return !found.empty() && std::all_of(found.begin(), found.end(), [](const StoredCookie& cookie) {
    return cookie.value.empty() && cookie.expires == Time{};
  });
}

json::object Reply::frontToken() const {
  const auto header = res.header("front-token");
  REQUIRE(header);
  return jsonOf(crypto::decodeBase64(*header));
}

Reply Client::start(const json::object& payload, const std::string& userId) {
  const auto req = request("POST", "/auth/signin");
  Reply reply;
  world_->auth->session().createNewSession(req, reply.res, "public", userId, payload);
  take(reply.res);
  return reply;
}

Reply Client::enter(const session::VerifySessionOptions& options, const std::string& method) {
  return enter(request(method, "/api"), options);
}

Reply Client::enter(const FakeRequest& req, const session::VerifySessionOptions& options) {
  Reply reply;
  try {
    const auto session = world_->auth->session().getSession(req, reply.res, options);
    sendJson(reply.res, {{"userId", session ? json::value(session->getUserId()) : json::value(nullptr)}});
  } catch (...) {
    REQUIRE(world_->auth->handleError(req, reply.res, std::current_exception()));
  }
  take(reply.res);
  return reply;
}

FakeRequest Client::request(const std::string& method, const std::string& path) const {
  FakeRequest req{method, path, {{"fdi-version", "4.1,4.2"}, {"rid", "session"}}};
  const bool isRefresh = path == "/auth/session/refresh";
  if (transfer_ == Transfer::Header) {
    req.headerList.emplace_back("st-auth-mode", "header");
    const auto& token = isRefresh ? headerRefreshToken : headerAccessToken;
    if (!token.empty()) req.headerList.emplace_back("authorization", "Bearer " + token);
    return req;
  }
  req.headerList.emplace_back("st-auth-mode", "cookie");
  if (const auto cookies = jar.header(path, world_->clock->now()))
    req.headerList.emplace_back("cookie", *cookies);
  if (!antiCsrf.empty()) req.headerList.emplace_back("anti-csrf", antiCsrf);
  return req;
}

Reply Client::send(const FakeRequest& req) {
  Reply reply;
  reply.handled = world_->auth->handle(req, reply.res);
  take(reply.res);
  return reply;
}

void Client::take(const FakeResponse& res) {
  jar.take(res.cookieList, world_->clock->now());
  if (const auto token = res.header("st-access-token"); token && transfer_ == Transfer::Header)
    headerAccessToken = *token;
  if (const auto token = res.header("st-refresh-token")) headerRefreshToken = *token;
  if (const auto token = res.header("anti-csrf")) antiCsrf = *token;
}

std::string Client::accessToken() const {
  if (transfer_ == Transfer::Header) return headerAccessToken;
  const auto cookie = jar.find("sAccessToken");
  return cookie ? http::percentDecode(cookie->value) : "";
}

std::string Client::refreshToken() const {
  if (transfer_ == Transfer::Header) return headerRefreshToken;
  const auto cookie = jar.find("sRefreshToken");
  return cookie ? http::percentDecode(cookie->value) : "";
}

json::object Client::accessTokenPayload() const { return payloadOf(accessToken()); }

std::string Client::handle() const {
  return std::string{accessTokenPayload().at("sessionHandle").as_string()};
}

json::object payloadOf(const std::string& token) { return partOf(token, 1); }
json::object headerOf(const std::string& token) { return partOf(token, 0); }

int rounds(int quick) { return isNightly() ? 100 * quick : quick; }

}  // namespace mfa::test
