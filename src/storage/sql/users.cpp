#include "storage/sql/users.hpp"

#include <algorithm>

#include "mfa/errors.hpp"
#include "storage/sql/answers.hpp"
#include "storage/sql/columns.hpp"
#include "storage/sql/contacts.hpp"
#include "storage/sql/password_hash_kind.hpp"

namespace mfa::sql {
namespace {

std::optional<ThirdPartyInfo> thirdPartyOf(Fields& in) {
  auto id = in.optionalText();
  auto userId = in.optionalText();
  if (!id || !userId) return std::nullopt;
  return ThirdPartyInfo{.id = *std::move(id), .userId = *std::move(userId)};
}

// A login method in one tenant: methods of many tenants come as many rows.
LoginMethod loginMethodOf(Fields& in) {
  return {.recipeId = in.text(),
          .recipeUserId = in.text(),
          .tenantIds = {in.text()},
          .timeJoined = in.time(),
          .verified = in.flag(),
          .email = in.optionalText(),
          .phoneNumber = in.optionalText(),
          .thirdParty = thirdPartyOf(in)};
}

void append(std::vector<LoginMethod>& methods, LoginMethod method) {
  if (methods.empty() || methods.back().recipeUserId != method.recipeUserId)
    methods.push_back(std::move(method));
  else
    methods.back().tenantIds.push_back(std::move(method.tenantIds.front()));
}

/// Two transactions wrote the same contact at once, and the other one was first: this one runs again, and
/// then sees it.
[[noreturn]] void throwLostRace() {
  throw StorageError{StorageError::Retry::Yes, "CONFLICT", "a contact was taken while it was written"};
}

}  // namespace

Insert Users::insertUnique(const NewUser& user) {
  const auto& method = user.loginMethod;
  const auto contacts = contactsOf(method);
  for (const auto& contact : contacts)
    if (identifies(method, contact.kind) && contactTaken(user.tenantId, method.recipeId, contact, ""))
      return Insert::Conflict;

  const auto inserted = db_.execute(
      "INSERT INTO mfa_users (user_id, is_primary_user, time_joined) VALUES ($1, 0, $2) "
      "ON CONFLICT DO NOTHING",
      {method.recipeUserId, method.timeJoined});
  if (inserted == 0) return Insert::Conflict;

  const auto kind = user.passwordHash ? std::optional{passwordHashKindOf(*user.passwordHash)} : std::nullopt;
  db_.execute(
      "INSERT INTO mfa_login_methods (recipe_user_id, user_id, recipe_id, time_joined, verified, email, "
      "phone_number, third_party_id, third_party_user_id, password_hash, password_hash_kind) "
      "VALUES ($1, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
      {method.recipeUserId, method.recipeId, method.timeJoined, method.verified, method.email,
       method.phoneNumber, method.thirdParty ? Param{method.thirdParty->id} : Param{},
       method.thirdParty ? Param{method.thirdParty->userId} : Param{}, user.passwordHash, kind});
  db_.execute("INSERT INTO mfa_login_method_tenants (recipe_user_id, tenant_id) VALUES ($1, $2)",
              {method.recipeUserId, user.tenantId});
  for (const auto& contact : contacts) addContact(user.tenantId, method, contact);
  return Insert::Done;
}

bool Users::contactTaken(const std::string& tenantId, const std::string& recipeId, const Contact& contact,
                         const std::string& except) {
  return !db_.query(
                 "SELECT 1 FROM mfa_contacts WHERE tenant_id = $1 AND recipe_id = $2 AND kind = $3 "
                 "AND value = $4 AND identifies = 1 AND recipe_user_id <> $5",
                 {tenantId, recipeId, toColumn(contact.kind), contact.value, except})
              .empty();
}

void Users::addContact(const std::string& tenantId, const LoginMethod& method, const Contact& contact) {
  const auto inserted = db_.execute(
      "INSERT INTO mfa_contacts (recipe_user_id, tenant_id, recipe_id, kind, value, identifies) "
      "VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
      {method.recipeUserId, tenantId, method.recipeId, toColumn(contact.kind), contact.value,
       identifies(method, contact.kind)});
  if (inserted == 0) throwLostRace();
}

std::optional<User> Users::find(const std::string& userId) {
  auto rows = db_.query(
      "SELECT u.user_id, u.is_primary_user, m.recipe_id, m.recipe_user_id, t.tenant_id, m.time_joined, "
      "m.verified, m.email, m.phone_number, m.third_party_id, m.third_party_user_id "
      "FROM mfa_users u "
      "JOIN mfa_login_methods m ON m.user_id = u.user_id "
      "JOIN mfa_login_method_tenants t ON t.recipe_user_id = m.recipe_user_id "
      "WHERE u.user_id = "
      "COALESCE((SELECT user_id FROM mfa_login_methods WHERE recipe_user_id = $1), $1) "
      "ORDER BY m.time_joined, m.recipe_user_id, t.tenant_id",
      {userId});
  if (rows.empty()) return std::nullopt;

  std::string id;
  bool isPrimaryUser = false;
  std::vector<LoginMethod> methods;
  for (auto& row : rows) {
    Fields in{row};
    id = in.text();
    isPrimaryUser = in.flag();
    append(methods, loginMethodOf(in));
  }
  return userOf(std::move(id), isPrimaryUser, std::move(methods));
}

std::vector<User> Users::usersOf(Rows userIds) {
  std::vector<User> users;
  users.reserve(userIds.size());
  for (const auto& userId : textsOf(std::move(userIds)))
    if (auto user = find(userId)) users.push_back(*std::move(user));
  return users;
}

std::optional<User> Users::findByContact(const std::string& tenantId, const std::string& recipeId,
                                         const Contact& contact) {
  auto users =
      usersOf(db_.query("SELECT u.user_id FROM mfa_contacts c "
                        "JOIN mfa_login_methods m ON m.recipe_user_id = c.recipe_user_id "
                        "JOIN mfa_users u ON u.user_id = m.user_id "
                        "WHERE c.tenant_id = $1 AND c.recipe_id = $2 AND c.kind = $3 AND c.value = $4 "
                        "ORDER BY u.time_joined, u.user_id LIMIT 1",
                        {tenantId, recipeId, toColumn(contact.kind), contact.value}));
  if (users.empty()) return std::nullopt;
  return std::move(users.front());
}

std::vector<User> Users::listByContact(const std::string& tenantId, const Contact& contact) {
  return usersOf(
      db_.query("SELECT u.user_id FROM mfa_users u WHERE u.user_id IN "
                "(SELECT m.user_id FROM mfa_contacts c "
                "JOIN mfa_login_methods m ON m.recipe_user_id = c.recipe_user_id "
                "WHERE c.tenant_id = $1 AND c.kind = $2 AND c.value = $3) "
                "ORDER BY u.time_joined, u.user_id",
                {tenantId, toColumn(contact.kind), contact.value}));
}

std::optional<LoginMethod> Users::findLoginMethod(const std::string& recipeUserId) {
  auto rows = db_.query(
      "SELECT m.recipe_id, m.recipe_user_id, t.tenant_id, m.time_joined, m.verified, m.email, "
      "m.phone_number, m.third_party_id, m.third_party_user_id FROM mfa_login_methods m "
      "JOIN mfa_login_method_tenants t ON t.recipe_user_id = m.recipe_user_id "
      "WHERE m.recipe_user_id = $1 ORDER BY t.tenant_id",
      {recipeUserId});
  std::vector<LoginMethod> methods;
  for (auto& row : rows) {
    Fields in{row};
    append(methods, loginMethodOf(in));
  }
  if (methods.empty()) return std::nullopt;
  return std::move(methods.front());
}

ContactUpdate Users::updateContact(const std::string& recipeUserId, ContactKind kind,
                                   const std::optional<std::string>& value) {
  if (kind == ContactKind::ThirdParty) throw Error{"who a third party says a user is does not change"};
  const auto method = findLoginMethod(recipeUserId);
  if (!method) return ContactUpdate::Unknown;

  const Contact contact{.kind = kind, .value = value.value_or("")};
  if (value && identifies(*method, kind))
    for (const auto& tenantId : method->tenantIds)
      if (contactTaken(tenantId, method->recipeId, contact, recipeUserId)) return ContactUpdate::Conflict;

  if (kind == ContactKind::Email)
    db_.execute("UPDATE mfa_login_methods SET email = $2 WHERE recipe_user_id = $1", {recipeUserId, value});
  else
    db_.execute("UPDATE mfa_login_methods SET phone_number = $2 WHERE recipe_user_id = $1",
                {recipeUserId, value});
  db_.execute("DELETE FROM mfa_contacts WHERE recipe_user_id = $1 AND kind = $2",
              {recipeUserId, toColumn(kind)});
  if (value)
    for (const auto& tenantId : method->tenantIds) addContact(tenantId, *method, contact);
  return ContactUpdate::Done;
}

Update Users::setVerified(const std::string& recipeUserId, bool verified) {
  return updateOf(db_.execute("UPDATE mfa_login_methods SET verified = $2 WHERE recipe_user_id = $1",
                              {recipeUserId, verified}));
}

std::optional<std::string> Users::passwordHash(const std::string& recipeUserId) {
  auto rows =
      db_.query("SELECT password_hash FROM mfa_login_methods WHERE recipe_user_id = $1", {recipeUserId});
  if (rows.empty()) return std::nullopt;
  return Fields{rows.front()}.optionalText();
}

Update Users::replacePasswordHash(const std::string& recipeUserId, const std::optional<std::string>& expected,
                                  const std::string& passwordHash) {
  return updateOf(
      db_.execute("UPDATE mfa_login_methods SET password_hash = $3, password_hash_kind = $4 "
                  "WHERE recipe_user_id = $1 AND password_hash IS NOT DISTINCT FROM $2",
                  {recipeUserId, expected, passwordHash, passwordHashKindOf(passwordHash)}));
}

// Locks the row: a change of password that is under way comes before this transaction, or waits for its end.
Update Users::confirmPasswordHash(const std::string& recipeUserId, const std::string& expected) {
  const auto rows =
      db_.queryForUpdate("SELECT 1 FROM mfa_login_methods WHERE recipe_user_id = $1 AND password_hash = $2",
                         {recipeUserId, expected});
  return rows.empty() ? Update::Missing : Update::Done;
}

// Steps from kind to kind along the index: as fast for a million users as for ten.
std::vector<std::string> Users::passwordHashKinds() {
  return textsOf(db_.query(
      "WITH RECURSIVE kinds (kind) AS ("
      "SELECT (SELECT min(password_hash_kind) FROM mfa_login_methods "
      "WHERE password_hash_kind IS NOT NULL) "
      "UNION ALL "
      "SELECT (SELECT min(password_hash_kind) FROM mfa_login_methods "
      "WHERE password_hash_kind > kinds.kind) FROM kinds WHERE kinds.kind IS NOT NULL) "
      "SELECT (SELECT password_hash FROM mfa_login_methods WHERE password_hash_kind = kind LIMIT 1) "
      "FROM kinds WHERE kind IS NOT NULL ORDER BY kind",
      {}));
}

Update Users::removeLoginMethod(const std::string& recipeUserId) {
  auto rows =
      db_.query("DELETE FROM mfa_login_methods WHERE recipe_user_id = $1 RETURNING user_id", {recipeUserId});
  if (rows.empty()) return Update::Missing;
  const auto userId = Fields{rows.front()}.text();
  const auto removed = db_.execute(
      "DELETE FROM mfa_users WHERE user_id = $1 "
      "AND NOT EXISTS (SELECT 1 FROM mfa_login_methods WHERE user_id = $1)",
      {userId});
  if (removed == 0)
    db_.execute(
        "UPDATE mfa_users SET time_joined = "
        "(SELECT min(time_joined) FROM mfa_login_methods WHERE user_id = $1) WHERE user_id = $1",
        {userId});
  return Update::Done;
}

}  // namespace mfa::sql
