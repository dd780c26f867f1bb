#include "recipes/emailpassword/answers.hpp"

#include "http/user_answer.hpp"

namespace mfa::emailpassword {
namespace {

json::object status(const char* text) { return {{"status", text}}; }

json::object withReason(const char* text, const std::string& reason) {
  return {{"status", text}, {"reason", reason}};
}

json::object fieldError(std::string_view id, std::string error) {
  return answer(FieldErrors{{std::string{id}, std::move(error)}});
}

json::object body(const GeneralError& error) {
  return {{"status", "GENERAL_ERROR"}, {"message", error.message}};
}

// Sign-up and sign-in say by their path which of the two it was.
json::object signedIn(const Request& req, const User& user, const SessionPtr& session) {
  const auto recipeUserId = session ? session->getRecipeUserId() : user.id;
  auto object = http::userAnswer(req, {.user = user, .recipeUserId = recipeUserId});
  object.erase("createdNewRecipeUser");
  object.erase("createdNewUser");
  return object;
}

json::object body(const EmailAlreadyExistsError&) {
  return fieldError(kEmailField, "This email already exists. Please sign in instead.");
}
json::object body(const SignUpNotAllowed& refusal) {
  return withReason("SIGN_UP_NOT_ALLOWED", refusal.reason);
}
json::object body(const WrongCredentialsError&) { return status("WRONG_CREDENTIALS_ERROR"); }
json::object body(const SignInNotAllowed& refusal) {
  return withReason("SIGN_IN_NOT_ALLOWED", refusal.reason);
}
json::object body(const EmailExistsGET::Ok& done) { return {{"status", "OK"}, {"exists", done.exists}}; }
json::object body(const GeneratePasswordResetTokenPOST::Ok&) { return status("OK"); }
json::object body(const GeneratePasswordResetTokenPOST::PasswordResetNotAllowed& refusal) {
  return withReason("PASSWORD_RESET_NOT_ALLOWED", refusal.reason);
}
json::object body(const PasswordResetPOST::Ok&) { return status("OK"); }
json::object body(const ResetPasswordInvalidTokenError&) {
  return status("RESET_PASSWORD_INVALID_TOKEN_ERROR");
}
json::object body(const PasswordPolicyViolatedError& refusal) {
  return fieldError(kPasswordField, refusal.failureReason);
}

template <class Result>
json::object bodyOf(const Result& result) {
  return std::visit([](const auto& outcome) { return body(outcome); }, result);
}

template <class Result>
json::object answerWithUser(const Request& req, const Result& result) {
  return std::visit(
      [&req](const auto& outcome) {
        if constexpr (requires { outcome.session; })
          return signedIn(req, outcome.user, outcome.session);
        else
          return body(outcome);
      },
      result);
}

}  // namespace

json::object answer(const FieldErrors& errors) {
  json::array formFields;
  for (const auto& error : errors) formFields.push_back({{"id", error.id}, {"error", error.error}});
  return {{"status", "FIELD_ERROR"}, {"formFields", std::move(formFields)}};
}

json::object answer(const Request& req, const SignUpPOST::Result& result) {
  return answerWithUser(req, result);
}
json::object answer(const Request& req, const SignInPOST::Result& result) {
  return answerWithUser(req, result);
}
json::object answer(const EmailExistsGET::Result& result) { return bodyOf(result); }
json::object answer(const GeneratePasswordResetTokenPOST::Result& result) { return bodyOf(result); }
json::object answer(const PasswordResetPOST::Result& result) { return bodyOf(result); }

}  // namespace mfa::emailpassword
