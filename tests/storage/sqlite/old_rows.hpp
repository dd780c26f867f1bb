// Rows as every step of the schema wrote them: what a database of that age holds.
#pragma once

#include <string>

namespace mfa::testing {

/// The rows that the tables of step `number` were given when they were new.
[[nodiscard]] std::string oldRows(int number);

}  // namespace mfa::testing
