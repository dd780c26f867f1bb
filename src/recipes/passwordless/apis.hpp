// The routes of the passwordless recipe: what its API table begins with.
#pragma once

#include "recipes/passwordless/impl.hpp"

namespace mfa::passwordless {

/// The whole table.
[[nodiscard]] Passwordless::Apis defaultApis(const Passwordless::Impl& impl);

// apis.cpp
[[nodiscard]] CreateCodePOST::Result createCodePOST(const Passwordless::Impl& impl,
                                                    const CreateCodePOST::Input& input);
[[nodiscard]] ResendCodePOST::Result resendCodePOST(const Passwordless::Impl& impl,
                                                    const ResendCodePOST::Input& input);
[[nodiscard]] EmailExistsGET::Result emailExistsGET(const Passwordless::Impl& impl,
                                                    const EmailExistsGET::Input& input);
[[nodiscard]] PhoneNumberExistsGET::Result phoneNumberExistsGET(const Passwordless::Impl& impl,
                                                                const PhoneNumberExistsGET::Input& input);

// consume_api.cpp
[[nodiscard]] ConsumeCodePOST::Result consumeCodePOST(const Passwordless::Impl& impl,
                                                      const ConsumeCodePOST::Input& input);

/// What the default `consumeCodePOST` found out, for the route: budgets are filled up by the final answer
/// alone, after every override had its say.
struct Passed {
  enum class How { Raised, SignedIn };
  How how = How::SignedIn;
  std::string sessionHandle{};
  std::string accountId{};
  Contact contact{};
};

/// Takes that out of the context.
[[nodiscard]] std::optional<Passed> takePassed(const UserContext& userContext);

/// The routes, for the router.
[[nodiscard]] std::vector<Route> routesOf(const Passwordless::Impl& impl);

}  // namespace mfa::passwordless
