#include "account_api.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <variant>

namespace server {
namespace {

using mfa::json::object;

void sendStatus(mfa::Response& res, const char* status) { mfa::sendJson(res, object{{"status", status}}); }

/// How each outcome of a change of password is sent.
struct SendPasswordChange {
  mfa::Response& res;

  void operator()(const mfa::emailpassword::ChangePassword::Ok&) const { sendStatus(res, "OK"); }
  void operator()(const mfa::emailpassword::WrongCredentialsError&) const {
    sendStatus(res, "WRONG_CREDENTIALS_ERROR");
  }
  void operator()(const mfa::emailpassword::UnknownUserIdError&) const {
    sendStatus(res, "WRONG_CREDENTIALS_ERROR");
  }
  void operator()(const mfa::emailpassword::PasswordPolicyViolatedError& error) const {
    const object field{{"id", "password"}, {"error", error.failureReason}};
    mfa::sendJson(res, object{{"status", "FIELD_ERROR"}, {"formFields", mfa::json::array{field}}});
  }
  void operator()(const mfa::GeneralError& error) const {
    mfa::sendJson(res, object{{"status", "GENERAL_ERROR"}, {"message", error.message}});
  }
};

}  // namespace

std::string textMember(const object& body, std::string_view name) {
  const auto* value = body.if_contains(name);
  if (value == nullptr || !value->is_string())
    throw mfa::BadInputError{std::string{name} + " must be a string"};
  return std::string{value->as_string()};
}

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

void sendEvents(const mfa::Auth& auth, const mfa::Request& req, mfa::Response& res) {
  const auto session = auth.session().getSession(req, res);
  const auto page = auth.events(
      session->getUserId(), {.limit = 20, .paginationToken = mfa::queryParameter(req, "paginationToken")});
  object answer{{"events", mfa::json::array{}}};
  for (const auto& event : page.events) answer["events"].as_array().push_back(mfa::toJson(event));
  if (page.nextPaginationToken) answer["nextPaginationToken"] = *page.nextPaginationToken;
  mfa::sendJson(res, answer);
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
  if (!information || information->userId != session->getUserId())
    return sendStatus(res, "UNKNOWN_SESSION_ERROR");
  auth.session().revokeSession(handle);
  sendStatus(res, "OK");
}

void revokeAllSessions(const mfa::Auth& auth, const mfa::Request& req, mfa::Response& res) {
  const auto session = auth.session().getSession(req, res);
  auth.session().revokeAllSessionsForUser(session->getUserId());
  session->revokeSession();
  sendStatus(res, "OK");
}

void changePassword(const mfa::Auth& auth, const mfa::Request& req, mfa::Response& res) {
  // A context of this request lets the library see whose guesses it counts.
  const mfa::UserContext userContext{auth, &req};
  const auto session = auth.session().getSession(req, res, userContext);
  const auto body = mfa::jsonBody(req);
  const auto result = auth.thirdPartyEmailPassword().changePassword({
      .session = session,
      .currentPassword = textMember(body, "currentPassword"),
      .newPassword = textMember(body, "newPassword"),
      .userContext = userContext,
  });
  std::visit(SendPasswordChange{res}, result);
}

}  // namespace server
