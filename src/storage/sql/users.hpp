// Users, login methods, contacts and password hashes in SQL.
#pragma once

#include "mfa/storage/users.hpp"
#include "storage/sql/connection.hpp"

namespace mfa::sql {

class Users final : public UserStore {
 public:
  explicit Users(Connection& db) : db_{db} {}

  Insert insertUnique(const NewUser& user) override;
  std::optional<User> find(const std::string& userId) override;
  std::optional<User> findByContact(const std::string& tenantId, const std::string& recipeId,
                                    const Contact& contact) override;
  std::vector<User> listByContact(const std::string& tenantId, const Contact& contact) override;
  std::vector<User> list(const UserPageQuery& query) override;
  std::int64_t count(const std::vector<std::string>& recipeIds,
                     const std::optional<std::string>& tenantId) override;
  ContactUpdate updateContact(const std::string& recipeUserId, ContactKind kind,
                              const std::optional<std::string>& value) override;
  Update setVerified(const std::string& recipeUserId, bool verified) override;
  std::optional<std::string> passwordHash(const std::string& recipeUserId) override;
  Update replacePasswordHash(const std::string& recipeUserId, const std::optional<std::string>& expected,
                             const std::string& passwordHash) override;
  Update confirmPasswordHash(const std::string& recipeUserId, const std::string& expected) override;
  std::vector<std::string> passwordHashKinds() override;
  Update removeLoginMethod(const std::string& recipeUserId) override;

 private:
  [[nodiscard]] bool contactTaken(const std::string& tenantId, const std::string& recipeId,
                                  const Contact& contact, const std::string& except);
  void addContact(const std::string& tenantId, const LoginMethod& method, const Contact& contact);
  [[nodiscard]] std::optional<LoginMethod> findLoginMethod(const std::string& recipeUserId);
  [[nodiscard]] std::vector<User> search(const UserPageQuery& query);
  [[nodiscard]] std::vector<User> usersOf(Rows userIds);

  Connection& db_;
};

}  // namespace mfa::sql
