// How long a code lives, for people to read. Source: FDI, template variables of messages.
#pragma once

#include <chrono>
#include <string>

namespace mfa::delivery {

/// "59 seconds", "5 minutes", "1.5 hours": rounded down, so that nobody is promised more than there is.
[[nodiscard]] std::string lifetimeInWords(std::chrono::milliseconds lifetime);

}  // namespace mfa::delivery
