// The header `fdi-version`: which versions of the FDI a front end speaks. The highest one counts; without the
// header it is the newest. No version is refused. Source: FDI, versions.
#pragma once

#include <compare>
#include <optional>

#include "mfa/http.hpp"
#include "mfa/json.hpp"

namespace mfa::http {

struct FdiVersion {
  int major = 0;
  int minor = 0;

  auto operator<=>(const FdiVersion&) const = default;
};

inline constexpr FdiVersion kNewestFdiVersion{4, 2};

/// The highest version that the front end names.
[[nodiscard]] FdiVersion highestFdiVersion(const Request& req);

/// Whether the front end reads `user` as FDI 3.0 writes it (`mfa::toJson`), or as before (`toLegacyJson`).
[[nodiscard]] bool usesNewUserObject(const Request& req);

/// The member `shouldTryLinkingWithSessionUser` of a body: false if it is missing, nothing ("use the session,
/// if there is one") for front ends older than FDI 3.1.
/// @throws BadInputError if it is no boolean
[[nodiscard]] std::optional<bool> shouldTryLinkingWithSessionUser(const Request& req,
                                                                  const json::object& body);

}  // namespace mfa::http
