// One connection of a client: reads a request, has it answered, writes the answer, and again.
#pragma once

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <chrono>
#include <memory>
#include <string>

#include "connection_count.hpp"
#include "framing_gate.hpp"
#include "http_server.hpp"

namespace server {

/// What all connections of a server share.
struct ConnectionSetup {
  ConnectionSetup(boost::asio::thread_pool& pool, const Handler& answers, HttpLimits bounds)
      : workers{pool},
        handler{answers},
        limits{bounds},
        count{bounds.connections, bounds.connectionsPerAddress} {}

  boost::asio::thread_pool& workers;
  const Handler& handler;
  HttpLimits limits;
  ConnectionCount count;
  std::atomic<bool> draining{false};
  std::atomic<std::size_t> waiting{0};   ///< for a worker
  std::atomic<std::size_t> underWay{0};  ///< read, and not yet answered whole
};

/// Keeps itself alive until the connection is closed. Everything runs on the socket's strand, but
/// `Handler::answer`, which may run on a worker while nothing else of the connection does.
class Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(boost::asio::ip::tcp::socket socket, std::shared_ptr<ConnectionSetup> setup,
             ConnectionCount::Place place);

  void start();

 private:
  using Clock = std::chrono::steady_clock;

  void readHeader();
  void read(Clock::time_point deadline, void (Connection::*then)());
  void onHeader(std::size_t headerBytes);
  void readBody();
  void dispatch();
  void answerOnWorker();
  void answer();
  void refuse(const Refused& refused);
  void overloaded();
  void write();
  void onWritten();
  void done();
  void close();

  boost::beast::tcp_stream stream_;
  std::shared_ptr<ConnectionSetup> setup_;
  ConnectionCount::Place place_;
  std::string peerAddress_;
  std::string buffer_{};         ///< octets that came and were not yet used
  std::size_t headerBytes_ = 0;  ///< of the request at the front of `buffer_`
  std::size_t bodyBytes_ = 0;
  std::size_t scanned_ = 0;  ///< octets in which the end of the header is not
  Clock::time_point deadline_{};
  int requests_ = 0;
  bool isUnderWay_ = false;
  int pipelined_ = 0;
  mfa::BeastMessage message_{};
  mfa::BeastAnswer answer_{};
};

}  // namespace server
