// A client of one kept connection that costs as little as a client can: it compares servers, not itself.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace mfa::test {

class HttpClient {
 public:
  explicit HttpClient(unsigned short port) : port_{port} {}

  /// Sends a whole request and returns the whole answer. Connects again where the server ended the
  /// connection. The view is valid until the next call.
  std::string_view exchange(std::string_view request);

 private:
  void connect();
  void receive();

  unsigned short port_;
  boost::asio::io_context io_{};
  std::optional<boost::asio::ip::tcp::socket> socket_{};
  std::string answer_{};
};

/// The value of a header in an answer, or nothing. `name` is written as the server writes it.
[[nodiscard]] std::optional<std::string> headerOf(std::string_view answer, std::string_view name);

}  // namespace mfa::test
