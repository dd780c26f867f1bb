#include "recipes/passwordless/answers.hpp"

#include "http/user_answer.hpp"
#include "mfa/json.hpp"

namespace mfa {

std::string_view name(FlowType flowType) noexcept {
  switch (flowType) {
    case FlowType::UserInputCode:
      return "USER_INPUT_CODE";
    case FlowType::MagicLink:
      return "MAGIC_LINK";
    case FlowType::UserInputCodeAndMagicLink:
      break;
  }
  return "USER_INPUT_CODE_AND_MAGIC_LINK";
}

namespace passwordless {

namespace {

json::object countedError(const char* status, int failed, int maximum) {
  return {{"status", status}, {"failedCodeInputAttemptCount", failed}, {"maximumCodeInputAttempts", maximum}};
}

/// The body of every outcome.
struct Body {
  const Request* req = nullptr;  ///< where the front end's version matters

  json::object operator()(const GeneralError& error) const {
    return {{"status", "GENERAL_ERROR"}, {"message", error.message}};
  }
  json::object operator()(const SignInUpNotAllowed& refused) const {
    return {{"status", "SIGN_IN_UP_NOT_ALLOWED"}, {"reason", refused.reason}};
  }
  json::object operator()(const RestartFlowError&) const { return {{"status", "RESTART_FLOW_ERROR"}}; }
  json::object operator()(const IncorrectUserInputCodeError& error) const {
    return countedError("INCORRECT_USER_INPUT_CODE_ERROR", error.failedCodeInputAttemptCount,
                        error.maximumCodeInputAttempts);
  }
  json::object operator()(const ExpiredUserInputCodeError& error) const {
    return countedError("EXPIRED_USER_INPUT_CODE_ERROR", error.failedCodeInputAttemptCount,
                        error.maximumCodeInputAttempts);
  }
  json::object operator()(const CreateCodePOST::Ok& done) const {
    return {{"status", "OK"},
            {"deviceId", done.deviceId},
            {"preAuthSessionId", done.preAuthSessionId},
            {"flowType", name(done.flowType)}};
  }
  json::object operator()(const ResendCodePOST::Ok&) const { return {{"status", "OK"}}; }
  json::object operator()(const ConsumeCodePOST::Ok& done) const {
    const auto recipeUserId = done.session ? done.session->getRecipeUserId() : done.user.id;
    return http::userAnswer(
        *req,
        {.user = done.user, .recipeUserId = recipeUserId, .createdNewRecipeUser = done.createdNewRecipeUser});
  }
  json::object operator()(const EmailExistsGET::Ok& found) const { return exists(found.exists); }
  json::object operator()(const PhoneNumberExistsGET::Ok& found) const { return exists(found.exists); }

 private:
  static json::object exists(bool exists) { return {{"status", "OK"}, {"exists", exists}}; }
};

}  // namespace

void answer(Response& res, const CreateCodePOST::Result& result) {
  sendJson(res, std::visit(Body{}, result));
}
void answer(Response& res, const ResendCodePOST::Result& result) {
  sendJson(res, std::visit(Body{}, result));
}
void answer(const Request& req, Response& res, const ConsumeCodePOST::Result& result) {
  sendJson(res, std::visit(Body{&req}, result));
}
void answer(Response& res, const EmailExistsGET::Result& result) {
  sendJson(res, std::visit(Body{}, result));
}
void answer(Response& res, const PhoneNumberExistsGET::Result& result) {
  sendJson(res, std::visit(Body{}, result));
}
void answer(Response& res, const GeneralError& error) { sendJson(res, Body{}(error)); }

}  // namespace passwordless

}  // namespace mfa
