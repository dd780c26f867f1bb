// Sessions of requests: what the functions do, with tokens that come and go by HTTP.
#pragma once

#include "recipes/session/impl.hpp"
#include "recipes/session/transfer.hpp"

namespace mfa::session {

/// The session of a request, if its claims hold. Null: there is none, and none required.
[[nodiscard]] SessionPtr sessionOf(const Exchange& exchange, const VerifySessionOptions& options);

/// A new session, for whoever signed in.
struct NewSession {
  const std::string& tenantId;
  const std::string& recipeUserId;
  const json::object& accessTokenPayload;
  const json::value& sessionDataInDatabase;
};
[[nodiscard]] SessionPtr startSession(const Exchange& exchange, const NewSession& wanted);
[[nodiscard]] SessionPtr startSessionWithoutExchange(const Session::Impl& impl, const NewSession& wanted,
                                                     bool disableAntiCsrf, const UserContext& userContext);

/// The request's session with new tokens.
[[nodiscard]] SessionPtr refreshSessionOf(const Exchange& exchange);

/// Checks the validators that the options ask for.
void checkClaims(const Session::Impl& impl, const SessionPtr& session, const VerifySessionOptions& options,
                 const UserContext& userContext);

/// Whether the request bears the mark that no foreign page can make a browser send.
[[nodiscard]] bool hasCustomHeader(const Request& req);

}  // namespace mfa::session
