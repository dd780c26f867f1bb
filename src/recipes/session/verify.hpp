// Verifying access tokens: from memory where this process has seen one, by its signature where not.
#pragma once

#include <string_view>
#include <variant>

#include "recipes/session/access_token_state.hpp"
#include "recipes/session/impl.hpp"

namespace mfa::session {

/// What a token is: verified (whether its session was revoked is in the mark), or one of the refusals.
using Verdict = std::variant<AccessTokenStatePtr, tokens::NotASessionToken, tokens::RefreshNeeded>;

/// Blocks only where the token names an unknown key: then the storage is asked, at most once a second.
[[nodiscard]] Verdict verify(const Session::Impl& impl, std::string_view token);

/// The state of a token with a good signature, expired or not; null for any other.
[[nodiscard]] AccessTokenStatePtr verifySignature(const Session::Impl& impl, std::string_view token);

/// Whether the text is built like a session's token, without asking whose.
[[nodiscard]] bool isSessionToken(const Session::Impl& impl, std::string_view token);

}  // namespace mfa::session
