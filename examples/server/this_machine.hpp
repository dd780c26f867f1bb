// Who may see what is for the developer alone.
#pragma once

#include <string_view>

namespace server {

/// Whether a request comes from a browser at this machine, by the peer's address and the `Host` header.
/// Behind a proxy every peer is this machine, but the host has another name; so has a foreign page whose name
/// was made to lead here (DNS rebinding).
[[nodiscard]] bool isAtThisMachine(std::string_view peerAddress, std::string_view host);

/// Whether an address such as "http://localhost:3567" is one of this machine: a server that others reach by a
/// name has nothing for its developer alone, for a proxy may call it by any `Host`. Empty: it is.
[[nodiscard]] bool isOfThisMachine(std::string_view url);

}  // namespace server
