// What may be kept as metadata: bounded, and such that no database reads it differently from what was
// written.
#pragma once

#include <cstddef>
#include <string_view>

#include "mfa/json.hpp"

namespace mfa::usermetadata {

inline constexpr std::size_t kMaxUserIdBytes = 256;
inline constexpr std::size_t kMaxDocumentBytes = 64 * 1'024;
inline constexpr std::size_t kMaxKeyBytes = 128;
inline constexpr int kMaxDepth = 16;

/// @throws BadInputError for what is no user id
void checkUserId(std::string_view userId);

/// @throws BadInputError for a document beyond the limits
void checkDocument(const json::object& document);

}  // namespace mfa::usermetadata
