// A small HTTP/1.1 server on Boost.Beast that bounds every buffer and every wait.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <mfa/adapters/beast.hpp>
#include <string>

#include "connection_count.hpp"

namespace server {

/// How long a client may take, and how much it may have.
struct HttpLimits {
  std::chrono::milliseconds header{5'000};  ///< from the first octet of a request to the end of its header
  std::chrono::milliseconds body{10'000};
  std::chrono::milliseconds write{10'000};
  std::chrono::milliseconds idle{30'000};  ///< between requests
  int requestsPerConnection = 100;
  int pipelinedRequests = 8;  ///< in a row, without one read in between
  std::size_t connections = 4'096;
  std::size_t connectionsPerAddress = 64;    ///< IPv6: per /64
  std::size_t waitingRequests = 1'024;       ///< for a worker; beyond them the answer is 503
  std::chrono::milliseconds waiting{2'000};  ///< of one request for a worker; then the answer is 503
};

/// Answers requests. Both functions run on many threads at once.
class Handler {
 public:
  virtual ~Handler() = default;

  /// Whether `answer` blocks, and so must run on a worker instead of the I/O thread.
  [[nodiscard]] virtual bool mayBlock(const mfa::BeastMessage& message) const = 0;

  /// Fills the answer. Must not throw.
  virtual void answer(const mfa::BeastMessage& message, mfa::BeastAnswer& answer,
                      const std::string& peerAddress) const = 0;
};

/// Listens, accepts, and hands each connection to a `Connection`.
class HttpServer {
 public:
  /// @param acceptor bound and listening
  HttpServer(boost::asio::io_context& io, boost::asio::thread_pool& workers, const Handler& handler,
             HttpLimits limits, boost::asio::ip::tcp::acceptor acceptor);
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  void start();

  /// Accepts no more, and answers what is under way as the last request of its connection.
  void drain();

  /// How many requests are read and not yet answered whole.
  [[nodiscard]] std::size_t underWay() const;

 private:
  void accept();
  void admit(boost::asio::ip::tcp::socket socket);
  void pause();

  boost::asio::io_context& io_;
  boost::asio::strand<boost::asio::io_context::executor_type> strand_;  ///< of acceptor and timer
  boost::asio::ip::tcp::acceptor acceptor_;
  boost::asio::steady_timer retry_;
  std::shared_ptr<struct ConnectionSetup> setup_;
};

}  // namespace server
