#include "http/fdi_version.hpp"
#include "recipes/emailpassword/request_session.hpp"
#include "recipes/thirdparty/answers.hpp"
#include "recipes/thirdparty/workings.hpp"

namespace mfa::thirdparty {
namespace {

GeneralError notAvailable() { return {"Signing in with a third party is not available on this server"}; }

std::string requiredParameter(const Request& req, const std::string& name) {
  if (auto value = queryParameter(req, name)) return *std::move(value);
  throw BadInputError{"Please provide the " + name + " as a GET param"};
}

const json::value* member(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value == nullptr || value->is_null() ? nullptr : value;
}

std::optional<std::string> optionalText(const json::object& object, std::string_view name) {
  const auto* value = member(object, name);
  if (value == nullptr) return std::nullopt;
  if (!value->is_string()) throw BadInputError{std::string{name} + " must be a string"};
  return std::string{value->get_string()};
}

std::string requiredText(const json::object& object, std::string_view name) {
  if (auto text = optionalText(object, name)) return *std::move(text);
  throw BadInputError{"Please provide the " + std::string{name} + " in request body"};
}

const json::object* optionalObject(const json::object& object, std::string_view name) {
  const auto* value = member(object, name);
  if (value == nullptr) return nullptr;
  if (!value->is_object()) throw BadInputError{std::string{name} + " must be an object"};
  return &value->get_object();
}

RedirectURIInfo readRedirect(const json::object& object) {
  const auto* params = optionalObject(object, "redirectURIQueryParams");
  if (params == nullptr) throw BadInputError{"Please provide the redirectURIQueryParams in request body"};
  return {requiredText(object, "redirectURIOnProviderDashboard"), *params,
          optionalText(object, "pkceCodeVerifier")};
}

// Which provider a request is about. Front ends show why there is none, hence no 400.
std::optional<Provider> providerOf(const Workings& workings, const RouteCall& call,
                                   const std::string& thirdPartyId,
                                   const std::optional<std::string>& clientType) {
  return workings.functions.getProvider({.thirdPartyId = thirdPartyId,
                                         .tenantId = call.tenantId,
                                         .clientType = clientType,
                                         .userContext = call.userContext});
}

void authorisationUrl(const Workings& workings, const RouteCall& call) {
  const auto thirdPartyId = requiredParameter(call.req, "thirdPartyId");
  const auto redirectURI = requiredParameter(call.req, "redirectURIOnProviderDashboard");
  auto provider = providerOf(workings, call, thirdPartyId, queryParameter(call.req, "clientType"));
  if (!provider) return sendJson(call.res, answer(notAvailable()));
  sendJson(call.res, answer(workings.apis.authorisationUrlGET({.provider = *std::move(provider),
                                                               .redirectURIOnProviderDashboard = redirectURI,
                                                               .tenantId = call.tenantId,
                                                               .options = {call.req, call.res},
                                                               .userContext = call.userContext})));
}

void signInUp(const Workings& workings, const RouteCall& call) {
  const auto body = jsonBody(call.req);
  const auto thirdPartyId = requiredText(body, "thirdPartyId");
  const auto clientType = optionalText(body, "clientType");
  const auto* redirect = optionalObject(body, "redirectURIInfo");
  const auto* tokens = optionalObject(body, "oAuthTokens");
  if (redirect == nullptr && tokens == nullptr)
    throw BadInputError{"Please provide one of redirectURIInfo or oAuthTokens in the request body"};
  auto redirectURIInfo = redirect == nullptr ? std::nullopt : std::optional{readRedirect(*redirect)};
  auto oAuthTokens = tokens == nullptr ? std::nullopt : std::optional{*tokens};

  auto provider = providerOf(workings, call, thirdPartyId, clientType);
  if (!provider) return sendJson(call.res, answer(notAvailable()));
  const auto link = http::shouldTryLinkingWithSessionUser(call.req, body);
  const ApiOptions options{call.req, call.res};
  auto session = emailpassword::sessionForSignIn(workings.auth.session(), link, options, call.userContext);
  const auto tenantId = session ? session->getTenantId() : call.tenantId;
  sendJson(call.res,
           answer(call.req, workings.apis.signInUpPOST({.provider = *std::move(provider),
                                                        .redirectURIInfo = std::move(redirectURIInfo),
                                                        .oAuthTokens = std::move(oAuthTokens),
                                                        .tenantId = tenantId,
                                                        .session = std::move(session),
                                                        .shouldTryLinkingWithSessionUser = link,
                                                        .options = options,
                                                        .userContext = call.userContext})));
}

void appleRedirect(const Workings& workings, const RouteCall& call) {
  const auto result =
      workings.apis.appleRedirectHandlerPOST({.formPostInfoFromProvider = std::string{call.req.body()},
                                              .options = {call.req, call.res},
                                              .userContext = call.userContext});
  if (const auto* refusal = std::get_if<GeneralError>(&result)) sendJson(call.res, answer(*refusal));
}

}  // namespace

ThirdParty::Apis defaultApis() {
  return {
      .authorisationUrlGET = [](AuthorisationUrlGET::Input) { return notAvailable(); },
      .signInUpPOST = [](SignInUpPOST::Input) { return notAvailable(); },
      .appleRedirectHandlerPOST = [](AppleRedirectHandlerPOST::Input) { return notAvailable(); },
  };
}

std::vector<Route> routes(const Workings& workings) {
  const auto& with = workings;
  const auto& apis = workings.apis;
  std::vector<Route> routes;
  if (apis.authorisationUrlGET)
    routes.push_back({.method = "GET",
                      .path = "/authorisationurl",
                      .handler = [&with](const RouteCall& call) { authorisationUrl(with, call); }});
  if (apis.signInUpPOST)
    routes.push_back({.method = "POST", .path = "/signinup", .handler = [&with](const RouteCall& call) {
                        signInUp(with, call);
                      }});
  if (apis.appleRedirectHandlerPOST)
    routes.push_back({.method = "POST",
                      .path = "/callback/apple",
                      .handler = [&with](const RouteCall& call) { appleRedirect(with, call); },
                      .callers = Callers::AnyPage});
  return routes;
}

}  // namespace mfa::thirdparty
