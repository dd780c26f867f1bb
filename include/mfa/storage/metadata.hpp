/// @file
/// User metadata: one JSON object per user id. Table `mfa_user_metadata`.
#pragma once

#include <string>

#include "mfa/json.hpp"
#include "mfa/storage/results.hpp"

namespace mfa {

class MetadataStore {
 public:
  virtual ~MetadataStore() = default;

  /// Empty for an unknown id.
  [[nodiscard]] virtual json::object get(const std::string& userId) = 0;

  /// Merges (see `mfa::merge`) and returns the result. Any id is accepted. Two merges at once both count.
  virtual json::object merge(const std::string& userId, const json::object& update) = 0;

  virtual Update clear(const std::string& userId) = 0;
};

}  // namespace mfa
