#include "storage/sql/password_hash_kind.hpp"

namespace mfa::sql {
namespace {

std::string_view upToDollar(std::string_view text, int which) {
  std::size_t end = 0;
  for (; which > 0; --which) {
    const auto dollar = text.find('$', end);
    if (dollar == std::string_view::npos) return {};
    end = dollar + 1;
  }
  return text.substr(0, end);
}

// PHC strings end in "$salt$hash".
std::string_view withoutLastTwo(std::string_view text) {
  const auto hash = text.rfind('$');
  if (hash == std::string_view::npos || hash == 0) return {};
  const auto salt = text.rfind('$', hash - 1);
  if (salt == std::string_view::npos) return {};
  return text.substr(0, salt + 1);
}

}  // namespace

std::string passwordHashKindOf(std::string_view passwordHash) {
  // Salt and hash of bcrypt stand in one field.
  if (passwordHash.starts_with("$2")) return std::string{upToDollar(passwordHash, 3)};
  return std::string{withoutLastTwo(passwordHash)};
}

}  // namespace mfa::sql
