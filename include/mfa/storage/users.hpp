/// @file
/// Users, their login methods, contacts and password hashes. Tables `mfa_users`, `mfa_login_methods`,
/// `mfa_contacts`.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "mfa/storage/results.hpp"
#include "mfa/user.hpp"

namespace mfa {

/// What kind of contact a value is. "email", "phone" and "thirdparty" in the database.
enum class ContactKind { Email, Phone, ThirdParty };

/// A contact in its canonical form. The value of a third party is "<provider id>|<user id there>".
struct Contact {
  ContactKind kind = ContactKind::Email;
  std::string value{};

  bool operator==(const Contact&) const = default;
};

/// A user with its first login method.
struct NewUser {
  std::string tenantId{};
  LoginMethod loginMethod{};  ///< made in `tenantId`: its own `tenantIds` are not looked at
  std::optional<std::string> passwordHash{};
};

/// One page, in order of (timeJoined, id).
struct UserPageQuery {
  enum class Order { OldestFirst, NewestFirst };
  struct Position {
    Time timeJoined{};
    std::string userId{};
  };

  std::string tenantId{};
  Order order = Order::OldestFirst;
  int limit = 100;
  std::optional<Position> from{};               ///< inclusive: the first user of the page
  std::vector<std::string> includeRecipeIds{};  ///< empty: all
  std::optional<std::string> emailPrefix{};     ///< users one of whose addresses begins so
  std::optional<std::string> phonePrefix{};
  std::optional<std::string> thirdPartyId{};
};

/// What changing a contact did.
enum class [[nodiscard]] ContactUpdate{Done, Unknown, Conflict};

class UserStore {
 public:
  virtual ~UserStore() = default;

  /// Adds a user whose id is that of its login method. Conflict: one of its contacts belongs to a login
  /// method of the same recipe in the tenant, or the id is taken. Of several transactions with one contact,
  /// one inserts. The address that a third party reports is data: only who the user is there must be unique.
  virtual Insert insertUnique(const NewUser& user) = 0;

  /// By the id of the user or of one of its login methods.
  [[nodiscard]] virtual std::optional<User> find(const std::string& userId) = 0;

  /// The user with that contact at a login method of that recipe.
  [[nodiscard]] virtual std::optional<User> findByContact(const std::string& tenantId,
                                                          const std::string& recipeId,
                                                          const Contact& contact) = 0;

  /// Every user with that contact, whatever the recipe, in order of (timeJoined, id).
  [[nodiscard]] virtual std::vector<User> listByContact(const std::string& tenantId,
                                                        const Contact& contact) = 0;

  [[nodiscard]] virtual std::vector<User> list(const UserPageQuery& query) = 0;

  /// How many users have a login method of these recipes (all: empty) in the tenant (any: nothing).
  [[nodiscard]] virtual std::int64_t count(const std::vector<std::string>& recipeIds,
                                           const std::optional<std::string>& tenantId) = 0;

  /// Sets, changes or (nothing) removes the e-mail address or phone number of a login method.
  virtual ContactUpdate updateContact(const std::string& recipeUserId, ContactKind kind,
                                      const std::optional<std::string>& value) = 0;

  virtual Update setVerified(const std::string& recipeUserId, bool verified) = 0;

  /// The password hash of a login method; nothing if it has none or does not exist.
  [[nodiscard]] virtual std::optional<std::string> passwordHash(const std::string& recipeUserId) = 0;

  /// Replaces the password hash, if it still is `expected`.
  virtual Update replacePasswordHash(const std::string& recipeUserId,
                                     const std::optional<std::string>& expected,
                                     const std::string& passwordHash) = 0;

  /// Whether the password hash still is `expected`. Until this transaction ends, nobody else's replaces it:
  /// what is written on the strength of it cannot be overtaken by a change of password.
  virtual Update confirmPasswordHash(const std::string& recipeUserId, const std::string& expected) = 0;

  /// One stored hash for each kind there is (the text up to the salt: "$argon2id$v=19$m=19456,t=2,p=1$",
  /// "$2b$11$"), so that a failing sign-in can cost as much as the dearest of them.
  [[nodiscard]] virtual std::vector<std::string> passwordHashKinds() = 0;

  /// Removes a login method, and the user with its last one. Missing: there was none.
  virtual Update removeLoginMethod(const std::string& recipeUserId) = 0;
};

}  // namespace mfa
