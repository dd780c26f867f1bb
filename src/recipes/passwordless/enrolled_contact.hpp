// A request for a code that leaves the contact to the server: the page knows a hint of it, or nothing.
#pragma once

#include <optional>
#include <string>

#include "recipes/passwordless/impl.hpp"

namespace mfa::passwordless {

/// Whether the body names no contact, or only the masked form of one.
[[nodiscard]] bool leavesContactToServer(const json::object& body);

/// The enrolled contact that such a body means: the one with that mask, or the only one. Nothing if the user
/// has none that is meant, or the recipe does not send to it.
[[nodiscard]] std::optional<Contact> enrolledContact(const Passwordless::Impl& impl,
                                                     const std::string& userId, const json::object& body);

}  // namespace mfa::passwordless
