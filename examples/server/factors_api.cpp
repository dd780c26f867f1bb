#include "factors_api.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "../second_factor/enrolled_phone.hpp"
#include "account_api.hpp"

namespace server {
namespace {

using mfa::json::object;

object statusOnly(const char* status) { return {{"status", status}}; }

// The page shows the number to nobody: whoever is at a browser that was left open need not learn it.
object asJson(const mfa::Factors::Factor& factor) {
  return {{"factorId", factor.factorId},
          {"contact", factor.contactMasked},
          {"timeEnrolled", mfa::toUnixMillis(factor.timeEnrolled)}};
}

template <class Error>
object counted(const char* status, const Error& error) {
  return {{"status", status},
          {"failedCodeInputAttemptCount", error.failedCodeInputAttemptCount},
          {"maximumCodeInputAttempts", error.maximumCodeInputAttempts}};
}

/// The body of every outcome.
struct Body {
  object operator()(const mfa::Factors::StartContactChange::Ok& started) const {
    return {{"status", "OK"}, {"deviceId", started.deviceId}, {"preAuthSessionId", started.preAuthSessionId}};
  }
  object operator()(const mfa::Factors::FinishContactChange::Ok& changed) const {
    return {{"status", "OK"}, {"factor", asJson(changed.factor)}};
  }
  object operator()(const mfa::factors::FactorNotCompletedError&) const {
    return statusOnly("FACTOR_NOT_COMPLETED_ERROR");
  }
  object operator()(const mfa::factors::AlreadyEnrolledError&) const {
    return statusOnly("ALREADY_ENROLLED_ERROR");
  }
  object operator()(const mfa::passwordless::RestartFlowError&) const {
    return statusOnly("RESTART_FLOW_ERROR");
  }
  object operator()(const mfa::passwordless::IncorrectUserInputCodeError& error) const {
    return counted("INCORRECT_USER_INPUT_CODE_ERROR", error);
  }
  object operator()(const mfa::passwordless::ExpiredUserInputCodeError& error) const {
    return counted("EXPIRED_USER_INPUT_CODE_ERROR", error);
  }
  object operator()(const mfa::GeneralError& error) const {
    return {{"status", "GENERAL_ERROR"}, {"message", error.message}};
  }
};

// [password]
// Nothing: it is the user's. A user without a password is answered as with a wrong one.
std::optional<object> refusePassword(const mfa::SessionPtr& session, const std::string& password,
                                     const mfa::UserContext& userContext) {
  const auto& auth = userContext.auth();
  const auto user = auth.getUser(session->getUserId(), userContext);
  if (!user) return statusOnly("WRONG_CREDENTIALS_ERROR");
  const auto method = std::ranges::find(user->loginMethods, "emailpassword", &mfa::LoginMethod::recipeId);
  if (method == user->loginMethods.end()) return statusOnly("WRONG_CREDENTIALS_ERROR");
  const auto verified = auth.thirdPartyEmailPassword().emailPasswordVerifyCredentials({
      .email = method->email.value(),
      .password = password,
      .session = session,
      .tenantId = method->tenantIds.front(),
      .userContext = userContext,  // of this request: the library sees whose guesses it counts
  });
  if (const auto* refused = std::get_if<mfa::GeneralError>(&verified)) return Body{}(*refused);
  if (!mfa::ok(verified)) return statusOnly("WRONG_CREDENTIALS_ERROR");
  return std::nullopt;
}
// [password]

}  // namespace

void sendFactors(const mfa::Auth& auth, const mfa::Request& req, mfa::Response& res) {
  const auto session = auth.session().getSession(req, res);
  mfa::json::array listed;
  for (const auto& factor : auth.factors().list(session->getUserId())) listed.push_back(asJson(factor));
  mfa::sendJson(res, object{{"factors", std::move(listed)}});
}

// [start]
void startReplacingPhone(const mfa::Auth& auth, const mfa::Request& req, mfa::Response& res) {
  const mfa::UserContext userContext{auth, &req};
  const auto session = auth.session().getSession(req, res, userContext);  // both factors, or 403
  const auto body = mfa::jsonBody(req);
  const auto phoneNumber = textMember(body, "phoneNumber");
  // Whoever finds a browser that was left open has the session, and not the password.
  if (const auto refusal = refusePassword(session, textMember(body, "password"), userContext))
    return mfa::sendJson(res, *refusal);
  const auto result = auth.factors().startContactChange({
      .session = session,
      .phoneNumber = phoneNumber,
      .userContext = userContext,
  });
  mfa::sendJson(res, std::visit(Body{}, result));
}
// [start]

// [finish]
void finishReplacingPhone(const mfa::Auth& auth, const mfa::Request& req, mfa::Response& res) {
  const mfa::UserContext userContext{auth, &req};
  const auto session = auth.session().getSession(req, res, userContext);
  const auto body = mfa::jsonBody(req);
  const auto result = auth.factors().finishContactChange({
      .session = session,
      .preAuthSessionId = textMember(body, "preAuthSessionId"),
      .deviceId = textMember(body, "deviceId"),
      .userInputCode = textMember(body, "userInputCode"),
      .userContext = userContext,
  });
  if (const auto* changed = mfa::ok(result)) tellToken(session, changed->factor);
  mfa::sendJson(res, std::visit(Body{}, result));
}
// [finish]

}  // namespace server
