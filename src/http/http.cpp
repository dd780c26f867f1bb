#include "mfa/http.hpp"

namespace mfa {

Request::~Request() = default;
Response::~Response() = default;

std::vector<std::string_view> Request::headers(std::string_view name) const {
  const auto value = header(name);
  return value ? std::vector{*value} : std::vector<std::string_view>{};
}

std::string_view Request::peerAddress() const { return {}; }

}  // namespace mfa
