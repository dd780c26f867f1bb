#include "http/user_answer.hpp"

#include "http/fdi_version.hpp"

namespace mfa::http {

json::object userAnswer(const Request& req, const SignedInUser& signedIn) {
  if (usesNewUserObject(req))
    return {{"status", "OK"},
            {"user", toJson(signedIn.user)},
            {"createdNewRecipeUser", signedIn.createdNewRecipeUser}};
  return {{"status", "OK"},
          {"user", toLegacyJson(signedIn.user, signedIn.recipeUserId)},
          {"createdNewUser", signedIn.createdNewRecipeUser}};
}

}  // namespace mfa::http
