#include "recipes/thirdparty/answers.hpp"

#include "http/user_answer.hpp"

namespace mfa::thirdparty {
namespace {

json::object body(const AuthorisationUrlGET::Ok& done) {
  json::object object{{"status", "OK"}, {"urlWithQueryParams", done.urlWithQueryParams}};
  if (done.pkceCodeVerifier) object["pkceCodeVerifier"] = *done.pkceCodeVerifier;
  return object;
}

json::object body(const Request& req, const SignInUpPOST::Ok& done) {
  const auto recipeUserId = done.session ? done.session->getRecipeUserId() : done.user.id;
  return http::userAnswer(req, {done.user, recipeUserId, done.createdNewRecipeUser});
}

json::object body(const Request&, const SignInUpPOST::NoEmailGivenByProvider&) {
  return {{"status", "NO_EMAIL_GIVEN_BY_PROVIDER"}};
}

json::object body(const Request&, const SignInUpNotAllowed& refusal) {
  return {{"status", "SIGN_IN_UP_NOT_ALLOWED"}, {"reason", refusal.reason}};
}

json::object body(const GeneralError& error) { return answer(error); }
json::object body(const Request&, const GeneralError& error) { return answer(error); }

}  // namespace

json::object answer(const GeneralError& error) {
  return {{"status", "GENERAL_ERROR"}, {"message", error.message}};
}

json::object answer(const AuthorisationUrlGET::Result& result) {
  return std::visit([](const auto& outcome) { return body(outcome); }, result);
}

json::object answer(const Request& req, const SignInUpPOST::Result& result) {
  return std::visit([&req](const auto& outcome) { return body(req, outcome); }, result);
}

}  // namespace mfa::thirdparty
