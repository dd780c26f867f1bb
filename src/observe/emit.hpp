// Telling the host what happened.
#pragma once

#include <optional>
#include <string>

#include "mfa/events.hpp"
#include "mfa/storage/users.hpp"
#include "mfa/user_context.hpp"

namespace mfa::observe {

/// Tells `Config::onEvent`, with time, request id and client address of the request that `userContext`
/// belongs to (it must be bound to an `Auth`). The contact is told as keyed hash and masked tail only. Never
/// throws.
/// @code
/// observe::emit(input.userContext, {.type = EventType::CodeRefused, .reason = "wrong_code"},
/// device.contact);
/// @endcode
void emit(const UserContext& userContext, Event event);
void emit(const UserContext& userContext, Event event, const Contact& contact);

/// The id of the request of this context, drawn when it is first asked for; empty outside HTTP.
[[nodiscard]] std::string requestId(const UserContext& userContext);

/// "•••0123" for a number, "a•••@acme.example" for an address: enough for its owner to know it, too little
/// for anybody else.
[[nodiscard]] std::string masked(const Contact& contact);

}  // namespace mfa::observe
