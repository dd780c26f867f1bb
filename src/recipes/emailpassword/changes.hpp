// Changing address and password.
#pragma once

#include "recipes/emailpassword/workings.hpp"

namespace mfa::emailpassword {

[[nodiscard]] UpdateEmailOrPassword::Result updateEmailOrPassword(Workings& workings,
                                                                  const UpdateEmailOrPassword::Input& input);
[[nodiscard]] ChangePassword::Result changePassword(Workings& workings, const ChangePassword::Input& input);

}  // namespace mfa::emailpassword
