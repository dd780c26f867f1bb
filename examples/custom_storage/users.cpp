#include "contacts.hpp"
#include "stores.hpp"

namespace custom_storage {

using mfa::Contact;
using mfa::ContactKind;
using mfa::ContactUpdate;
using mfa::Insert;
using mfa::LoginMethod;
using mfa::Update;
using mfa::User;

namespace {

User userOf(const Account& account) {
  return mfa::userOf(account.method.recipeUserId, false, {account.method});
}

bool earlier(const User& left, const User& right) {
  return std::pair{left.timeJoined, left.id} < std::pair{right.timeJoined, right.id};
}

bool beginsWith(const std::optional<std::string>& text, const std::string& prefix) {
  return text && text->starts_with(prefix);
}

bool matches(const LoginMethod& method, const mfa::UserPageQuery& query) {
  if (!has(method.tenantIds, query.tenantId)) return false;
  if (!query.includeRecipeIds.empty() && !has(query.includeRecipeIds, method.recipeId)) return false;
  if (query.emailPrefix && !beginsWith(method.email, *query.emailPrefix)) return false;
  if (query.phonePrefix && !beginsWith(method.phoneNumber, *query.phonePrefix)) return false;
  return !query.thirdPartyId || (method.thirdParty && method.thirdParty->id == *query.thirdPartyId);
}

/// The text of a hash up to its salt. Salt and hash of bcrypt stand in one field, those of others in two.
std::string kindOf(const std::string& passwordHash) {
  auto end = passwordHash.rfind('$');
  if (!passwordHash.starts_with("$2") && end != std::string::npos && end > 0)
    end = passwordHash.rfind('$', end - 1);
  return end == std::string::npos ? "" : passwordHash.substr(0, end + 1);
}

}  // namespace

/// The users whose login method matches, in order of (timeJoined, id).
template <class Matches>
std::vector<User> Users::usersWhere(const Matches& matches) const {
  std::vector<User> users;
  for (const auto& [id, account] : draft_.read().accounts.read())
    if (matches(account.method)) users.push_back(userOf(account));
  std::sort(users.begin(), users.end(), earlier);
  return users;
}

bool Users::taken(const LoginMethod& method) const {
  for (const auto& [id, account] : draft_.read().accounts.read()) {
    if (id == method.recipeUserId || account.method.recipeId != method.recipeId) continue;
    if (account.method.tenantIds != method.tenantIds) continue;
    for (const auto& identity : identitiesOf(method))
      if (has(identitiesOf(account.method), identity)) return true;
  }
  return false;
}

Insert Users::insertUnique(const mfa::NewUser& user) {
  auto method = user.loginMethod;
  method.tenantIds = {user.tenantId};
  auto& accounts = draft_.write().accounts.write();
  if (accounts.contains(method.recipeUserId) || taken(method)) return Insert::Conflict;
  accounts.emplace(method.recipeUserId, Account{method, user.passwordHash});
  return Insert::Done;
}

std::optional<User> Users::find(const std::string& userId) {
  const auto& accounts = draft_.read().accounts.read();
  const auto found = accounts.find(userId);
  if (found == accounts.end()) return std::nullopt;
  return userOf(found->second);
}

std::optional<User> Users::findByContact(const std::string& tenantId, const std::string& recipeId,
                                         const Contact& contact) {
  const auto users = usersWhere([&](const LoginMethod& method) {
    return method.recipeId == recipeId && has(method.tenantIds, tenantId) && has(contactsOf(method), contact);
  });
  if (users.empty()) return std::nullopt;
  return users.front();
}

std::vector<User> Users::listByContact(const std::string& tenantId, const Contact& contact) {
  return usersWhere([&](const LoginMethod& method) {
    return has(method.tenantIds, tenantId) && has(contactsOf(method), contact);
  });
}

std::vector<User> Users::list(const mfa::UserPageQuery& query) {
  auto users = usersWhere([&](const LoginMethod& method) { return matches(method, query); });
  const bool newestFirst = query.order == mfa::UserPageQuery::Order::NewestFirst;
  if (newestFirst) std::reverse(users.begin(), users.end());
  if (query.from) {
    const User first{.id = query.from->userId, .timeJoined = query.from->timeJoined};
    std::erase_if(
        users, [&](const User& user) { return newestFirst ? earlier(first, user) : earlier(user, first); });
  }
  if (users.size() > static_cast<std::size_t>(query.limit))
    users.resize(static_cast<std::size_t>(query.limit));
  return users;
}

std::int64_t Users::count(const std::vector<std::string>& recipeIds,
                          const std::optional<std::string>& tenantId) {
  const auto users = usersWhere([&](const LoginMethod& method) {
    return (recipeIds.empty() || has(recipeIds, method.recipeId)) &&
           (!tenantId || has(method.tenantIds, *tenantId));
  });
  return static_cast<std::int64_t>(users.size());
}

ContactUpdate Users::updateContact(const std::string& recipeUserId, ContactKind kind,
                                   const std::optional<std::string>& value) {
  auto& accounts = draft_.write().accounts.write();
  const auto found = accounts.find(recipeUserId);
  if (found == accounts.end()) return ContactUpdate::Unknown;
  auto changed = found->second.method;
  (kind == ContactKind::Email ? changed.email : changed.phoneNumber) = value;
  if (taken(changed)) return ContactUpdate::Conflict;
  found->second.method = changed;
  return ContactUpdate::Done;
}

Update Users::setVerified(const std::string& recipeUserId, bool verified) {
  auto& accounts = draft_.write().accounts.write();
  const auto found = accounts.find(recipeUserId);
  if (found == accounts.end()) return Update::Missing;
  found->second.method.verified = verified;
  return Update::Done;
}

std::optional<std::string> Users::passwordHash(const std::string& recipeUserId) {
  const auto& accounts = draft_.read().accounts.read();
  const auto found = accounts.find(recipeUserId);
  if (found == accounts.end()) return std::nullopt;
  return found->second.passwordHash;
}

Update Users::replacePasswordHash(const std::string& recipeUserId, const std::optional<std::string>& expected,
                                  const std::string& passwordHash) {
  auto& accounts = draft_.write().accounts.write();
  const auto found = accounts.find(recipeUserId);
  if (found == accounts.end() || found->second.passwordHash != expected) return Update::Missing;
  found->second.passwordHash = passwordHash;
  return Update::Done;
}

// Transactions run one after the other: nobody can replace the hash before this one ends.
Update Users::confirmPasswordHash(const std::string& recipeUserId, const std::string& expected) {
  return passwordHash(recipeUserId) == expected ? Update::Done : Update::Missing;
}

std::vector<std::string> Users::passwordHashKinds() {
  std::map<std::string, std::string> hashes;
  for (const auto& [id, account] : draft_.read().accounts.read())
    if (account.passwordHash) hashes.emplace(kindOf(*account.passwordHash), *account.passwordHash);
  std::vector<std::string> result;
  for (auto& [kind, hash] : hashes) result.push_back(hash);
  return result;
}

Update Users::removeLoginMethod(const std::string& recipeUserId) {
  return draft_.write().accounts.write().erase(recipeUserId) > 0 ? Update::Done : Update::Missing;
}

}  // namespace custom_storage
