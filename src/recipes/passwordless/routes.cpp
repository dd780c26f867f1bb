#include <utility>

#include "abuse/password_budgets.hpp"
#include "http/fdi_version.hpp"
#include "mfa/auth.hpp"
#include "mfa/errors.hpp"
#include "observe/emit.hpp"
#include "recipes/passwordless/answers.hpp"
#include "recipes/passwordless/apis.hpp"
#include "recipes/passwordless/contacts.hpp"
#include "recipes/passwordless/enrolled_contact.hpp"
#include "recipes/passwordless/requests.hpp"
#include "recipes/passwordless/sending.hpp"
#include "recipes/passwordless/session_binding.hpp"
#include "recipes/session/neighbours.hpp"

namespace mfa::passwordless {

namespace {

ApiOptions optionsOf(const RouteCall& call) { return {call.req, call.res}; }

/// The session of the request, which is noted as what the request is bound to.
SessionPtr bindRequest(const Passwordless::Impl& impl, const RouteCall& call,
                       std::optional<bool> shouldTryLinking) {
  auto session = session::sessionOfRequest(impl.auth.session(), optionsOf(call), call.userContext);
  if (shouldTryLinking == true && !session) throw UnauthorisedError{UnauthorisedError::Tokens::Keep};
  noteRequestBinding(call.userContext, bindingOf(session, call.tenantId));
  return session;
}

/// The contact that the request names, or leaves to the server.
std::variant<Contact, GeneralError> contactOfRequest(const Passwordless::Impl& impl, const RouteCall& call,
                                                     const json::object& body) {
  if (leavesContactToServer(body)) {
    const auto session = session::sessionOfRequest(impl.auth.session(), optionsOf(call), call.userContext);
    const auto contact = session ? enrolledContact(impl, session->getUserId(), body) : std::nullopt;
    if (contact) return *contact;
  }
  return readContact(impl, body, call.tenantId, call.userContext);
}

void serveCreateCode(const Passwordless::Impl& impl, const RouteCall& call) {
  const auto body = jsonBody(call.req);
  const auto shouldTryLinking = http::shouldTryLinkingWithSessionUser(call.req, body);
  const auto read = contactOfRequest(impl, call, body);
  if (const auto* invalid = std::get_if<GeneralError>(&read)) return answer(call.res, *invalid);
  const auto& contact = std::get<Contact>(read);
  const auto session = bindRequest(impl, call, shouldTryLinking);
  const auto binding = bindingOf(session, call.tenantId);
  if (const auto refusal = countRequest(impl, contact, binding, call.userContext))
    return answer(call.res, *refusal);
  answer(call.res, impl.apis.createCodePOST({.email = emailOf(contact),
                                             .phoneNumber = phoneNumberOf(contact),
                                             .tenantId = binding.tenantId,
                                             .session = session,
                                             .shouldTryLinkingWithSessionUser = shouldTryLinking,
                                             .options = optionsOf(call),
                                             .userContext = call.userContext}));
}

void serveResendCode(const Passwordless::Impl& impl, const RouteCall& call) {
  const auto body = jsonBody(call.req);
  auto read = readResend(body);
  const auto shouldTryLinking = http::shouldTryLinkingWithSessionUser(call.req, body);
  const auto session = bindRequest(impl, call, shouldTryLinking);
  answer(call.res, impl.apis.resendCodePOST({.deviceId = std::move(read.deviceId),
                                             .preAuthSessionId = std::move(read.preAuthSessionId),
                                             .tenantId = call.tenantId,
                                             .session = session,
                                             .shouldTryLinkingWithSessionUser = shouldTryLinking,
                                             .options = optionsOf(call),
                                             .userContext = call.userContext}));
}

// What a code changed, a new user, a raised session, was told with the change.
void emitSignedIn(const UserContext& userContext, const Passed& passed) {
  observe::emit(
      userContext,
      {.type = EventType::SignedIn, .userId = passed.accountId, .sessionHandle = passed.sessionHandle},
      passed.contact);
}

/// The user has passed every factor: what the wrong passwords before have cost is forgotten with it. Unless
/// the session has ended meanwhile, as it does when the password is changed.
void settleRaised(const Passwordless::Impl& impl, const UserContext& userContext, const Passed& passed) {
  impl.services.budgets->resetGuessesOfAccount(passed.accountId, passed.contact);
  impl.services.storage->transact([&](Transaction& tx) {
    if (!tx.sessions().find(passed.sessionHandle, impl.services.clock->now())) return;
    abuse::PasswordBudgets{impl.services}.settleUser(tx, passed.accountId, clientAddress(userContext));
  });
}

/// Fills up the guesses: a session was raised, or made. Nothing less does it, and only what the final answer
/// says counts.
void settle(const Passwordless::Impl& impl, const UserContext& userContext,
            const ConsumeCodePOST::Result& result) {
  const auto passed = takePassed(userContext);
  const auto* done = ok(result);
  if (!passed || done == nullptr || !done->session) return;
  if (done->session->getHandle() != passed->sessionHandle) return;
  if (passed->how == Passed::How::Raised) return settleRaised(impl, userContext, *passed);
  impl.services.budgets->resetGuessesOfDestination(passed->contact);
  if (!done->createdNewRecipeUser) emitSignedIn(userContext, *passed);
}

void serveConsumeCode(const Passwordless::Impl& impl, const RouteCall& call) {
  const auto body = jsonBody(call.req);
  auto read = readConsume(body);
  const auto shouldTryLinking = http::shouldTryLinkingWithSessionUser(call.req, body);
  const auto session = bindRequest(impl, call, shouldTryLinking);
  const auto result = impl.apis.consumeCodePOST({.preAuthSessionId = std::move(read.preAuthSessionId),
                                                 .deviceId = std::move(read.deviceId),
                                                 .userInputCode = std::move(read.userInputCode),
                                                 .linkCode = std::move(read.linkCode),
                                                 .tenantId = bindingOf(session, call.tenantId).tenantId,
                                                 .session = session,
                                                 .shouldTryLinkingWithSessionUser = shouldTryLinking,
                                                 .options = optionsOf(call),
                                                 .userContext = call.userContext});
  settle(impl, call.userContext, result);
  answer(call.req, call.res, result);
}

void serveEmailExists(const Passwordless::Impl& impl, const RouteCall& call) {
  auto email = readQuery(call.req, "email");
  if (auto contact = emailContact(email)) email = std::move(contact->value);
  answer(call.res, impl.apis.emailExistsGET({.email = std::move(email),
                                             .tenantId = call.tenantId,
                                             .options = optionsOf(call),
                                             .userContext = call.userContext}));
}

void servePhoneNumberExists(const Passwordless::Impl& impl, const RouteCall& call) {
  auto phoneNumber = readQuery(call.req, "phoneNumber");
  if (auto contact = phoneContact(phoneNumber)) phoneNumber = std::move(contact->value);
  answer(call.res, impl.apis.phoneNumberExistsGET({.phoneNumber = std::move(phoneNumber),
                                                   .tenantId = call.tenantId,
                                                   .options = optionsOf(call),
                                                   .userContext = call.userContext}));
}

using Serve = void (*)(const Passwordless::Impl&, const RouteCall&);

/// A route, or none where the API was emptied.
template <class Api>
Route route(const Passwordless::Impl& impl, const Api& api, std::string method, std::string path,
            Serve serve) {
  Route made{.method = std::move(method), .path = std::move(path)};
  if (api) made.handler = [&impl, serve](const RouteCall& call) { serve(impl, call); };
  return made;
}

}  // namespace

std::vector<Route> routesOf(const Passwordless::Impl& impl) {
  const auto& apis = impl.apis;
  return {
      route(impl, apis.createCodePOST, "POST", "/signinup/code", serveCreateCode),
      route(impl, apis.resendCodePOST, "POST", "/signinup/code/resend", serveResendCode),
      route(impl, apis.consumeCodePOST, "POST", "/signinup/code/consume", serveConsumeCode),
      route(impl, apis.emailExistsGET, "GET", "/passwordless/email/exists", serveEmailExists),
      route(impl, apis.emailExistsGET, "GET", "/signup/email/exists", serveEmailExists),
      route(impl, apis.phoneNumberExistsGET, "GET", "/passwordless/phonenumber/exists",
            servePhoneNumberExists),
      route(impl, apis.phoneNumberExistsGET, "GET", "/signup/phonenumber/exists", servePhoneNumberExists)};
}

}  // namespace mfa::passwordless
