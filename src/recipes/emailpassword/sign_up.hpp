// Making users.
#pragma once

#include "recipes/emailpassword/workings.hpp"

namespace mfa::emailpassword {

[[nodiscard]] SignUp::Result signUp(const Workings& workings, const SignUp::Input& input);
[[nodiscard]] CreateNewRecipeUser::Result createNewRecipeUser(Workings& workings,
                                                              const CreateNewRecipeUser::Input& input);
[[nodiscard]] CreateUserWithPasswordHash::Result createUserWithPasswordHash(
    Workings& workings, const CreateUserWithPasswordHash::Input& input);

}  // namespace mfa::emailpassword
