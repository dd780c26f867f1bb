// Which sessions were created in one context: so that a caller of `createNewSession` can tell a new session
// from an older one that an override returned in its place.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "mfa/user_context.hpp"

namespace mfa::session {

/// Kept under a key of the library, in a type that hosts cannot name: no override can add to it.
struct CreatedSessions {
  static constexpr const char* kKey = "mfa.session.created";
  std::vector<std::string> handles{};
};

/// Notes a session that was just created.
inline void noteCreated(UserContext userContext, const std::string& sessionHandle) {
  const auto* noted = userContext.get<CreatedSessions>(CreatedSessions::kKey);
  auto created = noted == nullptr ? CreatedSessions{} : *noted;
  created.handles.push_back(sessionHandle);
  userContext.set(CreatedSessions::kKey, std::move(created));
}

/// Forgets what was noted: only what is created from now on is new.
inline void forgetCreated(const UserContext& userContext) { userContext.erase(CreatedSessions::kKey); }

/// Whether that session was created in this context since.
[[nodiscard]] inline bool wasCreated(const UserContext& userContext, const std::string& sessionHandle) {
  const auto* noted = userContext.get<CreatedSessions>(CreatedSessions::kKey);
  return noted != nullptr && std::ranges::find(noted->handles, sessionHandle) != noted->handles.end();
}

}  // namespace mfa::session
