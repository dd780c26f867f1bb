// The password by which somebody is signing in, between its check and the session.
//
// A password that is changed in between ends all sessions that there are, and the one that is about to be
// made is not among them. So the session is inserted only if the password is still the one that was checked.
#pragma once

#include <optional>
#include <string>

#include "mfa/errors.hpp"
#include "mfa/user_context.hpp"

namespace mfa::session {

/// Kept under a key of the library, in a type that hosts cannot name.
struct CredentialEvidence {
  static constexpr const char* kKey = "mfa.session.credential";
  std::string recipeUserId{};
  std::string passwordHash{};  ///< as it was stored when the password was right
};

/// Thrown by `createNewSession`. Where nobody knows better, the answer is that of a session that is gone.
class CredentialChanged : public UnauthorisedError {
 public:
  CredentialChanged() : UnauthorisedError{Tokens::Keep} {}
};

/// From now on sessions of that login method need that password, in this context.
inline void noteCredential(UserContext userContext, CredentialEvidence evidence) {
  userContext.set(CredentialEvidence::kKey, std::move(evidence));
}

/// For who changes the password in this very context.
inline void forgetCredential(const UserContext& userContext) { userContext.erase(CredentialEvidence::kKey); }

/// What a session of that login method needs.
[[nodiscard]] inline std::optional<CredentialEvidence> credentialOf(const UserContext& userContext,
                                                                    const std::string& recipeUserId) {
  const auto* noted = userContext.get<CredentialEvidence>(CredentialEvidence::kKey);
  if (noted == nullptr || noted->recipeUserId != recipeUserId) return std::nullopt;
  return *noted;
}

}  // namespace mfa::session
