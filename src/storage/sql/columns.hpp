// How the library's values stand in columns: enumerations as words, JSON as text.
#pragma once

#include <string>
#include <string_view>

#include "mfa/events.hpp"
#include "mfa/json.hpp"
#include "mfa/storage/codes.hpp"
#include "mfa/storage/users.hpp"

namespace mfa::sql {

[[nodiscard]] std::string_view toColumn(ContactKind kind);
[[nodiscard]] ContactKind contactKindOf(std::string_view column);

[[nodiscard]] std::string_view toColumn(CodePurpose purpose);
[[nodiscard]] CodePurpose codePurposeOf(std::string_view column);

/// The type of a kept event; its column holds its name.
[[nodiscard]] EventType storedEventTypeOf(std::string_view column);

/// The value of a third party's contact.
[[nodiscard]] std::string contactValueOf(const ThirdPartyInfo& thirdParty);

/// Reads JSON that this library wrote.
/// @throws StorageError if the column holds something else
[[nodiscard]] json::value jsonOf(const std::string& column);
[[nodiscard]] json::object jsonObjectOf(const std::string& column);

/// The end of the range in which every text that begins with `prefix` lies, in the order of its octets.
[[nodiscard]] std::string endOfPrefix(const std::string& prefix);

}  // namespace mfa::sql
