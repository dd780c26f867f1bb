#include "auth_page_token.hpp"

#include <charconv>
#include <string_view>

#include "crypto/encoding.hpp"
#include "mfa/errors.hpp"

namespace mfa {

std::string pageTokenOf(const PagePosition& position) {
  return crypto::base64(position.id + ";" + std::to_string(toUnixMillis(position.time)));
}

PagePosition readPageToken(const std::string& token) {
  const auto text = crypto::decodeBase64(token);
  const auto separator = text ? text->rfind(';') : std::string::npos;
  if (separator == std::string::npos || separator == 0)
    throw BadInputError{"the pagination token is not valid"};
  const auto digits = std::string_view{*text}.substr(separator + 1);
  UnixMillis millis = 0;
  const auto [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), millis);
  if (digits.empty() || failure != std::errc{} || end != digits.data() + digits.size())
    throw BadInputError{"the pagination token is not valid"};
  return {fromUnixMillis(millis), text->substr(0, separator)};
}

}  // namespace mfa
