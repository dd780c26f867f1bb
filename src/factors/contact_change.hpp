// Changing a contact: a code to the new one, under a session that has completed a factor.
#pragma once

#include "factors/impl.hpp"
#include "observe/report.hpp"
#include "recipes/passwordless/session_binding.hpp"

namespace mfa::factors {

/// What codes of a change are bound to: the session that asks, and this use alone. What an override has put
/// into the context is not asked.
[[nodiscard]] passwordless::SessionBinding changeBinding(const SessionPtr& session);

// contact_change.cpp
[[nodiscard]] StartContactChange::Result start(const Factors::Impl& impl,
                                               const StartContactChange::Input& input);

// finish_contact_change.cpp
[[nodiscard]] FinishContactChange::Result finish(const Factors::Impl& impl,
                                                 const FinishContactChange::Input& input);

/// What the change of a factor has ended.
void addRevoked(observe::Report& report, const std::string& userId,
                const std::vector<std::string>& sessionHandles);

/// After the commit: the sessions that ended are refused from now on.
void forget(const Services& services, const std::vector<std::string>& sessionHandles);

}  // namespace mfa::factors
