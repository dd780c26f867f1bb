#include "support/browser.hpp"

#include <algorithm>
#include <utility>

#include "crypto/encoding.hpp"
#include "http/origin.hpp"

namespace mfa::test {
namespace {

std::string textMember(const json::object& body, std::string_view name) {
  const auto* member = body.if_contains(name);
  return member != nullptr && member->is_string() ? std::string{member->get_string()} : std::string{};
}

json::object parsed(const std::string& body) {
  if (body.empty()) return {};
  return json::parse(body).as_object();
}

json::array formFields(const std::string& email, const std::string& password) {
  return {{{"id", "email"}, {"value", email}}, {{"id", "password"}, {"value", password}}};
}

/// The headers of the front end, with those of the caller in their place.
Headers merged(Headers headers, const Headers& own) {
  for (const auto& mine : own) {
    std::erase_if(headers,
                  [&](const auto& header) { return http::equalIgnoringCase(header.first, mine.first); });
    if (!mine.second.empty()) headers.push_back(mine);
  }
  return headers;
}

}  // namespace

std::string Answer::outcome() const { return textMember(body, "status"); }
std::string Answer::message() const { return textMember(body, "message"); }

std::optional<StoredCookie> Answer::cookie(std::string_view name) const {
  for (const auto& header : response.cookieList) {
    auto cookie = StoredCookie::parse(header);
    if (cookie.name == name) return cookie;
  }
  return std::nullopt;
}

Browser::Browser(const Auth& auth, std::shared_ptr<const Clock> clock, std::string origin, Transfer transfer)
    : auth_{&auth}, clock_{std::move(clock)}, origin_{std::move(origin)}, transfer_{transfer} {}

Browser::Browser(std::shared_ptr<Site> site, std::shared_ptr<const Clock> clock, std::string origin,
                 Transfer transfer)
    : site_{std::move(site)}, clock_{std::move(clock)}, origin_{std::move(origin)}, transfer_{transfer} {}

std::string Browser::basePath() const { return auth_ == nullptr ? "/auth" : auth_->basePath(); }

FakeRequest Browser::request(const std::string& method, const std::string& path, const Headers& headers,
                             std::string body) const {
  Headers own{{"rid", "anti-csrf"},
              {"fdi-version", fdiVersion},
              {"st-auth-mode", transfer_ == Transfer::Cookie ? "cookie" : "header"}};
  if (method != "GET") own.emplace_back("origin", origin_);
  if (!body.empty()) own.emplace_back("content-type", "application/json");
  if (!antiCsrf_.empty()) own.emplace_back("anti-csrf", antiCsrf_);
  FakeRequest made{method, path, {}, std::move(body)};
  made.headerList = std::move(own);
  made.peer = peer;
  addTokens(made);
  made.headerList = merged(std::move(made.headerList), headers);
  return made;
}

void Browser::addTokens(FakeRequest& request) const {
  const auto path = http::pathOf(request.targetText);
  if (const auto cookies = jar_.header(path, clock_->now()))
    request.headerList.emplace_back("cookie", *cookies);
  const auto& token = path.ends_with("/session/refresh") ? refreshToken_ : accessToken_;
  if (transfer_ == Transfer::Header && !accessToken_.empty() && !refreshToken_.empty())
    request.headerList.emplace_back("authorization", "Bearer " + token);
}

Answer Browser::run(const FakeRequest& request, const std::function<bool(const Request&, Response&)>& serve) {
  Answer answer;
  answer.handled = serve(request, answer.response);
  answer.status = answer.response.status;
  answer.body = parsed(answer.response.body);
  takeTokens(answer.response);
  return answer;
}

void Browser::takeTokens(const FakeResponse& response) {
  jar_.take(response.cookieList, clock_->now());
  if (const auto token = response.header("st-access-token")) accessToken_ = *token;
  if (const auto token = response.header("st-refresh-token")) refreshToken_ = *token;
  if (const auto token = response.header("anti-csrf")) antiCsrf_ = *token;
  const auto front = response.header("front-token");
  if (!front) return;
  frontToken_.reset();
  if (*front == "remove") {
    accessToken_.clear();
    refreshToken_.clear();
    antiCsrf_.clear();
    return;
  }
  frontToken_ = json::parse(crypto::decodeBase64(*front).value()).as_object().at("up").as_object();
}

Answer Browser::send(FakeRequest request) {
  if (auth_ != nullptr)
    return run(request, [this](const Request& req, Response& res) { return auth_->handle(req, res); });
  Answer answer{.handled = true, .response = site_->answerTo(request)};
  answer.status = answer.response.status;
  answer.body = parsed(answer.response.body);
  takeTokens(answer.response);
  return answer;
}

Answer Browser::open(const std::string& path) { return send(request("GET", path, {}, {})); }

Answer Browser::open(const std::string& path, const json::object& body) {
  return send(request("POST", path, {}, json::serialize(body)));
}

Answer Browser::get(const std::string& path, const Headers& headers) {
  return send(request("GET", basePath() + path, headers, {}));
}

Answer Browser::post(const std::string& path, const json::object& body, const Headers& headers) {
  return postText(path, json::serialize(body), headers);
}

Answer Browser::postText(const std::string& path, const std::string& body, const Headers& headers) {
  return send(request("POST", basePath() + path, headers, body));
}

Answer Browser::signUp(const std::string& email, const std::string& password) {
  return post("/signup", {{"formFields", formFields(email, password)}}, {{"rid", "emailpassword"}});
}

Answer Browser::signIn(const std::string& email, const std::string& password) {
  return post("/signin", {{"formFields", formFields(email, password)}}, {{"rid", "emailpassword"}});
}

Answer Browser::createCode(const std::string& phoneNumber) {
  auto answer = post("/signinup/code", {{"phoneNumber", phoneNumber}}, {{"rid", "passwordless"}});
  if (answer.outcome() == "OK")
    device_ = {textMember(answer.body, "deviceId"), textMember(answer.body, "preAuthSessionId")};
  return answer;
}

Answer Browser::resendCode(const Device& device) {
  return post("/signinup/code/resend",
              {{"deviceId", device.deviceId}, {"preAuthSessionId", device.preAuthSessionId}},
              {{"rid", "passwordless"}});
}

Answer Browser::consumeCode(const Device& device, const std::string& userInputCode) {
  return post("/signinup/code/consume",
              {{"deviceId", device.deviceId},
               {"preAuthSessionId", device.preAuthSessionId},
               {"userInputCode", userInputCode}},
              {{"rid", "passwordless"}});
}

Answer Browser::refresh() { return postText("/session/refresh", {}, {{"rid", "session"}}); }

Answer Browser::signOut() { return postText("/signout", {}, {{"rid", "session"}}); }

Answer Browser::protectedRoute(const session::VerifySessionOptions& options, const std::string& method) {
  if (auth_ == nullptr) return send(request(method, "/api/secret", {}, {}));
  return run(request(method, "/api/secret", {}, {}), [&](const Request& req, Response& res) {
    try {
      const auto session = auth_->session().getSession(req, res, options);
      sendJson(res, session == nullptr ? json::object{{"userId", nullptr}}
                                       : json::object{{"userId", session->getUserId()},
                                                      {"sessionHandle", session->getHandle()}});
    } catch (const Error&) {
      return auth_->handleError(req, res, std::current_exception());
    }
    return true;
  });
}

// A session writes into the response of its request for as long as it lives: they go together.
SessionPtr Browser::session() {
  struct Exchange {
    FakeRequest request{};
    FakeResponse response{};
    SessionPtr session{};
  };
  const auto exchange = std::make_shared<Exchange>();
  exchange->request = request("GET", "/api/session", {}, {});
  exchange->session = auth_->session().getSession(exchange->request, exchange->response,
                                                  {.overrideGlobalClaimValidators = noClaimValidators});
  return {exchange, exchange->session.get()};
}

}  // namespace mfa::test
