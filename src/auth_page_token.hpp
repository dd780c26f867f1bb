// Where a page of a list goes on, as a host's client carries it.
#pragma once

#include <string>

#include "mfa/time.hpp"

namespace mfa {

/// The first row of the next page.
struct PagePosition {
  Time time{};
  std::string id{};
};

[[nodiscard]] std::string pageTokenOf(const PagePosition& position);

/// @throws BadInputError if it is no such token
[[nodiscard]] PagePosition readPageToken(const std::string& token);

}  // namespace mfa
