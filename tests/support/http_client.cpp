#include "support/http_client.hpp"

#include <boost/asio/write.hpp>
#include <stdexcept>

namespace mfa::test {

namespace asio = boost::asio;

std::string_view HttpClient::exchange(std::string_view request) {
  if (!socket_) connect();
  asio::write(*socket_, asio::buffer(request));
  receive();
  if (answer_.find("Connection: close") < answer_.find("\r\n\r\n")) socket_.reset();
  return answer_;
}

void HttpClient::connect() {
  socket_.emplace(io_);
  socket_->connect({asio::ip::address_v4::loopback(), port_});
  socket_->set_option(asio::ip::tcp::no_delay{true});
}

void HttpClient::receive() {
  answer_.clear();
  std::size_t expected = std::string::npos;
  while (answer_.size() < expected) {
    const auto used = answer_.size();
    answer_.resize(used + 8'192);
    answer_.resize(used + socket_->read_some(asio::buffer(answer_.data() + used, 8'192)));
    const auto end = answer_.find("\r\n\r\n");
    if (end == std::string::npos) continue;
    const auto length = headerOf(answer_, "Content-Length");
    expected = end + 4 + (length ? std::stoul(*length) : 0);
  }
}

std::optional<std::string> headerOf(std::string_view answer, std::string_view name) {
  const auto head = answer.substr(0, answer.find("\r\n\r\n"));
  const auto field = head.find("\r\n" + std::string{name} + ": ");
  if (field == std::string_view::npos) return std::nullopt;
  const auto begin = field + 2 + name.size() + 2;
  return std::string{head.substr(begin, head.find("\r\n", begin) - begin)};
}

}  // namespace mfa::test
