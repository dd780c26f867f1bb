/// @file
/// The routes of the passwordless recipe: what each takes and gives. The JSON stands at `Passwordless::Apis`.
///
/// A hook runs on the request's thread, may block, and holds no lock and no transaction of the library. Its
/// input is checked: contacts are canonical, texts are UTF-8 of bounded size. `options` and the session refer
/// to the request and the response, and live as long as they. GENERAL_ERROR is answered with 200 and a
/// message for the user to read; what a default throws (`StorageError`, `UnauthorisedError` for a session
/// that is gone) is answered by `Auth::handle`.
///
/// Source: FDI, passwordless.
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
///
/// The default makes a code with `createCode` and hands it to the sender; the code is bound to the session of
/// the request, or to there being none. GENERAL_ERROR: the contact is not allowed, a budget is empty (with
/// the wait in words), or the sender failed. An account's request is counted before this hook runs, so that
/// who is refused here has drawn too.
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
  /// Both ids go to the front end, which brings them back with the code. Neither tells anything about the
  /// contact.
  struct Ok {
    std::string deviceId{};          ///< 32 random octets, base64: a secret of this browser
    std::string preAuthSessionId{};  ///< its hash, base64url: what links carry
    FlowType flowType = FlowType::UserInputCode;
  };
  using Result = std::variant<Ok, SignInUpNotAllowed, GeneralError>;
};

/// POST /signinup/code/resend
///
/// The default makes one more code for the device with `createNewCodeForDevice`, and sends it.
/// RESTART_FLOW_ERROR: there is no such device, or it was made under another session. GENERAL_ERROR: as at
/// `CreateCodePOST`.
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
///
/// The default checks the code, spends it with `consumeCode`, and asks `Session::createNewSession` for a
/// session.
///  - A new one comes back: the code signed its user in.
///  - The session of the request comes back (an override keeps it): the code was its second factor. It
///    counts as raised only if the code was made under it and sent to the contact that its user has
///    enrolled, or enrols as the first; else RESTART_FLOW_ERROR. A link raises none: only a code that was
///    typed in does.
///  - Any other session is nobody's to give: RESTART_FLOW_ERROR, and the response bears none of its tokens.
///
/// Wrong and expired codes are counted before they are compared; the last one a device allows, and a code of
/// another session, are RESTART_FLOW_ERROR. GENERAL_ERROR: the guesses of account or destination are used up,
/// or `validateFirstEnrolment` said no.
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
///
/// Whether somebody signs in by codes to that address: anybody may ask. Empty the hook if that is nobody's
/// business.
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
///
/// The same for a number.
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
