/// @file
/// Users and the ways they sign in.
///
/// A user has one id and one or more login methods. Each login method was made by a recipe (a password, a
/// phone number, …) and has an id of its own, the recipe user id; that of the first is the user's id too.
///
/// Source: FDI, user object.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "mfa/export.hpp"
#include "mfa/json.hpp"
#include "mfa/time.hpp"

namespace mfa {

/// The tenant of everybody who named none.
inline constexpr const char* kPublicTenant = "public";

/// Who a third-party provider says a user is.
struct ThirdPartyInfo {
  std::string id{};      ///< of the provider: "google"
  std::string userId{};  ///< at the provider

  bool operator==(const ThirdPartyInfo&) const = default;
};

/// One way in which a user signs in.
struct LoginMethod {
  std::string recipeId{};  ///< "emailpassword", "thirdparty", "passwordless"
  std::string recipeUserId{};
  std::vector<std::string> tenantIds{kPublicTenant};
  Time timeJoined{};
  bool verified = false;                     ///< the address was proven; a phone number always was
  std::optional<std::string> email{};        ///< canonical
  std::optional<std::string> phoneNumber{};  ///< E.164: "+12015550123"
  std::optional<ThirdPartyInfo> thirdParty{};

  bool operator==(const LoginMethod&) const = default;
};

/// A user, as functions return and APIs send it.
struct User {
  std::string id{};
  bool isPrimaryUser = false;
  std::vector<std::string> tenantIds{kPublicTenant};
  Time timeJoined{};  ///< of the oldest login method
  std::vector<std::string> emails{};
  std::vector<std::string> phoneNumbers{};
  std::vector<ThirdPartyInfo> thirdParty{};
  std::vector<LoginMethod> loginMethods{};

  bool operator==(const User&) const = default;
};

/// The user object on the wire, of FDI 1.18 to 1.19 and from 3.0 on.
/// @code
/// {"id", "isPrimaryUser", "tenantIds":[…], "timeJoined":ms, "emails":[…], "phoneNumbers":[…],
///  "thirdParty":[{"id","userId"}], "webauthn":{"credentialIds":[]},
///  "loginMethods":[{"recipeId","recipeUserId","tenantIds":[…],"timeJoined":ms,"verified",
///                   "email"?,"phoneNumber"?,"thirdParty"?}]}
/// @endcode
[[nodiscard]] MFA_EXPORT json::object toJson(const User& user);

/// The user object of older front ends: `{"id","timeJoined","email"?,"phoneNumber"?,"thirdParty"?}`, taken
/// from the login method `recipeUserId`, or the oldest if the user has no such one.
[[nodiscard]] MFA_EXPORT json::object toLegacyJson(const User& user, const std::string& recipeUserId);

/// A user made of its login methods: the lists are their distinct union, `timeJoined` is the earliest.
[[nodiscard]] MFA_EXPORT User userOf(std::string id, bool isPrimaryUser,
                                     std::vector<LoginMethod> loginMethods);

/// Which users to look for: members that are set must all match (`doUnionOfAccountInfo` false) or any of
/// them.
struct AccountInfo {
  std::optional<std::string> email{};
  std::optional<std::string> phoneNumber{};
  std::optional<ThirdPartyInfo> thirdParty{};
};

/// A page of users.
struct UserPage {
  std::vector<User> users{};
  std::optional<std::string> nextPaginationToken{};  ///< absent on the last page
};

/// Which page of users to read.
struct UserQuery {
  std::string tenantId = kPublicTenant;
  int limit = 100;  ///< 1 to 500
  std::optional<std::string> paginationToken{};
  std::vector<std::string> includeRecipeIds{};  ///< empty: all
  /// Matches the beginning of an e-mail address or phone number, or the whole id of a provider; not
  /// paginated.
  AccountInfo search{};
};

}  // namespace mfa
