#include "lost_phone.hpp"

#include <algorithm>
#include <optional>

#include "../second_factor/second_factor.hpp"

// [reset]
std::vector<std::string> letEnrolAnew(const mfa::Auth& auth, const std::string& userId) {
  const auto done = auth.factors().reset({.userId = userId});
  std::vector<std::string> removed;
  for (const auto& factor : done.removed) removed.push_back(factor.contactMasked);
  return removed;
}
// [reset]

// [policy]
std::optional<std::string> needsVerifiedAddress(const mfa::passwordless::FirstEnrolmentInput& input) {
  const auto user = input.userContext.auth().getUser(input.session->getUserId(), input.userContext);
  const bool isVerified = user && std::ranges::any_of(user->loginMethods, [](const mfa::LoginMethod& method) {
                            return method.email && method.verified;
                          });
  if (isVerified) return std::nullopt;
  return "Please confirm your e-mail address before you add a phone.";
}

mfa::Recipe codesForVerifiedUsers() {
  return mfa::Passwordless::init({
      .contactMethod = mfa::ContactMethod::Phone,
      .flowType = mfa::FlowType::UserInputCode,
      .validateFirstEnrolment = needsVerifiedAddress,
      .override = {.apis = secondFactorApis},
  });
}
// [policy]
