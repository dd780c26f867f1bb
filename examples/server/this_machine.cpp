#include "this_machine.hpp"

#include <algorithm>

namespace server {
namespace {

bool isLoopback(std::string_view address) {
  constexpr std::string_view kMapped = "::ffff:";
  if (address.starts_with(kMapped)) address.remove_prefix(kMapped.size());
  return address.starts_with("127.") || address == "::1";
}

bool isPort(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string_view withoutPort(std::string_view host) {
  const auto colon = host.rfind(':');
  if (colon == std::string_view::npos || !isPort(host.substr(colon + 1))) return host;
  return host.substr(0, colon);
}

bool isLocalName(std::string_view host) {
  const auto name = withoutPort(host);
  return name == "localhost" || name == "127.0.0.1" || name == "[::1]";
}

}  // namespace

bool isAtThisMachine(std::string_view peerAddress, std::string_view host) {
  return isLoopback(peerAddress) && isLocalName(host);
}

bool isOfThisMachine(std::string_view url) {
  const auto scheme = url.find("://");
  const auto host = scheme == std::string_view::npos ? url : url.substr(scheme + 3);
  return url.empty() || isLocalName(host.substr(0, host.find('/')));
}

}  // namespace server
