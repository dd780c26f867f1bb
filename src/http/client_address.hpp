// Who the client is, for limits: the peer of the connection, or, behind proxies that the host named, the
// right-most address in `X-Forwarded-For` that is none of theirs. Everything left of it is what a client may
// have made up.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mfa/http.hpp"

namespace mfa::http {

/// An IP address. IPv4 is kept as IPv4-mapped IPv6, so that both spellings are one client.
class Address {
 public:
  /// "203.0.113.7", "2001:db8::1", "[2001:db8::1]:443", "203.0.113.7:80"; nothing for any other text.
  [[nodiscard]] static std::optional<Address> parse(std::string_view text);

  /// Canonical text, without brackets and port.
  [[nodiscard]] std::string text() const;

  /// What limits are counted by: an IPv4 address, or the /64 network of an IPv6 address, because a client has
  /// all of that: "2001:db8:1:2::/64".
  [[nodiscard]] std::string group() const;

  /// The network that a site is given, of which it makes 65,536 groups: "2001:db8:1::/48"; nothing for IPv4.
  [[nodiscard]] std::optional<std::string> site() const;

  bool operator==(const Address&) const = default;

 private:
  friend class Network;
  [[nodiscard]] bool isIpv4() const noexcept;
  [[nodiscard]] std::string network(std::size_t octets) const;

  std::array<unsigned char, 16> octets_{};
};

/// A network: "10.0.0.0/8", "::1/128", or one address.
class Network {
 public:
  /// Nothing for text that is no network.
  [[nodiscard]] static std::optional<Network> parse(std::string_view text);

  [[nodiscard]] bool contains(const Address& address) const noexcept;

 private:
  Address first_{};
  int bits_ = 128;
};

/// The client of a request, if it can be told.
[[nodiscard]] std::optional<Address> clientAddress(const Request& req,
                                                   const std::vector<Network>& trustedProxies);

}  // namespace mfa::http
