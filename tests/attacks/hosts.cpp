#include "attacks/hosts.hpp"

#include <memory>
#include <utility>

#include "../examples/second_factor/second_factor.hpp"

namespace mfa::test {
namespace {

/// The claim of the guide, whose own is no concern of other files.
const BooleanClaim& guideClaim() {
  static const BooleanClaim claim{
      {.key = "2fa-completed", .fetchValue = [](const ClaimInput&) { return false; }}};
  return claim;
}

Session::Functions onlyFirstFactorClaim(Session::Functions original) {
  auto functions = original;
  functions.createNewSession = [original](Session::CreateNewSession::Input input) -> SessionPtr {
    if (const auto* existing = input.userContext.get<SessionPtr>("session")) return *existing;
    merge(input.accessTokenPayload, guideClaim().build(input));
    return original.createNewSession(std::move(input));
  };
  functions.getGlobalClaimValidators = [original](Session::GetGlobalClaimValidators::Input input) {
    auto validators = original.getGlobalClaimValidators(std::move(input));
    validators.push_back(guideClaim().validators.isTrue());
    return validators;
  };
  return functions;
}

Session::Functions firstSessionForEverybody(Session::Functions original) {
  auto functions = original;
  const auto first = std::make_shared<std::string>();
  functions.createNewSession = [first, original](Session::CreateNewSession::Input input) -> SessionPtr {
    if (!first->empty() && input.userContext.get<SessionPtr>("session"))
      return input.userContext.auth().session().getSessionWithoutRequestResponse(
          *first, {}, {.overrideGlobalClaimValidators = noClaimValidators}, input.userContext);
    auto session = original.createNewSession(std::move(input));
    if (first->empty()) *first = session->getAccessToken();
    return session;
  };
  return functions;
}

}  // namespace

Passwordless::Apis codesForEverybody(Passwordless::Apis original) {
  auto apis = original;
  apis.consumeCodePOST = [original](Passwordless::ConsumeCodePOST::Input input) {
    auto userContext = input.userContext;
    const auto session = input.session;
    if (session) userContext.set("session", session);
    auto response = original.consumeCodePOST(std::move(input));
    if (auto* done = ok(response); done != nullptr && session)
      done->session->setClaimValue(guideClaim(), true, userContext);
    return response;
  };
  return apis;
}

GuideChanges relaxedGuide() {
  return {.passwordless = [](Passwordless::Config& config) { config.override.apis = codesForEverybody; }};
}

GuideChanges hostThatKeepsTheFirstSession() {
  return {.session = [](Session::Config& config) {
    config.override.functions = {keepFirstSession, firstSessionForEverybody};
  }};
}

GuideChanges guideWithoutNumberInToken() {
  return {.session = [](Session::Config& config) { config.override.functions = onlyFirstFactorClaim; }};
}

}  // namespace mfa::test
