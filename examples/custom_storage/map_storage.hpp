// A storage of one's own, over std::map: what `mfa::Storage` asks for, with nothing in the way.
//
// It is complete and passes the conformance suite, and forgets everything when it goes. Start from it for a
// database that the library does not know: keep the verbs, replace the maps.
#pragma once

#include <mfa/storage.hpp>

#include <memory>

namespace custom_storage {

[[nodiscard]] std::shared_ptr<mfa::Storage> openMapStorage();

}  // namespace custom_storage
