/// @file
/// The routes of the passwordless recipe: what each takes and gives. The JSON stands at `Passwordless::Apis`.
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "mfa/http.hpp"
#include "mfa/recipe.hpp"
#include "mfa/recipes/passwordless/operations.hpp"
#include "mfa/recipes/session.hpp"
#include "mfa/user.hpp"
#include "mfa/user_context.hpp"

namespace mfa {

namespace passwordless {

/// POST /signinup/code
struct CreateCodePOST {
  struct Input {
    std::optional<std::string> email{};        ///< canonical
    std::optional<std::string> phoneNumber{};  ///< E.164
    std::string tenantId = kPublicTenant;
    SessionPtr session{};  ///< the verified session of the request, or null
    std::optional<bool> shouldTryLinkingWithSessionUser{};
    ApiOptions options;
    UserContext userContext{};
  };
  struct Ok {
    std::string deviceId{};
    std::string preAuthSessionId{};
    FlowType flowType = FlowType::UserInputCode;
  };
  using Result = std::variant<Ok, SignInUpNotAllowed, GeneralError>;
};

/// POST /signinup/code/resend
struct ResendCodePOST {
  struct Input {
    std::string deviceId{};
    std::string preAuthSessionId{};
    std::string tenantId = kPublicTenant;
    SessionPtr session{};
    std::optional<bool> shouldTryLinkingWithSessionUser{};
    ApiOptions options;
    UserContext userContext{};
  };
  struct Ok {};
  using Result = std::variant<Ok, RestartFlowError, GeneralError>;
};

/// POST /signinup/code/consume
struct ConsumeCodePOST {
  struct Input {
    std::string preAuthSessionId{};
    std::optional<std::string> deviceId{};
    std::optional<std::string> userInputCode{};
    std::optional<std::string> linkCode{};
    std::string tenantId = kPublicTenant;
    SessionPtr session{};
    std::optional<bool> shouldTryLinkingWithSessionUser{};
    ApiOptions options;
    UserContext userContext{};
  };
  struct Ok {
    bool createdNewRecipeUser = false;
    User user{};
    SessionPtr session{};  ///< the new one, or that of the request, raised
  };
  using Result = std::variant<Ok, IncorrectUserInputCodeError, ExpiredUserInputCodeError, RestartFlowError,
                              SignInUpNotAllowed, GeneralError>;
};

/// GET /passwordless/email/exists
struct EmailExistsGET {
  struct Input {
    std::string email{};
    std::string tenantId = kPublicTenant;
    ApiOptions options;
    UserContext userContext{};
  };
  struct Ok {
    bool exists = false;
  };
  using Result = std::variant<Ok, GeneralError>;
};

/// GET /passwordless/phonenumber/exists
struct PhoneNumberExistsGET {
  struct Input {
    std::string phoneNumber{};
    std::string tenantId = kPublicTenant;
    ApiOptions options;
    UserContext userContext{};
  };
  struct Ok {
    bool exists = false;
  };
  using Result = std::variant<Ok, GeneralError>;
};

}  // namespace passwordless

}  // namespace mfa
