#include "storage/sql/settings.hpp"

#include <charconv>

namespace mfa::sql {
namespace {

std::int64_t numberOf(const std::optional<std::string>& text, std::int64_t otherwise) {
  if (!text) return otherwise;
  std::from_chars(text->data(), text->data() + text->size(), otherwise);
  return otherwise;
}

}  // namespace

std::optional<std::string> Settings::get(const std::string& name) {
  auto rows = db_.query("SELECT value FROM mfa_settings WHERE name = $1", {name});
  if (rows.empty()) return std::nullopt;
  return Fields{rows.front()}.text();
}

std::string Settings::insertIfAbsent(const std::string& name, const std::string& value) {
  db_.execute("INSERT INTO mfa_settings (name, value) VALUES ($1, $2) ON CONFLICT DO NOTHING", {name, value});
  return get(name).value_or(value);
}

void Settings::put(const std::string& name, const std::string& value) {
  db_.execute(
      "INSERT INTO mfa_settings (name, value) VALUES ($1, $2) "
      "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
      {name, value});
}

// Writes nothing when there is nothing to raise.
std::int64_t Settings::raise(const std::string& name, std::int64_t value) {
  db_.execute(
      "INSERT INTO mfa_settings (name, value) VALUES ($1, $2) "
      "ON CONFLICT (name) DO UPDATE SET value = excluded.value "
      "WHERE CAST(mfa_settings.value AS BIGINT) < CAST(excluded.value AS BIGINT)",
      {name, std::to_string(value)});
  return numberOf(get(name), value);
}

}  // namespace mfa::sql
