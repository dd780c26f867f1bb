// Hosts that changed something about the guide.
#pragma once

#include "support/guide_server.hpp"

namespace mfa::test {

/// Codes as a first factor too: asked for and spent with or without a session. A code that completes a
/// session sets the claim of the guide.
[[nodiscard]] Passwordless::Apis codesForEverybody(Passwordless::Apis original);

/// The guide with those routes.
[[nodiscard]] GuideChanges relaxedGuide();

/// The guide with `createNewSession` replaced by one that a host got wrong: whoever completes a session gets
/// the one that was made first on this server.
[[nodiscard]] GuideChanges hostThatKeepsTheFirstSession();

/// The guide without its fourth step: no phone number in the token.
[[nodiscard]] GuideChanges guideWithoutNumberInToken();

}  // namespace mfa::test
