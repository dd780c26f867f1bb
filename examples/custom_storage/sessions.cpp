#include <algorithm>

#include "stores.hpp"

namespace custom_storage {

using mfa::Insert;
using mfa::SessionRow;
using mfa::Time;
using mfa::Update;

Insert Sessions::insertUnique(const SessionRow& session) {
  const bool inserted = draft_.write().sessions.write().emplace(session.sessionHandle, session).second;
  return inserted ? Insert::Done : Insert::Conflict;
}

std::optional<SessionRow> Sessions::find(const std::string& sessionHandle, Time now) {
  const auto& sessions = draft_.read().sessions.read();
  const auto found = sessions.find(sessionHandle);
  if (found == sessions.end() || found->second.expiresAt <= now) return std::nullopt;
  return found->second;
}

/// To change a session; null if it is missing or expired.
SessionRow* Sessions::live(const std::string& sessionHandle, Time now) {
  auto& sessions = draft_.write().sessions.write();
  const auto found = sessions.find(sessionHandle);
  if (found == sessions.end() || found->second.expiresAt <= now) return nullptr;
  return &found->second;
}

Update Sessions::rotate(const mfa::SessionRotation& rotation) {
  auto* session = live(rotation.sessionHandle, rotation.rotatedAt);
  if (session == nullptr || session->refreshTokenHash2 != rotation.expectedRefreshTokenHash2)
    return Update::Missing;
  session->prevRefreshTokenHash2 = rotation.expectedRefreshTokenHash2;
  session->refreshTokenHash2 = rotation.refreshTokenHash2;
  session->refreshTokenRotatedAt = rotation.rotatedAt;
  session->sealedChild = rotation.sealedChild;
  session->antiCsrfToken = rotation.antiCsrfToken;
  session->useStaticKey = rotation.useStaticKey;
  session->expiresAt = rotation.expiresAt;
  return Update::Done;
}

Update Sessions::updateSessionData(const std::string& sessionHandle, const mfa::json::value& data, Time now) {
  auto* session = live(sessionHandle, now);
  if (session == nullptr) return Update::Missing;
  session->sessionDataInDatabase = data;
  return Update::Done;
}

std::optional<mfa::json::object> Sessions::mergePayload(const std::string& sessionHandle,
                                                        const mfa::json::object& update, Time now) {
  auto* session = live(sessionHandle, now);
  if (session == nullptr) return std::nullopt;
  mfa::merge(session->accessTokenPayload, update);
  return session->accessTokenPayload;
}

Update Sessions::completeFactor(const std::string& sessionHandle, const mfa::CompletedFactor& factor,
                                Time now) {
  auto* session = live(sessionHandle, now);
  if (session == nullptr) return Update::Missing;
  session->completedFactor = factor;
  return Update::Done;
}

Update Sessions::markOpenedByContact(const std::string& sessionHandle, const std::string& contact, Time now) {
  auto* session = live(sessionHandle, now);
  if (session == nullptr) return Update::Missing;
  session->openedByContact = contact;
  return Update::Done;
}

Update Sessions::revoke(const std::string& sessionHandle) {
  return draft_.write().sessions.write().erase(sessionHandle) > 0 ? Update::Done : Update::Missing;
}

std::vector<std::string> Sessions::revokeAllForUser(const std::string& userId,
                                                    const std::optional<std::string>& tenantId,
                                                    const std::optional<std::string>& except) {
  std::vector<std::string> revoked;
  std::erase_if(draft_.write().sessions.write(), [&](const auto& entry) {
    const auto& [handle, session] = entry;
    if (session.userId != userId || handle == except) return false;
    if (tenantId && session.tenantId != *tenantId) return false;
    revoked.push_back(handle);
    return true;
  });
  return revoked;
}

std::vector<std::string> Sessions::handlesForUser(const std::string& userId,
                                                  const std::optional<std::string>& tenantId, Time now) {
  std::vector<std::pair<Time, std::string>> found;
  for (const auto& [handle, session] : draft_.read().sessions.read())
    if (session.userId == userId && session.expiresAt > now && (!tenantId || session.tenantId == *tenantId))
      found.emplace_back(session.createdAt, handle);
  std::sort(found.begin(), found.end());
  std::vector<std::string> handles;
  for (auto& [createdAt, handle] : found) handles.push_back(std::move(handle));
  return handles;
}

int Sessions::removeExpired(Time now, int limit) {
  int removed = 0;
  std::erase_if(draft_.write().sessions.write(), [&](const auto& entry) {
    return entry.second.expiresAt <= now && removed < limit && ++removed > 0;
  });
  return removed;
}

}  // namespace custom_storage
