// Metadata, signing keys and settings: what is little more than a map.
#include <algorithm>
#include <tuple>

#include "stores.hpp"

namespace custom_storage {

using mfa::Insert;
using mfa::SigningKeyRow;
using mfa::Update;

mfa::json::object Metadata::get(const std::string& userId) {
  const auto& documents = draft_.read().metadata.read();
  const auto found = documents.find(userId);
  return found == documents.end() ? mfa::json::object{} : found->second;
}

mfa::json::object Metadata::merge(const std::string& userId, const mfa::json::object& update) {
  auto& document = draft_.write().metadata.write()[userId];
  mfa::merge(document, update);
  return document;
}

Update Metadata::clear(const std::string& userId) {
  return draft_.write().metadata.write().erase(userId) > 0 ? Update::Done : Update::Missing;
}

std::vector<SigningKeyRow> Keys::list() {
  std::vector<SigningKeyRow> listed;
  for (const auto& [id, key] : draft_.read().keys.read()) listed.push_back(key);
  std::sort(listed.begin(), listed.end(), [](const auto& left, const auto& right) {
    return std::tie(left.kind, left.algorithm, left.epoch) <
           std::tie(right.kind, right.algorithm, right.epoch);
  });
  return listed;
}

Insert Keys::insertUnique(const SigningKeyRow& key) {
  auto& keys = draft_.write().keys.write();
  const auto same = [&](const auto& entry) {
    const auto& other = entry.second;
    return std::tie(other.kind, other.algorithm, other.epoch) == std::tie(key.kind, key.algorithm, key.epoch);
  };
  if (std::any_of(keys.begin(), keys.end(), same)) return Insert::Conflict;
  return keys.emplace(key.keyId, key).second ? Insert::Done : Insert::Conflict;
}

Update Keys::reseal(const std::string& keyId, const std::string& expected, const std::string& privateKey) {
  auto& keys = draft_.write().keys.write();
  const auto found = keys.find(keyId);
  if (found == keys.end() || found->second.privateKey != expected) return Update::Missing;
  found->second.privateKey = privateKey;
  return Update::Done;
}

Update Keys::remove(const std::string& keyId) {
  return draft_.write().keys.write().erase(keyId) > 0 ? Update::Done : Update::Missing;
}

int Keys::removeExpired(mfa::Time now) {
  auto& keys = draft_.write().keys.write();
  return static_cast<int>(
      std::erase_if(keys, [&](const auto& entry) { return entry.second.verifiesUntil <= now; }));
}

std::optional<std::string> Settings::get(const std::string& name) {
  const auto& settings = draft_.read().settings.read();
  const auto found = settings.find(name);
  if (found == settings.end()) return std::nullopt;
  return found->second;
}

std::string Settings::insertIfAbsent(const std::string& name, const std::string& value) {
  return draft_.write().settings.write().emplace(name, value).first->second;
}

void Settings::put(const std::string& name, const std::string& value) {
  draft_.write().settings.write().insert_or_assign(name, value);
}

std::int64_t Settings::raise(const std::string& name, std::int64_t value) {
  const auto now = get(name);
  if (now && std::stoll(*now) >= value) return std::stoll(*now);
  put(name, std::to_string(value));
  return value;
}

}  // namespace custom_storage
