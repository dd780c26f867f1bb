// Changing a contact: a code to the new one, under a session that has completed a factor.
#pragma once

#include "factors/impl.hpp"
#include "recipes/passwordless/session_binding.hpp"

namespace mfa::factors {

/// Why sessions end, in their events.
inline constexpr const char* kFactorChanged = "factor_changed";

/// What codes of a change are bound to: the session that asks, and this use alone. What an override has put
/// into the context is not asked.
[[nodiscard]] passwordless::SessionBinding changeBinding(const SessionPtr& session);

// contact_change.cpp
[[nodiscard]] StartContactChange::Result start(const Factors::Impl& impl,
                                               const StartContactChange::Input& input);

// finish_contact_change.cpp
[[nodiscard]] FinishContactChange::Result finish(const Factors::Impl& impl,
                                                 const FinishContactChange::Input& input);

}  // namespace mfa::factors
