#include "hinted_phone.hpp"

#include <utility>

#include "../second_factor/enrolled_phone.hpp"
#include "../second_factor/second_factor.hpp"

using mfa::Passwordless;

// [only-enrolled]
Passwordless::Apis onlyEnrolledNumber(Passwordless::Apis original) {
  auto apis = original;
  apis.createCodePOST =
      [original](Passwordless::CreateCodePOST::Input input) -> Passwordless::CreateCodePOST::Result {
    const auto phone =
        input.session ? enrolledPhone(input.userContext, input.session->getUserId()) : std::nullopt;
    if (phone && phone->phoneNumber != input.phoneNumber)
      return mfa::GeneralError{"Codes go to the phone that is enrolled"};
    return original.createCodePOST(std::move(input));
  };
  return apis;
}
// [only-enrolled]

std::vector<mfa::Recipe> recipesWithHint() {
  // [recipes]
  return {
      mfa::UserMetadata::init(),
      mfa::ThirdPartyEmailPassword::init(),
      Passwordless::init({
          .contactMethod = mfa::ContactMethod::Phone,
          .flowType = mfa::FlowType::UserInputCode,
          .override = {.apis = {onlyEnrolledNumber, secondFactorApis}},
      }),
      mfa::Session::init({.override = {.functions = {tokenHintsAtEnrolledPhone, keepFirstSession}}}),
  };
  // [recipes]
}
