// Which events are kept, and how: `Config::auditLog`.
#pragma once

#include "mfa/events.hpp"
#include "mfa/storage.hpp"
#include "services.hpp"

namespace mfa::observe {

/// Whether the event has a place in the table: it belongs to an account, and the configuration wants it.
[[nodiscard]] bool isKept(const Services& services, const Event& event);

/// Appends an event that is kept, and removes a few that are too old: a table that nobody keeps house for
/// does not grow without end.
void append(Transaction& tx, const Services& services, const Event& event);

/// Keeps an event that tells of no change, in a transaction of its own. Refusals that no budget bounds are
/// kept once a minute while they repeat: nobody fills the table by asking in vain.
void keepAlone(const Services& services, const Event& event);

/// Whether as much must be written for an event of no account as for one that is kept: what a refused sign-in
/// costs must not tell whether the address has an account.
[[nodiscard]] bool mustCostAlike(const Services& services, const Event& event);

/// Writes as much, and keeps nothing but when that was.
void writeForNobody(const Services& services, const Event& event);

/// Until when events are too old at `now`.
[[nodiscard]] Time tooOld(const Services& services, Time now);

}  // namespace mfa::observe
