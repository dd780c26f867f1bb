// What the routes of this recipe read: bodies field by field, each checked and in its canonical form before
// a hook sees it.
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "recipes/passwordless/impl.hpp"

namespace mfa::passwordless {

/// The one contact of a body.
/// @throws BadInputError if there are none or two, or it is of a kind that the recipe does not send to
/// @return the contact, or what its validator says is wrong with it
[[nodiscard]] std::variant<Contact, GeneralError> readContact(const Passwordless::Impl& impl,
                                                              const json::object& body,
                                                              const std::string& tenantId,
                                                              const UserContext& userContext);

/// A contact as somebody has typed it: the contact, or what its validator says is wrong with it.
[[nodiscard]] std::variant<Contact, GeneralError> checkContact(const Passwordless::Impl& impl,
                                                               const Contact& typed,
                                                               const std::string& tenantId,
                                                               const UserContext& userContext);

struct ResendBody {
  std::string deviceId{};
  std::string preAuthSessionId{};
};

/// @throws BadInputError if one is missing or no text
[[nodiscard]] ResendBody readResend(const json::object& body);

struct ConsumeBody {
  std::string preAuthSessionId{};
  std::optional<std::string> deviceId{};
  std::optional<std::string> userInputCode{};
  std::optional<std::string> linkCode{};
};

/// @throws BadInputError unless there is either a code with its device or a link code
[[nodiscard]] ConsumeBody readConsume(const json::object& body);

/// A member of the query that must be there.
/// @throws BadInputError if it is not
[[nodiscard]] std::string readQuery(const Request& req, std::string_view name);

}  // namespace mfa::passwordless
