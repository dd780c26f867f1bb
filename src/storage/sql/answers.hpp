// What a number of changed rows, or the rows themselves, say to a caller.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "mfa/storage/results.hpp"
#include "storage/sql/statement.hpp"

namespace mfa::sql {

[[nodiscard]] inline Insert insertOf(std::int64_t changed) {
  return changed > 0 ? Insert::Done : Insert::Conflict;
}

[[nodiscard]] inline Update updateOf(std::int64_t changed) {
  return changed > 0 ? Update::Done : Update::Missing;
}

/// The first column of every row.
[[nodiscard]] inline std::vector<std::string> textsOf(Rows rows) {
  std::vector<std::string> texts;
  texts.reserve(rows.size());
  for (auto& row : rows) texts.push_back(Fields{row}.text());
  return texts;
}

}  // namespace mfa::sql
