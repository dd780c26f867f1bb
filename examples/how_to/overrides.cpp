#include "overrides.hpp"

#include <string>
#include <utility>

// [names]
using mfa::EmailPassword;
using mfa::Passwordless;
using mfa::Session;
// [names]

// [count]
std::atomic<int> codesSpent = 0;

Passwordless::Functions countCodes(Passwordless::Functions original) {
  auto functions = original;
  functions.consumeCode = [next = original.consumeCode](Passwordless::ConsumeCode::Input input) {
    auto result = next(std::move(input));
    if (mfa::ok(result)) ++codesSpent;
    return result;
  };
  return functions;
}
// [count]

mfa::Recipe countedCodes() {
  // [use]
  return Passwordless::init({
      .contactMethod = mfa::ContactMethod::Phone,
      .flowType = mfa::FlowType::UserInputCode,
      .override = {.functions = countCodes},
  });
  // [use]
}

// [own-addresses]
EmailPassword::Apis ownAddressesOnly(EmailPassword::Apis original) {
  auto apis = original;
  apis.signUpPOST = [next = original.signUpPOST](
                        EmailPassword::SignUpPOST::Input input) -> EmailPassword::SignUpPOST::Result {
    const auto* email = mfa::emailpassword::valueOf(input.formFields, "email");
    if (email == nullptr || !email->is_string() || !email->get_string().ends_with("@acme.example"))
      return mfa::GeneralError{"Please sign up with your acme.example address."};
    return next(std::move(input));
  };
  return apis;
}
// [own-addresses]

// [without-exists]
EmailPassword::Apis withoutEmailExists(EmailPassword::Apis original) {
  auto apis = original;
  apis.emailExistsGET = nullptr;
  return apis;
}
// [without-exists]

// [plan]
Session::Functions withPlan(Session::Functions original) {
  auto functions = original;
  functions.createNewSession = [next = original.createNewSession](Session::CreateNewSession::Input input) {
    const auto& auth = input.userContext.auth();
    const auto metadata = auth.userMetadata().getUserMetadata(input.userId, input.userContext);
    if (const auto* plan = metadata.if_contains("plan")) input.accessTokenPayload["plan"] = *plan;
    return next(std::move(input));
  };
  return functions;
}
// [plan]

// [context]
EmailPassword::Apis readInvitation(EmailPassword::Apis original) {
  auto apis = original;
  apis.signUpPOST = [next = original.signUpPOST](EmailPassword::SignUpPOST::Input input) {
    if (const auto code = input.options.req.header("x-invitation"))
      input.userContext.set("invitation", std::string{*code});
    return next(std::move(input));
  };
  return apis;
}

EmailPassword::Functions needInvitation(EmailPassword::Functions original) {
  auto functions = original;
  functions.signUp =
      [next = original.signUp](EmailPassword::SignUp::Input input) -> EmailPassword::SignUp::Result {
    const auto* code = input.userContext.get<std::string>("invitation");  // null if nobody left one
    if (code == nullptr || *code != "spring") return mfa::GeneralError{"You need an invitation."};
    return next(std::move(input));
  };
  return functions;
}
// [context]

mfa::Recipe invitedColleaguesOnly() {
  // [layers]
  return EmailPassword::init({.override = {
                                  .functions = needInvitation,
                                  .apis = {readInvitation, ownAddressesOnly},
                              }});
  // [layers]
}
