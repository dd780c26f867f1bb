#include "recipes/emailpassword/request_session.hpp"

#include "recipes/session/neighbours.hpp"

namespace mfa::emailpassword {

namespace {

constexpr const char* kRequestUser = "mfa.emailpassword.requestUser";

}  // namespace

SessionPtr sessionForSignIn(const Session& session, std::optional<bool> link, const ApiOptions& options,
                            const UserContext& userContext) {
  if (!link) return session::sessionOfRequest(session, options, userContext);
  if (!*link) return nullptr;
  session.getSession(options.req, options.res, {.overrideGlobalClaimValidators = noClaimValidators},
                     userContext);
  throw BadInputError{"shouldTryLinkingWithSessionUser: account linking is not configured"};
}

void noteRequestUser(const Session& session, const ApiOptions& options, UserContext userContext) try {
  if (const auto found = session::sessionOfRequest(session, options, userContext))
    userContext.set(kRequestUser, found->getUserId());
} catch (const SessionError&) {  // it signs in because its session is gone
}

std::optional<std::string> requestUser(const UserContext& userContext) {
  const auto* noted = userContext.get<std::string>(kRequestUser);
  return noted == nullptr ? std::nullopt : std::optional{*noted};
}

}  // namespace mfa::emailpassword
