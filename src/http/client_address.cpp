#include "http/client_address.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <charconv>
#include <cstring>

#include "http/text.hpp"

namespace mfa::http {
namespace {

constexpr std::array<unsigned char, 12> kIpv4Prefix{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
constexpr int kIpv4PrefixBits = 96;
/// More entries than any chain of proxies writes: what is further left cannot matter.
constexpr int kMaxForwardedEntries = 32;

bool isPort(std::string_view text) {
  return !text.empty() && text.size() <= 5 &&
         std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

/// Without brackets and port, if they are as they should be.
std::string_view host(std::string_view text) {
  if (text.starts_with('[')) {
    const auto end = text.find(']');
    if (end == std::string_view::npos) return {};
    const auto behind = text.substr(end + 1);
    const bool sound = behind.empty() || (behind.front() == ':' && isPort(behind.substr(1)));
    return sound ? text.substr(1, end - 1) : std::string_view{};
  }
  const auto colon = text.find(':');
  const bool isIpv4WithPort =
      colon != std::string_view::npos && text.find(':', colon + 1) == std::string_view::npos;
  if (!isIpv4WithPort) return text;
  return isPort(text.substr(colon + 1)) ? text.substr(0, colon) : std::string_view{};
}

}  // namespace

std::optional<Address> Address::parse(std::string_view text) {
  const auto bare = host(trimmed(text));
  const bool isTerminatedEarly = bare.find('\0') != std::string_view::npos;
  if (bare.empty() || bare.size() >= INET6_ADDRSTRLEN || isTerminatedEarly) return std::nullopt;
  std::array<char, INET6_ADDRSTRLEN> terminated{};
  std::ranges::copy(bare, terminated.begin());

  Address address;
  if (inet_pton(AF_INET6, terminated.data(), address.octets_.data()) == 1) return address;
  std::ranges::copy(kIpv4Prefix, address.octets_.begin());
  if (inet_pton(AF_INET, terminated.data(), address.octets_.data() + kIpv4Prefix.size()) == 1) return address;
  return std::nullopt;
}

bool Address::isIpv4() const noexcept {
  return std::equal(kIpv4Prefix.begin(), kIpv4Prefix.end(), octets_.begin());
}

std::string Address::text() const {
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (isIpv4())
    inet_ntop(AF_INET, octets_.data() + kIpv4Prefix.size(), text.data(), text.size());
  else
    inet_ntop(AF_INET6, octets_.data(), text.data(), text.size());
  return text.data();
}

std::string Address::group() const { return isIpv4() ? text() : network(8); }

std::optional<std::string> Address::site() const {
  if (isIpv4()) return std::nullopt;
  return network(6);
}

std::string Address::network(std::size_t octets) const {
  Address first;
  std::copy_n(octets_.begin(), octets, first.octets_.begin());
  return first.text() + '/' + std::to_string(8 * octets);
}

std::optional<Network> Network::parse(std::string_view text) {
  const auto slash = text.find('/');
  const auto address = Address::parse(text.substr(0, slash));
  if (!address) return std::nullopt;
  Network network;
  network.first_ = *address;
  if (slash == std::string_view::npos) return network;

  const auto digits = text.substr(slash + 1);
  int bits = 0;
  const auto [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), bits);
  const bool isIpv4 = text.substr(0, slash).find(':') == std::string_view::npos;
  if (failure != std::errc{} || end != digits.data() + digits.size() || bits < 0 ||
      bits > (isIpv4 ? 32 : 128))
    return std::nullopt;
  network.bits_ = isIpv4 ? kIpv4PrefixBits + bits : bits;
  return network;
}

bool Network::contains(const Address& address) const noexcept {
  const auto whole = static_cast<std::size_t>(bits_ / 8);
  if (std::memcmp(first_.octets_.data(), address.octets_.data(), whole) != 0) return false;
  if (bits_ % 8 == 0) return true;
  const int shift = 8 - bits_ % 8;
  return (first_.octets_[whole] >> shift) == (address.octets_[whole] >> shift);
}

std::optional<Address> clientAddress(const Request& req, const std::vector<Network>& trustedProxies) {
  const auto isTrusted = [&trustedProxies](const Address& address) {
    return std::ranges::any_of(trustedProxies,
                               [&](const Network& network) { return network.contains(address); });
  };
  auto client = Address::parse(req.peerAddress());
  if (!client || !isTrusted(*client)) return client;

  const auto lines = req.headers("x-forwarded-for");
  int entries = 0;
  for (auto line = lines.rbegin(); line != lines.rend(); ++line) {
    for (auto rest = *line; !rest.empty();) {
      const auto comma = rest.rfind(',');
      const auto entry = comma == std::string_view::npos ? rest : rest.substr(comma + 1);
      rest = comma == std::string_view::npos ? std::string_view{} : rest.substr(0, comma);
      // A trusted proxy wrote nonsense, or an endless chain: the last address that made sense is the client.
      const auto hop = Address::parse(entry);
      if (!hop || ++entries > kMaxForwardedEntries) return client;
      client = hop;
      if (!isTrusted(*hop)) return client;
    }
  }
  return client;
}

}  // namespace mfa::http
