#include "http_server.hpp"

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/write.hpp>
#include <string_view>

#include "connection.hpp"

namespace server {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

constexpr std::chrono::milliseconds kPause{100};

// One small segment into an empty socket buffer: it does not block.
void refuseAtOnce(tcp::socket& socket) {
  constexpr std::string_view kAnswer =
      "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 5\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
  boost::system::error_code ignored;
  socket.non_blocking(true, ignored);
  asio::write(socket, asio::buffer(kAnswer), ignored);
  socket.shutdown(tcp::socket::shutdown_both, ignored);
}

}  // namespace

HttpServer::HttpServer(asio::io_context& io, asio::thread_pool& workers, const Handler& handler,
                       HttpLimits limits, tcp::acceptor acceptor)
    : io_{io},
      strand_{asio::make_strand(io)},
      acceptor_{std::move(acceptor)},
      retry_{io},
      setup_{std::make_shared<ConnectionSetup>(workers, handler, limits)} {}

void HttpServer::start() {
  asio::dispatch(strand_, [this] { accept(); });
}

void HttpServer::accept() {
  if (setup_->draining) return;
  if (setup_->count.isFull()) return pause();
  const auto accepted = [this](boost::system::error_code error, tcp::socket socket) {
    if (setup_->draining) return;
    // Out of descriptors, most likely: trying again at once would spin.
    if (error) return pause();
    admit(std::move(socket));
    accept();
  };
  acceptor_.async_accept(asio::make_strand(io_), asio::bind_executor(strand_, accepted));
}

void HttpServer::admit(tcp::socket socket) {
  boost::system::error_code gone;
  const auto peer = socket.remote_endpoint(gone);
  if (gone) return;
  auto place = setup_->count.enter(peer.address());
  if (!place) return refuseAtOnce(socket);
  std::make_shared<Connection>(std::move(socket), setup_, *std::move(place))->start();
}

void HttpServer::pause() {
  retry_.expires_after(kPause);
  retry_.async_wait(asio::bind_executor(strand_, [this](boost::system::error_code error) {
    if (!error) accept();
  }));
}

std::size_t HttpServer::underWay() const { return setup_->underWay; }

void HttpServer::drain() {
  setup_->draining = true;
  asio::dispatch(strand_, [this] {
    boost::system::error_code ignored;
    acceptor_.close(ignored);
    retry_.cancel();
  });
}

}  // namespace server
