#include "http/percent.hpp"
#include "http/text.hpp"
#include "http/utf8.hpp"
#include "mfa/recipe.hpp"

namespace mfa {

std::optional<std::string> queryParameter(const Request& req, std::string_view name) {
  const auto target = http::splitAt(req.target(), '#').first;
  for (auto rest = http::splitAt(target, '?').rest; !rest.empty();) {
    const auto [pair, others] = http::splitAt(rest, '&');
    rest = others;
    const auto [key, value] = http::splitAt(pair, '=');
    if (http::formDecode(key) != name) continue;
    auto text = http::formDecode(value);
    if (!http::isSoundText(text)) throw BadInputError{"a query parameter is no valid text"};
    return text;
  }
  return std::nullopt;
}

}  // namespace mfa
