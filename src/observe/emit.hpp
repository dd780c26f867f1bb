// Telling the host what happened.
#pragma once

#include <optional>
#include <string>

#include "crypto/secret.hpp"
#include "mfa/events.hpp"
#include "mfa/storage/users.hpp"
#include "mfa/user_context.hpp"

namespace mfa::observe {

/// Tells of what changes nothing, a refusal or a message sent: `Config::onEvent`, and the table of events if
/// the configuration wants one. What changes something is told by `observe::transact`. Adds time, request id
/// and client address of the request that `userContext` belongs to (it must be bound to an `Auth`). The
/// contact is told as keyed hash and masked tail only. Never throws; not to be called within a transaction.
/// May block.
/// @code
/// observe::emit(input.userContext, {.type = EventType::CodeRefused, .reason = "wrong_code"},
/// device.contact);
/// @endcode
void emit(const UserContext& userContext, Event event);
void emit(const UserContext& userContext, Event event, const Contact& contact);

/// The id of the request of this context, drawn when it is first asked for; empty outside HTTP.
[[nodiscard]] std::string requestId(const UserContext& userContext);

/// The same contact has the same hash under one key, and nobody else can compute it.
[[nodiscard]] std::string keyedHash(const crypto::Secret& key, const Contact& contact);

/// "•••0123" for a number, "a•••@acme.example" for an address: enough for its owner to know it, too little
/// for anybody else.
[[nodiscard]] std::string masked(const Contact& contact);

}  // namespace mfa::observe
