#include "http_server.hpp"

#include <atomic>
#include <boost/asio/connect.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>
#include <catch2/catch.hpp>
#include <memory>
#include <string>
#include <thread>

namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using namespace std::chrono_literals;

/// Says what it was asked: method, target and size of the body.
class Echo final : public server::Handler {
 public:
  [[nodiscard]] bool mayBlock(const mfa::BeastMessage& message) const override {
    return message.target() == "/worker";
  }

  void answer(const mfa::BeastMessage& message, mfa::BeastAnswer& answer,
              const std::string& peer) const override {
    ++answered;
    const auto target = message.target();
    answer.body() =
        std::string{target.data(), target.size()} + ' ' + std::to_string(message.body().size()) + ' ' + peer;
  }

  mutable std::atomic<int> answered{0};
};

/// A server on a free port of loopback, on a thread of its own.
class RunningServer {
 public:
  explicit RunningServer(server::HttpLimits limits = {})
      : acceptor_{io_, tcp::endpoint{asio::ip::address_v4::loopback(), 0}},
        endpoint_{acceptor_.local_endpoint()},
        http_{io_, workers_, echo, limits, std::move(acceptor_)} {
    http_.start();
    thread_ = std::jthread{[this] { io_.run(); }};
  }
  ~RunningServer() {
    io_.stop();
    thread_ = {};
    workers_.join();
  }

  tcp::socket connect() {
    tcp::socket socket{client_};
    socket.connect(endpoint_);
    return socket;
  }

  /// Sends `octets` and reads until the server closes the connection.
  std::string exchange(const std::string& octets) {
    auto socket = connect();
    boost::system::error_code ignored;
    asio::write(socket, asio::buffer(octets), ignored);
    return readAll(socket);
  }

  static std::string readAll(tcp::socket& socket) {
    std::string answer;
    boost::system::error_code end;
    asio::read(socket, asio::dynamic_buffer(answer), end);
    return answer;
  }

  Echo echo{};

 private:
  asio::io_context client_{};
  asio::io_context io_{};
  asio::thread_pool workers_{2};
  tcp::acceptor acceptor_;
  tcp::endpoint endpoint_;
  server::HttpServer http_;
  std::jthread thread_{};
};

std::string get(const std::string& target, const std::string& fields = "") {
  return "GET " + target + " HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n";
}

int count(const std::string& text, const std::string& part) {
  int found = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size())) ++found;
  return found;
}

const std::string kClose = "Connection: close\r\n";

}  // namespace

TEST_CASE("a request is answered on the I/O thread or on a worker alike", "[server][http]") {
  RunningServer server;
  CHECK_THAT(server.exchange(get("/a", kClose)), Catch::Contains("/a 0 127.0.0.1"));
  CHECK_THAT(server.exchange(get("/worker", kClose)), Catch::Contains("/worker 0 127.0.0.1"));
}

TEST_CASE("a body belongs to its request and to no other", "[server][http]") {
  RunningServer server;
  const auto answer =
      server.exchange("POST /p HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello" + get("/q", kClose));
  CHECK_THAT(answer, Catch::Contains("/p 5"));
  CHECK_THAT(answer, Catch::Contains("/q 0"));
  CHECK(server.echo.answered == 2);
}

TEST_CASE("a framing that a proxy reads differently ends the connection before anything is answered",
          "[server][http]") {
  RunningServer server;
  const std::string smuggled = get("/smuggled");
  const std::string chunked =
      "POST /p HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n" +
      smuggled;
  const auto answer = server.exchange(chunked);
  CHECK_THAT(answer, Catch::StartsWith("HTTP/1.1 411"));
  CHECK(count(answer, "HTTP/1.1 ") == 1);
  CHECK(server.echo.answered == 0);
}

TEST_CASE("a request that waited too long for a worker is refused instead of answered late",
          "[server][http]") {
  RunningServer server{{.waiting = -1ms}};  // however short the wait
  const auto answer = server.exchange(get("/worker", kClose));
  CHECK_THAT(answer, Catch::StartsWith("HTTP/1.1 503"));
  CHECK_THAT(answer, Catch::Contains("Retry-After: 1"));
  CHECK(server.echo.answered == 0);
  CHECK_THAT(server.exchange(get("/a", kClose)), Catch::Contains("/a 0 127.0.0.1"));
}

TEST_CASE("a header that drips in is cut off by its deadline", "[server][http]") {
  RunningServer server{{.header = 50ms}};
  auto socket = server.connect();
  asio::write(socket, asio::buffer(std::string{"GET / HTTP/1.1\r\n"}));
  CHECK(RunningServer::readAll(socket).empty());
  CHECK(server.echo.answered == 0);
}

TEST_CASE("a body that never comes is cut off by its deadline", "[server][http]") {
  RunningServer server{{.body = 50ms}};
  auto socket = server.connect();
  asio::write(socket,
              asio::buffer(std::string{"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nhal"}));
  CHECK(RunningServer::readAll(socket).empty());
}

TEST_CASE("an idle connection is closed", "[server][http]") {
  RunningServer server{{.idle = 50ms}};
  auto socket = server.connect();
  CHECK(RunningServer::readAll(socket).empty());
}

TEST_CASE("a connection ends after its last allowed request", "[server][http]") {
  RunningServer server{{.requestsPerConnection = 3}};
  const auto answer = server.exchange(get("/1") + get("/2") + get("/3") + get("/4"));
  CHECK(count(answer, "HTTP/1.1 200") == 3);
}

TEST_CASE("requests sent in one burst are bounded", "[server][http]") {
  RunningServer server{{.pipelinedRequests = 8}};
  std::string burst;
  for (int i = 0; i < 100; ++i) burst += get("/burst");
  CHECK(count(server.exchange(burst), "HTTP/1.1 200") <= 9);
}

TEST_CASE("one address has its share of connections and is told so", "[server][http]") {
  RunningServer server{{.connectionsPerAddress = 1}};
  auto first = server.connect();
  asio::write(first, asio::buffer(get("/first")));
  std::string head;
  asio::read_until(first, asio::dynamic_buffer(head), "127.0.0.1");
  auto second = server.connect();
  CHECK_THAT(RunningServer::readAll(second), Catch::StartsWith("HTTP/1.1 429"));
}
