// What the recipe does, as long as no override says otherwise.
#pragma once

#include "mfa/recipes/usermetadata.hpp"
#include "services.hpp"

namespace mfa::usermetadata {

/// The default functions. `services` must outlive them.
[[nodiscard]] UserMetadata::Functions defaultFunctions(const Services& services);

}  // namespace mfa::usermetadata
