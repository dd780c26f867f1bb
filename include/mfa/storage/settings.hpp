/// @file
/// What an `Auth` must remember about its database: which phone normaliser wrote it, the latest time seen.
/// Table `mfa_settings`.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace mfa {

class SettingStore {
 public:
  virtual ~SettingStore() = default;

  [[nodiscard]] virtual std::optional<std::string> get(const std::string& name) = 0;

  /// Writes `value` if the setting is absent, and returns what it is now.
  [[nodiscard]] virtual std::string insertIfAbsent(const std::string& name, const std::string& value) = 0;

  virtual void put(const std::string& name, const std::string& value) = 0;

  /// Raises a number to at least `value`, and returns what it is now.
  virtual std::int64_t raise(const std::string& name, std::int64_t value) = 0;
};

}  // namespace mfa
