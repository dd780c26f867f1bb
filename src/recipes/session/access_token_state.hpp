// One access token and what it says: immutable, shared by everybody who holds the session, never copied.
#pragma once

#include <memory>
#include <string>

#include "mfa/json.hpp"
#include "mfa/time.hpp"
#include "recipes/session/session_marks.hpp"
#include "tokens/access_token.hpp"

namespace mfa::session {

struct AccessTokenState {
  std::string token{};
  tokens::AccessTokenClaims claims{};
  json::object payload{};
  std::shared_ptr<const SessionMark> mark{};
  std::uint64_t keyRemovals = 0;  ///< `SigningKeys::removals` when it was verified
};

using AccessTokenStatePtr = std::shared_ptr<const AccessTokenState>;

/// The payload alone, for whoever shall see no more; keeps the state alive.
[[nodiscard]] inline std::shared_ptr<const json::object> payloadOf(const AccessTokenStatePtr& state) {
  return {state, &state->payload};
}

}  // namespace mfa::session
