// The outer tables and the inner ones, one made from the other. Operations are the same types on both sides,
// so each entry is handed over as it is.
#pragma once

#include "mfa/recipes/thirdpartyemailpassword.hpp"
#include "recipes/emailpassword/workings.hpp"
#include "recipes/thirdparty/workings.hpp"

namespace mfa::thirdpartyemailpassword {

/// The inner recipes' defaults, under their outer names: what overrides are put over.
[[nodiscard]] ThirdPartyEmailPassword::Functions outerFunctions(const EmailPassword::Functions& passwords,
                                                                const ThirdParty::Functions& thirdParty);
[[nodiscard]] ThirdPartyEmailPassword::Apis outerApis(const EmailPassword::Apis& passwords,
                                                      const ThirdParty::Apis& thirdParty);

// The final outer tables, under their inner names: what the inner routes and defaults call from then on.
[[nodiscard]] EmailPassword::Functions passwordFunctions(const ThirdPartyEmailPassword::Functions& outer);
[[nodiscard]] ThirdParty::Functions thirdPartyFunctions(const ThirdPartyEmailPassword::Functions& outer);
[[nodiscard]] EmailPassword::Apis passwordApis(const ThirdPartyEmailPassword::Apis& outer);
[[nodiscard]] ThirdParty::Apis thirdPartyApis(const ThirdPartyEmailPassword::Apis& outer);

void requireHooks(const ThirdPartyEmailPassword::Functions& outer, ConfigProblems& problems);

}  // namespace mfa::thirdpartyemailpassword
