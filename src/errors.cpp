#include "mfa/errors.hpp"

namespace mfa {
namespace {

std::string describe(const std::vector<ConfigProblem>& problems) {
  std::string text = "the configuration cannot work:";
  for (const auto& problem : problems) text += "\n  " + problem.field + " " + problem.mend;
  return text;
}

}  // namespace

Error::Error(const std::string& message, std::string detail)
    : std::runtime_error{message}, detail_{std::move(detail)} {}

UnauthorisedError::UnauthorisedError(Tokens tokens, const std::string& message)
    : SessionError{message}, tokens_{tokens} {}

TryRefreshTokenError::TryRefreshTokenError(const std::string& message) : SessionError{message} {}

TokenTheftDetectedError::TokenTheftDetectedError(std::string sessionHandle, std::string userId,
                                                 std::string recipeUserId)
    : SessionError{"token theft detected"},
      sessionHandle_{std::move(sessionHandle)},
      userId_{std::move(userId)},
      recipeUserId_{std::move(recipeUserId)} {}

InvalidClaimsError::InvalidClaimsError(std::vector<ClaimValidationError> errors)
    : SessionError{"invalid claim"}, errors_{std::move(errors)} {}

ClearDuplicateSessionCookiesError::ClearDuplicateSessionCookiesError()
    : SessionError{"the session cookies of an older domain were cleared"} {}

OverloadedError::OverloadedError(const std::string& message, std::chrono::seconds retryAfter)
    : Error{message}, retryAfter_{retryAfter} {}

StorageError::StorageError(Retry retry, const std::string& state, std::string detail)
    : Error{"storage failed with " + state, std::move(detail)}, retry_{retry}, state_{state} {}

StorageError::StorageError(Retry retry, const std::string& state, const std::string& advice,
                           std::string detail)
    : Error{"storage failed with " + state + ": " + advice, std::move(detail)},
      retry_{retry},
      state_{state} {}

ConfigError::ConfigError(std::vector<ConfigProblem> problems)
    : Error{describe(problems)}, problems_{std::move(problems)} {}

// The vtable of each exception lives here, once, so that a `catch` works across the edge of a shared library.
Error::~Error() = default;
SessionError::~SessionError() = default;
UnauthorisedError::~UnauthorisedError() = default;
TryRefreshTokenError::~TryRefreshTokenError() = default;
TokenTheftDetectedError::~TokenTheftDetectedError() = default;
InvalidClaimsError::~InvalidClaimsError() = default;
ClearDuplicateSessionCookiesError::~ClearDuplicateSessionCookiesError() = default;
GeneralErrorException::~GeneralErrorException() = default;
BadInputError::~BadInputError() = default;
OverloadedError::~OverloadedError() = default;
StorageError::~StorageError() = default;
DeliveryError::~DeliveryError() = default;
ConfigError::~ConfigError() = default;

}  // namespace mfa
