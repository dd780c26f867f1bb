/// @file
/// JSON, as the library speaks it: Boost.JSON under the name `mfa::json`, and the shallow merge that the FDI
/// defines for access-token payloads and user metadata.
#pragma once

#include <boost/json.hpp>

#include "mfa/export.hpp"

namespace mfa {

namespace json = boost::json;

/// Merges `update` into `target`, at the root only: a member of `update` replaces the one of the same name as
/// a whole, and one that is null removes it. A null deeper down is a value like any other.
/// @code
/// {"a":1,"b":{"c":1}}  merged with  {"a":null,"b":{"d":2}}  is  {"b":{"d":2}}
/// @endcode
MFA_EXPORT void merge(json::object& target, const json::object& update);

}  // namespace mfa
