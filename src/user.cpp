#include "mfa/user.hpp"

#include <algorithm>

namespace mfa {
namespace {

json::object toJson(const ThirdPartyInfo& info) { return {{"id", info.id}, {"userId", info.userId}}; }

json::array toJson(const std::vector<std::string>& texts) { return json::array(texts.begin(), texts.end()); }

void addContacts(json::object& target, const LoginMethod& method) {
  if (method.email) target["email"] = *method.email;
  if (method.phoneNumber) target["phoneNumber"] = *method.phoneNumber;
  if (method.thirdParty) target["thirdParty"] = toJson(*method.thirdParty);
}

json::object toJson(const LoginMethod& method) {
  json::object object{
      {"recipeId", method.recipeId},           {"recipeUserId", method.recipeUserId},
      {"tenantIds", toJson(method.tenantIds)}, {"timeJoined", toUnixMillis(method.timeJoined)},
      {"verified", method.verified},
  };
  addContacts(object, method);
  return object;
}

template <class Value>
void addDistinct(std::vector<Value>& values, const Value& value) {
  if (std::ranges::find(values, value) == values.end()) values.push_back(value);
}

const LoginMethod* loginMethodFor(const User& user, const std::string& recipeUserId) {
  const auto same = std::ranges::find(user.loginMethods, recipeUserId, &LoginMethod::recipeUserId);
  if (same != user.loginMethods.end()) return &*same;
  const auto oldest = std::ranges::min_element(user.loginMethods, {}, &LoginMethod::timeJoined);
  return oldest == user.loginMethods.end() ? nullptr : &*oldest;
}

}  // namespace

json::object toJson(const User& user) {
  json::array thirdParty;
  for (const auto& info : user.thirdParty) thirdParty.push_back(toJson(info));
  json::array loginMethods;
  for (const auto& method : user.loginMethods) loginMethods.push_back(toJson(method));
  return {
      {"id", user.id},
      {"isPrimaryUser", user.isPrimaryUser},
      {"tenantIds", toJson(user.tenantIds)},
      {"timeJoined", toUnixMillis(user.timeJoined)},
      {"emails", toJson(user.emails)},
      {"phoneNumbers", toJson(user.phoneNumbers)},
      {"thirdParty", std::move(thirdParty)},
      {"webauthn", {{"credentialIds", json::array{}}}},
      {"loginMethods", std::move(loginMethods)},
  };
}

json::object toLegacyJson(const User& user, const std::string& recipeUserId) {
  json::object object{{"id", user.id}, {"timeJoined", toUnixMillis(user.timeJoined)}};
  const auto* method = loginMethodFor(user, recipeUserId);
  if (method == nullptr) return object;
  object["timeJoined"] = toUnixMillis(method->timeJoined);
  addContacts(object, *method);
  return object;
}

User userOf(std::string id, bool isPrimaryUser, std::vector<LoginMethod> loginMethods) {
  User user{.id = std::move(id), .isPrimaryUser = isPrimaryUser, .tenantIds = {}};
  for (const auto& method : loginMethods) {
    for (const auto& tenantId : method.tenantIds) addDistinct(user.tenantIds, tenantId);
    if (method.email) addDistinct(user.emails, *method.email);
    if (method.phoneNumber) addDistinct(user.phoneNumbers, *method.phoneNumber);
    if (method.thirdParty) addDistinct(user.thirdParty, *method.thirdParty);
  }
  const auto oldest = std::ranges::min_element(loginMethods, {}, &LoginMethod::timeJoined);
  if (oldest != loginMethods.end()) user.timeJoined = oldest->timeJoined;
  user.loginMethods = std::move(loginMethods);
  return user;
}

}  // namespace mfa
