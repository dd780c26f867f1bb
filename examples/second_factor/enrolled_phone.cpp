#include "enrolled_phone.hpp"

#include <utility>

using mfa::Session;

// [enrolled]
std::optional<mfa::Factors::Factor> enrolledPhone(const mfa::UserContext& userContext,
                                                  const std::string& userId) {
  for (auto& factor : userContext.auth().factors().list(userId, userContext))
    if (factor.phoneNumber) return std::move(factor);
  return std::nullopt;
}
// [enrolled]

// [number]
Session::Functions tokenNamesEnrolledPhone(Session::Functions original) {
  auto functions = original;
  functions.createNewSession = [original](Session::CreateNewSession::Input input) {
    input.accessTokenPayload.erase("phoneNumber");
    if (const auto phone = enrolledPhone(input.userContext, input.userId))
      input.accessTokenPayload["phoneNumber"] = *phone->phoneNumber;
    return original.createNewSession(std::move(input));
  };
  return functions;
}
// [number]

// [hint]
Session::Functions tokenHintsAtEnrolledPhone(Session::Functions original) {
  auto functions = original;
  functions.createNewSession = [original](Session::CreateNewSession::Input input) {
    input.accessTokenPayload.erase("phoneNumber");
    if (const auto phone = enrolledPhone(input.userContext, input.userId))
      input.accessTokenPayload["phoneHint"] = phone->contactMasked;
    return original.createNewSession(std::move(input));
  };
  return functions;
}
// [hint]

// [tell]
void tellToken(const mfa::SessionPtr& session, const mfa::Factors::Factor& phone) {
  const auto payload = session->getAccessTokenPayload();
  if (payload.contains("phoneHint"))
    return session->mergeIntoAccessTokenPayload({{"phoneHint", phone.contactMasked}});
  session->mergeIntoAccessTokenPayload({{"phoneNumber", *phone.phoneNumber}});
}
// [tell]
