#include "storage/sql/keys.hpp"

#include "storage/sql/answers.hpp"

namespace mfa::sql {
namespace {

SigningKeyRow keyOf(Row& row) {
  Fields in{row};
  return {.keyId = in.text(),
          .kind = in.text(),
          .algorithm = in.text(),
          .epoch = in.integer(),
          .privateKey = in.text(),
          .createdAt = in.time(),
          .signsFrom = in.time(),
          .signsUntil = in.time(),
          .verifiesUntil = in.time()};
}

}  // namespace

std::vector<SigningKeyRow> Keys::list() {
  auto rows = db_.query(
      "SELECT key_id, kind, algorithm, epoch, private_key, created_at, signs_from, signs_until, "
      "verifies_until FROM mfa_signing_keys ORDER BY kind, algorithm, epoch",
      {});
  std::vector<SigningKeyRow> keys;
  for (auto& row : rows) keys.push_back(keyOf(row));
  return keys;
}

Insert Keys::insertUnique(const SigningKeyRow& key) {
  return insertOf(db_.execute(
      "INSERT INTO mfa_signing_keys (key_id, kind, algorithm, epoch, private_key, created_at, signs_from, "
      "signs_until, verifies_until) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING",
      {key.keyId, key.kind, key.algorithm, key.epoch, Octets{key.privateKey}, key.createdAt, key.signsFrom,
       key.signsUntil, key.verifiesUntil}));
}

Update Keys::reseal(const std::string& keyId, const std::string& expected, const std::string& privateKey) {
  return updateOf(
      db_.execute("UPDATE mfa_signing_keys SET private_key = $3 WHERE key_id = $1 AND private_key = $2",
                  {keyId, Octets{expected}, Octets{privateKey}}));
}

Update Keys::remove(const std::string& keyId) {
  return updateOf(db_.execute("DELETE FROM mfa_signing_keys WHERE key_id = $1", {keyId}));
}

int Keys::removeExpired(Time now) {
  return static_cast<int>(db_.execute("DELETE FROM mfa_signing_keys WHERE verifies_until <= $1", {now}));
}

}  // namespace mfa::sql
