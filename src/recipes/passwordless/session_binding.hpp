// Rule 1: a code raises only the session under which it was made.
//
// What counts is the session that the request itself carries. The routes note it in the context before any
// hook runs, so that no override can put another one in its place by changing an input.
#pragma once

#include <optional>
#include <string>

#include "mfa/recipes/session.hpp"
#include "mfa/storage.hpp"
#include "mfa/user_context.hpp"

namespace mfa::passwordless {

/// What a code is made under, and spent under.
struct SessionBinding {
  std::string tenantId{};                      ///< of the session, if there is one
  std::optional<std::string> sessionHandle{};  ///< nothing: a request without a session
  std::optional<std::string> accountId{};      ///< user id of the session
  CodePurpose purpose = CodePurpose::SignIn;
};

/// The binding of a session (may be null), with the tenant of the path where there is none.
[[nodiscard]] SessionBinding bindingOf(const SessionPtr& session, const std::string& tenantId);

/// Notes what the request of this context is bound to.
void noteRequestBinding(UserContext userContext, const SessionBinding& binding);

/// What the request is bound to. Calls of the host outside our routes are bound as their input says.
[[nodiscard]] SessionBinding requestBinding(const UserContext& userContext, const SessionPtr& session,
                                            const std::string& tenantId);

/// Whether a device was made under that binding, and for what it is for, and its session lives.
[[nodiscard]] bool matches(Transaction& tx, const CodeDevice& device, const SessionBinding& binding,
                           Time now);

/// The session that the row of a device must name when it changes: that of the request.
[[nodiscard]] std::optional<std::string> handleToMatch(const CodeDevice& device,
                                                       const SessionBinding& binding);

/// Whether the session lives; there is none: it does.
[[nodiscard]] bool isLive(Transaction& tx, const SessionBinding& binding, Time now);

}  // namespace mfa::passwordless
