// Sending a code: first counted (rule 3), then handed to the sender.
#pragma once

#include <optional>
#include <string>

#include "recipes/passwordless/impl.hpp"
#include "recipes/passwordless/session_binding.hpp"

namespace mfa::passwordless {

/// Counts that an account asked for a code, before any hook runs: an override's refusal costs as much as a
/// code. Nothing without a session. The send that follows for the same contact does not count it again.
/// @return what to answer if the budget is empty
[[nodiscard]] std::optional<GeneralError> countRequest(const Passwordless::Impl& impl, const Contact& contact,
                                                       const SessionBinding& binding,
                                                       const UserContext& userContext);

/// Counts a message to that contact, before there is one.
/// @return what to answer if it may not be sent
[[nodiscard]] std::optional<GeneralError> countSend(const Passwordless::Impl& impl, const Contact& contact,
                                                    const SessionBinding& binding,
                                                    const UserContext& userContext);

/// What a message carries. Under a session a code is typed in where it was asked for: a link opened somewhere
/// else would be another person's way to complete that session.
[[nodiscard]] FlowType flowTypeOf(const Passwordless::Impl& impl, const SessionBinding& binding);

/// The address of the page that brings a code back.
[[nodiscard]] std::string magicLink(const Passwordless::Impl& impl, const CreatedCode& code,
                                    const std::string& tenantId, const UserContext& userContext);

/// Hands a code to the sender.
/// @return what to answer if that failed
[[nodiscard]] std::optional<GeneralError> send(const Passwordless::Impl& impl, const CreatedCode& code,
                                               const Contact& contact, const SessionBinding& binding,
                                               const UserContext& userContext);

}  // namespace mfa::passwordless
