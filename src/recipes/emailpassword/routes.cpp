#include "http/fdi_version.hpp"
#include "recipes/emailpassword/answers.hpp"
#include "recipes/emailpassword/request_session.hpp"
#include "recipes/emailpassword/workings.hpp"

namespace mfa::emailpassword {
namespace {

// Reads the form of a request, and runs `next` with its fields if there is nothing wrong with them.
template <class Next>
void withForm(const Workings& workings, FormKind kind, const RouteCall& call, const Next& next) {
  const auto body = jsonBody(call.req);
  auto form = workings.forms.read(kind, {body, call.tenantId, call.userContext});
  if (const auto* errors = std::get_if<FieldErrors>(&form)) return sendJson(call.res, answer(*errors));
  next(std::get<0>(std::move(form)), body);
}

// Sign-up and sign-in differ in form, hook and answer only.
template <class Operation>
void signInOrUp(const Workings& workings, FormKind kind, const Hook<Operation>& hook, const RouteCall& call) {
  withForm(workings, kind, call, [&](std::vector<FormField> fields, const json::object& body) {
    const auto link = http::shouldTryLinkingWithSessionUser(call.req, body);
    const ApiOptions options{call.req, call.res};
    auto session = sessionForSignIn(workings.auth.session(), link, options, call.userContext);
    if (kind == FormKind::SignIn && !session)
      noteRequestUser(workings.auth.session(), options, call.userContext);
    const auto tenantId = session ? session->getTenantId() : call.tenantId;
    sendJson(call.res, answer(call.req, hook({.formFields = std::move(fields),
                                              .tenantId = tenantId,
                                              .session = std::move(session),
                                              .shouldTryLinkingWithSessionUser = link,
                                              .options = options,
                                              .userContext = call.userContext})));
  });
}

void emailExists(const Workings& workings, const RouteCall& call) {
  auto email = queryParameter(call.req, "email");
  if (!email) throw BadInputError{"Please provide the email as a GET param"};
  if (const auto canonical = identity::EmailAddress::parse(*email)) email = canonical->text();
  sendJson(call.res, answer(workings.apis.emailExistsGET({.email = *std::move(email),
                                                          .tenantId = call.tenantId,
                                                          .options = {call.req, call.res},
                                                          .userContext = call.userContext})));
}

void generateResetToken(const Workings& workings, const RouteCall& call) {
  withForm(workings, FormKind::ResetToken, call, [&](std::vector<FormField> fields, const json::object&) {
    sendJson(call.res,
             answer(workings.apis.generatePasswordResetTokenPOST({.formFields = std::move(fields),
                                                                  .tenantId = call.tenantId,
                                                                  .options = {call.req, call.res},
                                                                  .userContext = call.userContext})));
  });
}

std::string resetToken(const json::object& body) {
  const auto* token = body.if_contains("token");
  if (token == nullptr) throw BadInputError{"Please provide the password reset token"};
  if (!token->is_string()) throw BadInputError{"The password reset token must be a string"};
  return std::string{token->get_string()};
}

void resetPassword(const Workings& workings, const RouteCall& call) {
  withForm(workings, FormKind::NewPassword, call,
           [&](std::vector<FormField> fields, const json::object& body) {
             sendJson(call.res, answer(workings.apis.passwordResetPOST({.formFields = std::move(fields),
                                                                        .token = resetToken(body),
                                                                        .tenantId = call.tenantId,
                                                                        .options = {call.req, call.res},
                                                                        .userContext = call.userContext})));
           });
}

// A route whose hook was emptied has no handler.
template <class Operation, class Handler>
void add(std::vector<Route>& routes, const char* method, const char* path, const Hook<Operation>& hook,
         Handler handler) {
  if (hook) routes.push_back({.method = method, .path = path, .handler = std::move(handler)});
}

}  // namespace

std::vector<Route> routes(const Workings& workings) {
  const auto& with = workings;
  const auto& apis = workings.apis;
  const auto exists = [&with](const RouteCall& call) { emailExists(with, call); };
  std::vector<Route> routes;
  add<SignUpPOST>(routes, "POST", "/signup", apis.signUpPOST, [&with](const RouteCall& call) {
    signInOrUp<SignUpPOST>(with, FormKind::SignUp, with.apis.signUpPOST, call);
  });
  add<SignInPOST>(routes, "POST", "/signin", apis.signInPOST, [&with](const RouteCall& call) {
    signInOrUp<SignInPOST>(with, FormKind::SignIn, with.apis.signInPOST, call);
  });
  add<EmailExistsGET>(routes, "GET", "/emailpassword/email/exists", apis.emailExistsGET, exists);
  add<EmailExistsGET>(routes, "GET", "/signup/email/exists", apis.emailExistsGET, exists);
  add<GeneratePasswordResetTokenPOST>(routes, "POST", "/user/password/reset/token",
                                      apis.generatePasswordResetTokenPOST,
                                      [&with](const RouteCall& call) { generateResetToken(with, call); });
  add<PasswordResetPOST>(routes, "POST", "/user/password/reset", apis.passwordResetPOST,
                         [&with](const RouteCall& call) { resetPassword(with, call); });
  return routes;
}

}  // namespace mfa::emailpassword
