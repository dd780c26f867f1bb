// Pauses between the steps of a storage, drawn from a seed: what a race needs to lose it, which on an idle
// machine happens once in thousands of times, happens often.
#pragma once

#include <cstdint>
#include <memory>

#include "mfa/storage.hpp"

namespace mfa::test {

/// The storage behind it, with a pause before every verb, and before and after every transaction: none, a few
/// turns of the processor, or a place at the end of the queue of threads. Nothing sleeps.
[[nodiscard]] std::shared_ptr<Storage> paused(std::shared_ptr<Storage> storage, std::uint64_t seed);

}  // namespace mfa::test
