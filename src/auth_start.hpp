// The first steps of an `Auth`: what its database remembers for it, and whom it tells what happens.
#pragma once

#include <functional>
#include <memory>

#include "auth_clock.hpp"
#include "mfa/events.hpp"
#include "mfa/recipe.hpp"
#include "services.hpp"

namespace mfa {

/// Reads the latest time and the hashing key from the database, if everything is sound so far; else gives
/// `services` harmless ones, so that recipes can be built and report their mistakes.
/// @throws StorageError if the database fails
void prepareStorage(Services& services, SteadyClock& clock, const ConfigProblems& problems);

/// `Services::emit` for a host's `onEvent`, which may be empty.
[[nodiscard]] std::function<void(Event)> emitter(std::function<void(const Event&)> onEvent,
                                                 std::shared_ptr<const Clock> clock);

}  // namespace mfa
