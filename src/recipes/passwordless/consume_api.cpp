#include <utility>

#include "http/error_answers.hpp"
#include "mfa/auth.hpp"
#include "mfa/errors.hpp"
#include "observe/emit.hpp"
#include "recipes/passwordless/apis.hpp"
#include "recipes/passwordless/contacts.hpp"
#include "recipes/passwordless/second_factor.hpp"
#include "recipes/passwordless/session_binding.hpp"
#include "recipes/passwordless/spent_code.hpp"
#include "recipes/session/created_sessions.hpp"
#include "recipes/session/neighbours.hpp"
#include "testing/defences.hpp"

namespace mfa::passwordless {

namespace {

constexpr const char* kPassed = "mfa.passwordless.passed";

void keepPassed(UserContext userContext, const Passed& passed) { userContext.set(kPassed, passed); }

void emitRefused(const UserContext& userContext, const SessionPtr& session, const std::string& reason) {
  observe::emit(userContext, {.type = EventType::CodeRefused,
                              .userId = session->getUserId(),
                              .sessionHandle = session->getHandle(),
                              .reason = reason});
}

/// The outcomes of `consumeCode` that are no sign-in, as the route answers them.
struct AsAnswered {
  ConsumeCodePOST::Result operator()(const ConsumeCode::Ok&) const { return RestartFlowError{}; }
  ConsumeCodePOST::Result operator()(const LinkingToSessionUserFailed& failed) const {
    return SignInUpNotAllowed{failed.reason};
  }
  template <class Outcome>
  ConsumeCodePOST::Result operator()(const Outcome& outcome) const {
    return outcome;
  }
};

std::optional<Contact> provenContact(const std::optional<SpentCode>& spent, const ConsumedDevice& device) {
  if (spent) return spent->contact;
  if (device.phoneNumber) return phoneContact(*device.phoneNumber);
  return device.email ? emailContact(*device.email) : std::nullopt;
}

// Without evidence the result was made up by an override; a link may have been opened by anybody who was sent
// it.
bool mayRaise(const std::optional<SpentCode>& spent, const std::string& sessionHandle) {
  if (!spent) return false;
  if (stands(Defence::LinksRaiseNothing) && spent->form != CodeForm::UserInputCode) return false;
  return !stands(Defence::CodeKeepsItsSession) || spent->sessionHandle == sessionHandle;
}

std::optional<GeneralError> refuseFirstEnrolment(const Passwordless::Impl& impl, const SessionPtr& session,
                                                 const Contact& contact, const UserContext& userContext) {
  const auto& validate = impl.config.validateFirstEnrolment;
  if (!stands(Defence::FirstEnrolmentIsAsked)) return std::nullopt;
  if (!validate || !hasNoFactor(*impl.services.storage, session->getUserId())) return std::nullopt;
  const auto reason = validate({.session = session,
                                .email = emailOf(contact),
                                .phoneNumber = phoneNumberOf(contact),
                                .userContext = userContext});
  if (!reason) return std::nullopt;
  emitRefused(userContext, session, "enrolment_not_allowed");
  return GeneralError{*reason};
}

/// The code completes the session of the request.
ConsumeCodePOST::Result raise(const Passwordless::Impl& impl, ConsumeCode::Ok done,
                              const std::optional<SpentCode>& spent, const SessionPtr& session,
                              const UserContext& userContext) {
  if (!mayRaise(spent, session->getHandle())) {
    emitRefused(userContext, session, "no_evidence");
    return RestartFlowError{};
  }
  if (auto refusal = refuseFirstEnrolment(impl, session, spent->contact, userContext))
    return *std::move(refusal);
  const auto completion = completeSession(impl.services, userContext, session->getHandle(), *spent);
  if (!isDone(completion)) {
    emitRefused(userContext, session, reasonOf(completion));
    return RestartFlowError{};
  }
  keepPassed(userContext, {Passed::How::Raised, session->getHandle(), session->getUserId(), spent->contact});
  return ConsumeCodePOST::Ok{done.createdNewRecipeUser, std::move(done.user), session};
}

enum class Opening { Done, SessionGone, UserGone };

// Whoever deleted the user after the code was spent did not see the session that was on its way.
bool isUserGone(Transaction& tx, const ConsumeCode::Ok& done, const std::optional<SpentCode>& spent) {
  return spent && spent->recipeUserId == done.recipeUserId && !tx.users().find(done.recipeUserId);
}

/// The code signed somebody in. What opened a session cannot be its second factor, so the row says what it
/// was before anybody has the tokens.
ConsumeCodePOST::Result signIn(const Passwordless::Impl& impl, ConsumeCode::Ok done,
                               const std::optional<SpentCode>& spent, const SessionPtr& session,
                               const UserContext& userContext) {
  const auto contact = provenContact(spent, done.consumedDevice);
  if (!contact) return ConsumeCodePOST::Ok{done.createdNewRecipeUser, std::move(done.user), session};
  const auto opening = impl.services.storage->transact([&](Transaction& tx) {
    if (isUserGone(tx, done, spent)) return Opening::UserGone;
    return tx.sessions().markOpenedByContact(session->getHandle(), nameOf(*contact), impl.now()) ==
                   Update::Done
               ? Opening::Done
               : Opening::SessionGone;
  });
  if (opening == Opening::UserGone) return RestartFlowError{};
  if (opening == Opening::SessionGone) throw UnauthorisedError{UnauthorisedError::Tokens::Clear};
  keepPassed(userContext, {Passed::How::SignedIn, session->getHandle(), session->getUserId(), *contact});
  return ConsumeCodePOST::Ok{done.createdNewRecipeUser, std::move(done.user), session};
}

}  // namespace

std::optional<Passed> takePassed(const UserContext& userContext) {
  const auto* kept = userContext.get<Passed>(kPassed);
  if (kept == nullptr) return std::nullopt;
  auto passed = *kept;
  userContext.erase(kPassed);
  return passed;
}

ConsumeCodePOST::Result consumeCodePOST(const Passwordless::Impl& impl, const ConsumeCodePOST::Input& input) {
  const auto& userContext = input.userContext;
  (void)takeSpentCode(userContext);  // what an override spent before is no evidence for this code
  auto result =
      impl.functions.consumeCode({.preAuthSessionId = input.preAuthSessionId,
                                  .deviceId = input.deviceId,
                                  .userInputCode = input.userInputCode,
                                  .linkCode = input.linkCode,
                                  .session = input.session,
                                  .shouldTryLinkingWithSessionUser = input.shouldTryLinkingWithSessionUser,
                                  .tenantId = input.tenantId,
                                  .userContext = userContext});
  auto* done = ok(result);
  if (done == nullptr) return std::visit(AsAnswered{}, result);
  const auto spent = takeSpentCode(userContext);

  auto& [req, res] = input.options;
  const auto cookiesBefore = res.cookies();
  session::forgetCreated(userContext);
  const auto session = impl.auth.session().createNewSession(req, res, input.tenantId, done->recipeUserId,
                                                            json::object{}, json::object{}, userContext);
  if (!session) throw Error{"an override of createNewSession returned no session"};
  const auto binding = requestBinding(userContext, input.session, input.tenantId);
  if (session->getHandle() == binding.sessionHandle)
    return raise(impl, std::move(*done), spent, session, userContext);
  if (session::wasCreated(userContext, session->getHandle())) {
    auto opened = signIn(impl, std::move(*done), spent, session, userContext);
    if (!ok(opened)) session::takeBack(impl.auth.session(), session, res, cookiesBefore, userContext);
    return opened;
  }

  if (!stands(Defence::OnlyItsOwnSession))
    return ConsumeCodePOST::Ok{done->createdNewRecipeUser, std::move(done->user), session};

  // Somebody else's session, or an older one: whoever typed this code must not get it.
  http::withdrawTokens(res, cookiesBefore);
  emitRefused(userContext, session, "foreign_session");
  return RestartFlowError{};
}

}  // namespace mfa::passwordless
