#include "recipes/emailpassword/request_session.hpp"

#include "recipes/session/neighbours.hpp"

namespace mfa::emailpassword {

SessionPtr sessionForSignIn(const Session& session, std::optional<bool> link, const ApiOptions& options,
                            const UserContext& userContext) {
  if (!link) return session::sessionOfRequest(session, options, userContext);
  if (!*link) return nullptr;
  session.getSession(options.req, options.res, {.overrideGlobalClaimValidators = noClaimValidators},
                     userContext);
  throw BadInputError{"shouldTryLinkingWithSessionUser: account linking is not configured"};
}

}  // namespace mfa::emailpassword
