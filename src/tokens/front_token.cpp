#include "tokens/front_token.hpp"

#include "crypto/encoding.hpp"

namespace mfa::tokens {

std::string frontToken(std::string_view userId, Time expiresAt, const json::object& payload) {
  const json::object content{{"uid", userId}, {"ate", toUnixMillis(expiresAt)}, {"up", payload}};
  return crypto::base64(json::serialize(content));
}

}  // namespace mfa::tokens
