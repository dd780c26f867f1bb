// Overrides one API and one function of the installed library, and answers a request with both.
#include <cstdlib>
#include <iostream>
#include <mfa/mfa.hpp>

#include "message.hpp"

using mfa::Passwordless;

namespace {

int functionCalls = 0;

Passwordless::Functions countCodes(Passwordless::Functions original) {
  auto functions = original;
  functions.createCode = [next = original.createCode](Passwordless::CreateCode::Input input) {
    ++functionCalls;
    return next(std::move(input));
  };
  return functions;
}

Passwordless::Apis refuseOneNumber(Passwordless::Apis original) {
  auto apis = original;
  apis.createCodePOST =
      [next = original.createCodePOST](
          Passwordless::CreateCodePOST::Input input) -> Passwordless::CreateCodePOST::Result {
    if (input.phoneNumber == "+12015550199") return mfa::GeneralError{"not this one"};
    return next(std::move(input));
  };
  return apis;
}

std::string askForCode(const mfa::Auth& auth, const std::string& phoneNumber) {
  const HostRequest req{"POST", "/auth/signinup/code", R"({"phoneNumber":")" + phoneNumber + "\"}"};
  HostResponse res;
  if (!auth.handle(req, res) || res.status() != 200) return "not answered";
  return std::string{mfa::json::parse(res.body()).at("status").as_string()};
}

}  // namespace

int main() {
  const mfa::Auth auth{{
      .appInfo = {.appName = "Host", .apiDomain = "localhost:3000", .websiteDomain = "localhost:3000"},
      .storage = mfa::sqlite::open(":memory:"),
      .recipeList = {mfa::Session::init({}),
                     Passwordless::init({.contactMethod = mfa::ContactMethod::Phone,
                                         .flowType = mfa::FlowType::UserInputCode,
                                         .override = {.functions = countCodes, .apis = refuseOneNumber}})},
  }};
  const auto refused = askForCode(auth, "+12015550199");
  const auto sent = askForCode(auth, "+12015550123");
  std::cout << "refused: " << refused << "\nsent: " << sent << "\ncodes made: " << functionCalls << '\n';
  const bool right = refused == "GENERAL_ERROR" && sent == "OK" && functionCalls == 1;
  return right ? EXIT_SUCCESS : EXIT_FAILURE;
}
