#include "storage/sql/metadata.hpp"

#include "storage/sql/answers.hpp"
#include "storage/sql/columns.hpp"

namespace mfa::sql {

json::object Metadata::get(const std::string& userId) {
  auto rows = db_.query("SELECT metadata FROM mfa_user_metadata WHERE user_id = $1", {userId});
  if (rows.empty()) return {};
  return jsonObjectOf(Fields{rows.front()}.text());
}

// A row lock cannot hold a row that is not there yet: the empty one is written first.
json::object Metadata::merge(const std::string& userId, const json::object& update) {
  db_.execute("INSERT INTO mfa_user_metadata (user_id, metadata) VALUES ($1, '{}') ON CONFLICT DO NOTHING",
              {userId});
  auto rows = db_.queryForUpdate("SELECT metadata FROM mfa_user_metadata WHERE user_id = $1", {userId});
  auto metadata = jsonObjectOf(Fields{rows.at(0)}.text());
  mfa::merge(metadata, update);
  db_.execute("UPDATE mfa_user_metadata SET metadata = $2 WHERE user_id = $1",
              {userId, json::serialize(metadata)});
  return metadata;
}

Update Metadata::clear(const std::string& userId) {
  return updateOf(db_.execute("DELETE FROM mfa_user_metadata WHERE user_id = $1", {userId}));
}

}  // namespace mfa::sql
