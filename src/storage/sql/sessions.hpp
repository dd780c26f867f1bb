// Sessions in SQL.
#pragma once

#include "mfa/storage/sessions.hpp"
#include "storage/sql/connection.hpp"

namespace mfa::sql {

class Sessions final : public SessionStore {
 public:
  explicit Sessions(Connection& db) : db_{db} {}

  Insert insertUnique(const SessionRow& session) override;
  std::optional<SessionRow> find(const std::string& sessionHandle, Time now) override;
  Update rotate(const SessionRotation& rotation) override;
  Update updateSessionData(const std::string& sessionHandle, const json::value& data, Time now) override;
  std::optional<json::object> mergePayload(const std::string& sessionHandle, const json::object& update,
                                           Time now) override;
  Update completeFactor(const std::string& sessionHandle, const CompletedFactor& factor, Time now) override;
  Update markOpenedByContact(const std::string& sessionHandle, const std::string& contact, Time now) override;
  Update revoke(const std::string& sessionHandle) override;
  std::vector<std::string> revokeAllForUser(const std::string& userId,
                                            const std::optional<std::string>& tenantId,
                                            const std::optional<std::string>& except) override;
  std::vector<std::string> handlesForUser(const std::string& userId,
                                          const std::optional<std::string>& tenantId, Time now) override;
  int removeExpired(Time now, int limit) override;

 private:
  /// Of the rows that are due for removal, at most `limit`, moves those that a refresh gave a later expiry.
  int deferRefreshed(Time now, int limit);
  /// Of the rows that are due for removal, at most `limit`, removes those that have expired.
  int removeDue(Time now, int limit);

  Connection& db_;
};

}  // namespace mfa::sql
