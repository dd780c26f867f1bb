#include "recipes/session/user_sessions.hpp"

#include "mfa/auth.hpp"

namespace mfa::session {

std::string primaryUserId(const Session::Impl& impl, const std::string& userId,
                          const UserContext& userContext) {
  const auto user = impl.auth.getUser(userId, userContext);
  return user ? user->id : userId;
}

std::vector<std::string> handlesOf(const UserSessions& whose, Transaction& transaction, Time now) {
  auto& sessions = transaction.sessions();
  auto handles = sessions.handlesForUser(whose.userId, whose.tenantId, now);
  if (!whose.recipeUserId) return handles;
  std::erase_if(handles, [&](const std::string& handle) {
    const auto row = sessions.find(handle, now);
    return !row || row->recipeUserId != *whose.recipeUserId;
  });
  return handles;
}

}  // namespace mfa::session
