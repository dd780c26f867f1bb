#include "message.hpp"

std::optional<std::string_view> HostRequest::header(std::string_view name) const {
  if (name == "content-type" || name == "Content-Type") return "application/json";
  return std::nullopt;
}

std::optional<std::string> HostResponse::header(std::string_view name) const {
  const auto found = headers_.find(name);
  if (found == headers_.end()) return std::nullopt;
  return found->second;
}

void HostResponse::setHeader(std::string_view name, std::string_view value) {
  headers_.insert_or_assign(std::string{name}, std::string{value});
}

void HostResponse::removeHeader(std::string_view name) {
  const auto found = headers_.find(name);
  if (found != headers_.end()) headers_.erase(found);
}
