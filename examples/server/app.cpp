#include "app.hpp"

#include <functional>
#include <map>
#include <string_view>
#include <utility>

#include "account_api.hpp"
#include "factors_api.hpp"
#include "this_machine.hpp"

namespace server {
namespace {

using mfa::json::object;
using Route = void (*)(const mfa::Auth&, const mfa::Request&, mfa::Response&);

const std::map<std::pair<std::string_view, std::string_view>, Route>& apiRoutes() {
  static const std::map<std::pair<std::string_view, std::string_view>, Route> routes{
      {{"GET", "/api/session"}, sendSession},
      {{"GET", "/api/secret"}, sendSecret},
      {{"GET", "/api/sessions"}, sendSessions},
      {{"GET", "/api/events"}, sendEvents},
      {{"POST", "/api/sessions/revoke"}, revokeOneSession},
      {{"POST", "/api/sessions/revoke-all"}, revokeAllSessions},
      {{"POST", "/api/password"}, changePassword},
      {{"GET", "/api/factors"}, sendFactors},
      {{"POST", "/api/factors/replace/start"}, startReplacingPhone},
      {{"POST", "/api/factors/replace/finish"}, finishReplacingPhone},
  };
  return routes;
}

std::string_view pathOf(std::string_view target) { return target.substr(0, target.find('?')); }

bool isBelow(std::string_view path, std::string_view base) {
  return path.starts_with(base) && (path.size() == base.size() || path[base.size()] == '/');
}

void sendMessage(mfa::Response& res, int status, const char* message) {
  mfa::sendJson(res, status, object{{"message", message}});
}

// Whoever keeps session cookies in a browser must not take orders from other sites' pages: forms cannot send
// JSON, and a script of a foreign origin says so.
bool isForged(const mfa::Auth& auth, const mfa::Request& req) {
  const auto origin = req.header("origin");
  if (origin && !auth.isAllowedOrigin(*origin, req)) return true;
  const auto type = req.header("content-type").value_or("");
  return !type.starts_with("application/json");
}

}  // namespace

App::App(const mfa::Auth& auth, StaticFiles files, std::shared_ptr<const mfa::MemoryOutbox> outbox)
    : auth_{auth}, files_{std::move(files)}, outbox_{std::move(outbox)} {}

std::vector<std::pair<std::string, std::string>> App::apiPaths() {
  std::vector<std::pair<std::string, std::string>> paths;
  for (const auto& [methodAndPath, route] : apiRoutes()) paths.emplace_back(methodAndPath);
  return paths;
}

bool App::mayBlock(const mfa::BeastMessage& message) const {
  const auto target = message.target();
  const auto path = pathOf({target.data(), target.size()});
  if (path == "/api/session" || path == "/api/secret") return false;
  return isBelow(path, auth_.basePath()) || path.starts_with("/api/");
}

void App::answer(const mfa::BeastMessage& message, mfa::BeastAnswer& answer,
                 const std::string& peerAddress) const {
  const mfa::BeastRequest req{message, peerAddress};
  mfa::BeastResponse res{answer};
  try {
    route(req, res);
  } catch (...) {
    const auto failure = std::current_exception();
    answer = mfa::BeastAnswer{boost::beast::http::status::ok, 11};
    try {
      if (!auth_.handleError(req, res, failure)) sendMessage(res, 500, "internal error");
    } catch (...) {
      sendMessage(res, 500, "internal error");
    }
  }
  allowOrigin(req, res);
  res.setHeader("X-Content-Type-Options", "nosniff");
  res.setHeader("Referrer-Policy", "no-referrer");
  if (!res.header("Content-Security-Policy"))
    res.setHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
  if (!res.header("Cache-Control")) res.setHeader("Cache-Control", "no-store");
}

void App::route(const mfa::BeastRequest& req, mfa::BeastResponse& res) const {
  const auto path = pathOf(req.target());
  if (req.method() == "OPTIONS") return answerPreflight(res);
  if (isBelow(path, auth_.basePath()) && auth_.handle(req, res)) return;
  if (path.starts_with("/api/")) return routeApi(path, req, res);
  if (req.method() != "GET" && req.method() != "HEAD") return sendMessage(res, 405, "not that method");
  if (path == "/healthz") return mfa::sendJson(res, object{{"status", "OK"}});
  if (path == "/config.json") return sendConfig(res);
  if (path == "/dev/outbox.json" && outbox_) return sendOutbox(req, res);
  sendPage(path, res);
}

void App::routeApi(std::string_view path, const mfa::BeastRequest& req, mfa::BeastResponse& res) const {
  const auto found = apiRoutes().find({req.method(), path});
  if (found == apiRoutes().end()) return sendMessage(res, 404, "there is no such route");
  if (req.method() != "GET" && isForged(auth_, req))
    return sendMessage(res, 403, "send JSON, from the app's own page");
  found->second(auth_, req, res);
}

void App::sendConfig(mfa::BeastResponse& res) const {
  const auto& app = auth_.appInfo();
  mfa::sendJson(res, object{{"apiDomain", app.apiDomain},
                            {"websiteDomain", app.websiteDomain},
                            {"apiBasePath", auth_.basePath()},
                            {"development", outbox_ != nullptr}});
}

// It holds everybody's codes.
void App::sendOutbox(const mfa::BeastRequest& req, mfa::BeastResponse& res) const {
  if (!isAtThisMachine(req.peerAddress(), req.header("host").value_or("")))
    return sendMessage(res, 403, "the outbox is shown at the server's own machine");
  mfa::json::array messages;
  const auto all = outbox_->messages();
  for (auto message = all.rbegin(); message != all.rend(); ++message)
    messages.push_back(mfa::toJson(*message));
  mfa::sendJson(res, object{{"messages", std::move(messages)}});
}

// Paths of the page's own views ("/sign-in") all give the page; a missing file does not.
void App::sendPage(std::string_view path, mfa::BeastResponse& res) const {
  const auto* file = files_.find(path);
  const bool isView = path.find('.') == std::string_view::npos;
  if (file == nullptr && isView) file = files_.find("/");
  if (file == nullptr) return sendMessage(res, 404, "there is no such page");
  res.setStatus(200);
  res.setHeader("Content-Type", file->contentType);
  res.setHeader(
      "Content-Security-Policy",
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self' " +
          auth_.appInfo().apiDomain + "; base-uri 'none'; form-action 'self'; frame-ancestors 'none'");
  res.setHeader("Cross-Origin-Opener-Policy", "same-origin");
  res.setHeader("Cache-Control", file->isImmutable ? "public, max-age=31536000, immutable" : "no-cache");
  res.setBody(file->content);
}

void App::allowOrigin(const mfa::BeastRequest& req, mfa::BeastResponse& res) const {
  const auto origin = req.header("origin");
  if (!origin || !auth_.isAllowedOrigin(*origin, req)) return;
  res.setHeader("Access-Control-Allow-Origin", *origin);
  res.setHeader("Access-Control-Allow-Credentials", "true");
  const auto vary = res.header("Vary");
  res.setHeader("Vary", vary ? *vary + ", Origin" : "Origin");
}

void App::answerPreflight(mfa::BeastResponse& res) const {
  std::string headers = "content-type";
  for (const auto& name : auth_.getAllCORSHeaders()) headers += ", " + name;
  res.setStatus(204);
  res.setHeader("Access-Control-Allow-Headers", headers);
  res.setHeader("Access-Control-Allow-Methods", "GET, POST, PUT, DELETE");
  res.setHeader("Access-Control-Max-Age", "600");
}

}  // namespace server
