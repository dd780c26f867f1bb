#include "mfa/json.hpp"

namespace mfa {

void merge(json::object& target, const json::object& update) {
  for (const auto& [key, value] : update) {
    if (value.is_null())
      target.erase(key);
    else
      target.insert_or_assign(key, value);
  }
}

}  // namespace mfa
