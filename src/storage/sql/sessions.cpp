#include "storage/sql/sessions.hpp"

#include "storage/sql/answers.hpp"
#include "storage/sql/columns.hpp"

namespace mfa::sql {
namespace {

std::optional<CompletedFactor> completedFactorOf(Fields& in) {
  auto factorId = in.optionalText();
  auto codeId = in.optionalText();
  const auto completedAt = in.optionalTime();
  if (!factorId || !codeId || !completedAt) return std::nullopt;
  return CompletedFactor{
      .factorId = *std::move(factorId), .codeId = *std::move(codeId), .completedAt = *completedAt};
}

// Members of a braced list are evaluated in the order of the columns.
SessionRow sessionOf(Row& row) {
  Fields in{row};
  return {.sessionHandle = in.text(),
          .userId = in.text(),
          .recipeUserId = in.text(),
          .tenantId = in.text(),
          .refreshTokenHash2 = in.text(),
          .prevRefreshTokenHash2 = in.optionalText(),
          .refreshTokenRotatedAt = in.optionalTime(),
          .sealedChild = in.text(),
          .accessTokenPayload = jsonObjectOf(in.text()),
          .sessionDataInDatabase = jsonOf(in.text()),
          .useStaticKey = in.flag(),
          .antiCsrfDisabled = in.flag(),
          .antiCsrfToken = in.optionalText(),
          .openedByContact = in.optionalText(),
          .completedFactor = completedFactorOf(in),
          .createdAt = in.time(),
          .expiresAt = in.time()};
}

}  // namespace

Insert Sessions::insertUnique(const SessionRow& session) {
  const auto& factor = session.completedFactor;
  return insertOf(db_.execute(
      "INSERT INTO mfa_sessions (session_handle, user_id, recipe_user_id, tenant_id, refresh_token_hash_2, "
      "prev_refresh_token_hash_2, refresh_token_rotated_at, sealed_child, access_token_payload, "
      "session_data, "
      "use_static_key, anti_csrf_disabled, anti_csrf_token, opened_by_contact, completed_factor_id, "
      "completed_code_id, completed_at, created_at, expires_at, removal_due_at) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $19) "
      "ON CONFLICT DO NOTHING",
      {session.sessionHandle, session.userId, session.recipeUserId, session.tenantId,
       session.refreshTokenHash2, session.prevRefreshTokenHash2, session.refreshTokenRotatedAt,
       Octets{session.sealedChild}, json::serialize(session.accessTokenPayload),
       json::serialize(session.sessionDataInDatabase), session.useStaticKey, session.antiCsrfDisabled,
       session.antiCsrfToken, session.openedByContact, factor ? Param{factor->factorId} : Param{},
       factor ? Param{factor->codeId} : Param{}, factor ? Param{factor->completedAt} : Param{},
       session.createdAt, session.expiresAt}));
}

std::optional<SessionRow> Sessions::find(const std::string& sessionHandle, Time now) {
  auto rows = db_.query(
      "SELECT session_handle, user_id, recipe_user_id, tenant_id, refresh_token_hash_2, "
      "prev_refresh_token_hash_2, refresh_token_rotated_at, sealed_child, access_token_payload, "
      "session_data, "
      "use_static_key, anti_csrf_disabled, anti_csrf_token, opened_by_contact, completed_factor_id, "
      "completed_code_id, completed_at, created_at, expires_at "
      "FROM mfa_sessions WHERE session_handle = $1 AND expires_at > $2",
      {sessionHandle, now});
  if (rows.empty()) return std::nullopt;
  return sessionOf(rows.front());
}

// A refresh leaves removal_due_at where it is, and with it the page of its index, unless the session ends
// sooner than before.
Update Sessions::rotate(const SessionRotation& rotation) {
  const auto rotated = updateOf(db_.execute(
      "UPDATE mfa_sessions SET refresh_token_hash_2 = $3, prev_refresh_token_hash_2 = $2, sealed_child = $4, "
      "anti_csrf_token = $5, use_static_key = $6, refresh_token_rotated_at = $7, expires_at = $8 "
      "WHERE session_handle = $1 AND refresh_token_hash_2 = $2 AND expires_at > $7",
      {rotation.sessionHandle, rotation.expectedRefreshTokenHash2, rotation.refreshTokenHash2,
       Octets{rotation.sealedChild}, rotation.antiCsrfToken, rotation.useStaticKey, rotation.rotatedAt,
       rotation.expiresAt}));
  if (rotated == Update::Done)
    db_.execute(
        "UPDATE mfa_sessions SET removal_due_at = $2 WHERE session_handle = $1 AND removal_due_at > $2",
        {rotation.sessionHandle, rotation.expiresAt});
  return rotated;
}

Update Sessions::updateSessionData(const std::string& sessionHandle, const json::value& data, Time now) {
  return updateOf(
      db_.execute("UPDATE mfa_sessions SET session_data = $2 WHERE session_handle = $1 AND expires_at > $3",
                  {sessionHandle, json::serialize(data), now}));
}

std::optional<json::object> Sessions::mergePayload(const std::string& sessionHandle,
                                                   const json::object& update, Time now) {
  auto rows = db_.queryForUpdate(
      "SELECT access_token_payload FROM mfa_sessions WHERE session_handle = $1 AND expires_at > $2",
      {sessionHandle, now});
  if (rows.empty()) return std::nullopt;
  auto payload = jsonObjectOf(Fields{rows.front()}.text());
  merge(payload, update);
  db_.execute("UPDATE mfa_sessions SET access_token_payload = $2 WHERE session_handle = $1",
              {sessionHandle, json::serialize(payload)});
  return payload;
}

Update Sessions::completeFactor(const std::string& sessionHandle, const CompletedFactor& factor, Time now) {
  return updateOf(db_.execute(
      "UPDATE mfa_sessions SET completed_factor_id = $2, completed_code_id = $3, completed_at = $4 "
      "WHERE session_handle = $1 AND expires_at > $5",
      {sessionHandle, factor.factorId, factor.codeId, factor.completedAt, now}));
}

Update Sessions::markOpenedByContact(const std::string& sessionHandle, const std::string& contact, Time now) {
  return updateOf(db_.execute(
      "UPDATE mfa_sessions SET opened_by_contact = $2 WHERE session_handle = $1 AND expires_at > $3",
      {sessionHandle, contact, now}));
}

Update Sessions::revoke(const std::string& sessionHandle) {
  return updateOf(db_.execute("DELETE FROM mfa_sessions WHERE session_handle = $1", {sessionHandle}));
}

std::vector<std::string> Sessions::revokeAllForUser(const std::string& userId,
                                                    const std::optional<std::string>& tenantId,
                                                    const std::optional<std::string>& except) {
  return textsOf(
      db_.query("DELETE FROM mfa_sessions WHERE user_id = $1 "
                "AND (CAST($2 AS TEXT) IS NULL OR tenant_id = $2) "
                "AND (CAST($3 AS TEXT) IS NULL OR session_handle <> $3) "
                "RETURNING session_handle",
                {userId, tenantId, except}));
}

std::vector<std::string> Sessions::handlesForUser(const std::string& userId,
                                                  const std::optional<std::string>& tenantId, Time now) {
  return textsOf(
      db_.query("SELECT session_handle FROM mfa_sessions WHERE user_id = $1 AND expires_at > $3 "
                "AND (CAST($2 AS TEXT) IS NULL OR tenant_id = $2) "
                "ORDER BY created_at, session_handle",
                {userId, tenantId, now}));
}

// Looks at no more than `limit` rows: a request pays for it.
int Sessions::removeExpired(Time now, int limit) {
  const auto deferred = deferRefreshed(now, limit);
  return deferred + removeDue(now, limit - deferred);
}

int Sessions::deferRefreshed(Time now, int limit) {
  return static_cast<int>(
      db_.execute("UPDATE mfa_sessions SET removal_due_at = expires_at "
                  "WHERE expires_at > $1 AND session_handle IN "
                  "(SELECT session_handle FROM mfa_sessions WHERE removal_due_at <= $1 "
                  "ORDER BY removal_due_at LIMIT $2)",
                  {now, limit}));
}

int Sessions::removeDue(Time now, int limit) {
  return static_cast<int>(
      db_.execute("DELETE FROM mfa_sessions WHERE expires_at <= $1 AND session_handle IN "
                  "(SELECT session_handle FROM mfa_sessions WHERE removal_due_at <= $1 "
                  "ORDER BY removal_due_at LIMIT $2)",
                  {now, limit}));
}

}  // namespace mfa::sql
