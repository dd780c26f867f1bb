/// @file
/// What the library throws. Expected outcomes are values (the alternatives of an operation's `Result`); these
/// are the faults, and the refusals that end a request. `Auth::handleError` answers each of them over HTTP.
///
/// @code
/// Error                          everything below
///  ├─ SessionError               the request has no session, or not one that may pass
///  │   ├─ UnauthorisedError        401 {"message":"unauthorised"}
///  │   ├─ TryRefreshTokenError     401 {"message":"try refresh token"}
///  │   ├─ TokenTheftDetectedError  401 {"message":"token theft detected"}
///  │   ├─ InvalidClaimsError       403 {"message":"invalid claim","claimValidationErrors":[…]}
///  │   └─ ClearDuplicateSessionCookiesError  200 {"message":…}, cookies of the older domain cleared
///  ├─ GeneralErrorException      200 {"status":"GENERAL_ERROR","message":…}
///  ├─ BadInputError              400 {"message":…}
///  ├─ OverloadedError            503 with Retry-After
///  ├─ StorageError               503 with Retry-After (the database is busy, full or gone)
///  ├─ DeliveryError              from a sender; the code routes answer GENERAL_ERROR
///  └─ ConfigError                from Auth's constructor
/// @endcode
#pragma once

#include <chrono>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "mfa/export.hpp"
#include "mfa/json.hpp"

namespace mfa {

/// Base of every exception the library throws.
///
/// `what()` is written for operators and safe to log: it names the part that failed and holds no password,
/// code, token or address. `detail()` is what a database or provider said; it may quote user data.
class MFA_EXPORT Error : public std::runtime_error {
 public:
  explicit Error(const std::string& message, std::string detail = {});
  ~Error() override;

  [[nodiscard]] const std::string& detail() const noexcept { return detail_; }

 private:
  std::string detail_;
};

/// The request came without a session that may pass. What the client shall do is in the derived type.
class MFA_EXPORT SessionError : public Error {
 public:
  using Error::Error;
  ~SessionError() override;
};

/// There is no session, or it was revoked. Answered with 401; the client forgets its session.
class MFA_EXPORT UnauthorisedError : public SessionError {
 public:
  /// Whether the answer takes the tokens away from the client. A request that simply has none keeps what
  /// other requests of the same browser may have.
  enum class Tokens { Keep, Clear };

  explicit UnauthorisedError(Tokens tokens, const std::string& message = "unauthorised");
  ~UnauthorisedError() override;

  [[nodiscard]] Tokens tokens() const noexcept { return tokens_; }

 private:
  Tokens tokens_;
};

/// The access token is expired, or cannot be accepted as it came. Answered with 401; a stock front end
/// refreshes and sends the request again.
class MFA_EXPORT TryRefreshTokenError : public SessionError {
 public:
  explicit TryRefreshTokenError(const std::string& message = "try refresh token");
  ~TryRefreshTokenError() override;
};

/// A refresh token came a second time, outside the window in which racing tabs may bring it. The session is
/// already revoked when this is thrown. Answered with 401.
class MFA_EXPORT TokenTheftDetectedError : public SessionError {
 public:
  TokenTheftDetectedError(std::string sessionHandle, std::string userId, std::string recipeUserId);
  ~TokenTheftDetectedError() override;

  [[nodiscard]] const std::string& sessionHandle() const noexcept { return sessionHandle_; }
  [[nodiscard]] const std::string& userId() const noexcept { return userId_; }
  [[nodiscard]] const std::string& recipeUserId() const noexcept { return recipeUserId_; }

 private:
  std::string sessionHandle_;
  std::string userId_;
  std::string recipeUserId_;
};

/// One claim that did not hold.
struct ClaimValidationError {
  std::string id{};      ///< of the validator; by default the claim's key
  json::value reason{};  ///< why, as the validator says it; absent on the wire when null
};

/// The session is valid, but a claim of it does not hold, such as the second factor. Answered with 403.
class MFA_EXPORT InvalidClaimsError : public SessionError {
 public:
  explicit InvalidClaimsError(std::vector<ClaimValidationError> errors);
  ~InvalidClaimsError() override;

  [[nodiscard]] const std::vector<ClaimValidationError>& errors() const noexcept { return errors_; }

 private:
  std::vector<ClaimValidationError> errors_;
};

/// The browser sent two cookies of one name at refresh, one of an older domain. Answered with 200, clearing
/// the cookies of `Session::Config::olderCookieDomain`; the next refresh succeeds.
class MFA_EXPORT ClearDuplicateSessionCookiesError : public SessionError {
 public:
  ClearDuplicateSessionCookiesError();
  ~ClearDuplicateSessionCookiesError() override;
};

/// Lets an override or a sender end an API with `{"status":"GENERAL_ERROR","message":…}`, from wherever it
/// is. The message is shown to the user.
class MFA_EXPORT GeneralErrorException : public Error {
 public:
  using Error::Error;
  ~GeneralErrorException() override;
};

/// The client sent what the route cannot read. Answered with 400; the message is for a developer.
class MFA_EXPORT BadInputError : public Error {
 public:
  using Error::Error;
  ~BadInputError() override;
};

/// More work waits than can be done soon: too many password hashes at once. Answered with 503.
class MFA_EXPORT OverloadedError : public Error {
 public:
  OverloadedError(const std::string& message, std::chrono::seconds retryAfter);
  ~OverloadedError() override;

  [[nodiscard]] std::chrono::seconds retryAfter() const noexcept { return retryAfter_; }

 private:
  std::chrono::seconds retryAfter_;
};

/// The database failed. If `retryable()` (conflict, deadlock), the same transaction may succeed. What was
/// acknowledged before stays; whether a transaction whose commit failed is in the database is unknown.
class MFA_EXPORT StorageError : public Error {
 public:
  enum class Retry : bool { No, Yes };

  /// @param state the engine's own code: an SQLSTATE, or "SQLITE_BUSY"
  StorageError(Retry retry, const std::string& state, std::string detail);
  /// @param advice what is wrong and what an operator can do about it; stands in `what()` beside the code
  StorageError(Retry retry, const std::string& state, const std::string& advice, std::string detail);
  ~StorageError() override;

  [[nodiscard]] bool retryable() const noexcept { return retry_ == Retry::Yes; }
  [[nodiscard]] const std::string& state() const noexcept { return state_; }

 private:
  Retry retry_;
  std::string state_;
};

/// A sender could not hand its message over. Thrown by senders; the code routes answer GENERAL_ERROR, and the
/// event `code_not_sent` says `sender_failed`. The library keeps no word of it: log in the sender what the
/// provider said.
class MFA_EXPORT DeliveryError : public Error {
 public:
  using Error::Error;
  ~DeliveryError() override;
};

/// One mistake of a configuration.
struct ConfigProblem {
  std::string field{};  ///< as the host wrote it: "passwordless.codeLifetime"
  std::string mend{};   ///< what is wrong and what to do: "must be at least 1 ms and at most 10 min"
};

/// The configuration cannot work. Names every mistake at once, a line each.
class MFA_EXPORT ConfigError : public Error {
 public:
  explicit ConfigError(std::vector<ConfigProblem> problems);
  ~ConfigError() override;

  [[nodiscard]] const std::vector<ConfigProblem>& problems() const noexcept { return problems_; }

 private:
  std::vector<ConfigProblem> problems_;
};

}  // namespace mfa
