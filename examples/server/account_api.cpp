#include "account_api.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace server {
namespace {

using mfa::json::object;

std::string textMember(const object& body, std::string_view name) {
  const auto* value = body.if_contains(name);
  if (value == nullptr || !value->is_string()) throw mfa::BadInputError{std::string{name} + " must be a string"};
  return std::string{value->as_string()};
}

void sendStatus(mfa::Response& res, const char* status) { mfa::sendJson(res, object{{"status", status}}); }

}  // namespace

void sendSession(const mfa::Auth& auth, const mfa::Request& req, mfa::Response& res) {
  const auto session =
      auth.session().getSession(req, res, {.overrideGlobalClaimValidators = mfa::noClaimValidators});
  mfa::sendJson(res, object{{"userId", session->getUserId()},
                            {"sessionHandle", session->getHandle()},
                            {"accessTokenPayload", session->getAccessTokenPayload()}});
}

void sendSecret(const mfa::Auth& auth, const mfa::Request& req, mfa::Response& res) {
  const auto session = auth.session().getSession(req, res);
  mfa::sendJson(res, object{{"secret", "Only a password and a code from your phone lead here."},
                            {"userId", session->getUserId()}});
}

void sendSessions(const mfa::Auth& auth, const mfa::Request& req, mfa::Response& res) {
  const auto session = auth.session().getSession(req, res);
  auto handles = auth.session().getAllSessionHandlesForUser(session->getUserId());
  std::ranges::reverse(handles);
  mfa::json::array sessions;
  for (const auto& handle : handles) {
    const auto information = auth.session().getSessionInformation(handle);
    if (!information) continue;
    sessions.push_back(object{{"sessionHandle", handle},
                              {"timeCreated", mfa::toUnixMillis(information->timeCreated)},
                              {"expiry", mfa::toUnixMillis(information->expiry)},
                              {"current", handle == session->getHandle()}});
  }
  mfa::sendJson(res, object{{"sessions", std::move(sessions)}});
}

void revokeOneSession(const mfa::Auth& auth, const mfa::Request& req, mfa::Response& res) {
  const auto session = auth.session().getSession(req, res);
  const auto handle = textMember(mfa::jsonBody(req), "sessionHandle");
  if (handle == session->getHandle()) {
    session->revokeSession();
    return sendStatus(res, "OK");
  }
  const auto information = auth.session().getSessionInformation(handle);
  // A foreign handle is answered like an unknown one: handles are no secrets, whose they are is.
  if (!information || information->userId != session->getUserId()) return sendStatus(res, "UNKNOWN_SESSION_ERROR");
  auth.session().revokeSession(handle);
  sendStatus(res, "OK");
}

void revokeAllSessions(const mfa::Auth& auth, const mfa::Request& req, mfa::Response& res) {
  const auto session = auth.session().getSession(req, res);
  auth.session().revokeAllSessionsForUser(session->getUserId());
  session->revokeSession();
  sendStatus(res, "OK");
}

}  // namespace server
