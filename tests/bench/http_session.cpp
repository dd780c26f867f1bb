#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/strand.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <memory>
#include <thread>

#include "benchmarks.hpp"
#include "support/http_client.hpp"
#include "support/server_process.hpp"

namespace bench {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::ip::tcp;
using mfa::test::headerOf;
using mfa::test::HttpClient;
using mfa::test::ServerProcess;

constexpr int kClients = 2;
constexpr int kIoThreads = 2;
constexpr int kRequestsPerClient = 4'000;

/// Beast's own parser and serializer, and a constant.
class BareConnection : public std::enable_shared_from_this<BareConnection> {
 public:
  BareConnection(tcp::socket socket, std::size_t bodyBytes)
      : stream_{std::move(socket)}, body_(bodyBytes, 'x') {
    stream_.socket().set_option(tcp::no_delay{true});
  }

  void read() {
    request_ = {};
    http::async_read(stream_, buffer_, request_, [self = shared_from_this()](auto error, std::size_t) {
      if (!error) self->write();
    });
  }

 private:
  void write() {
    answer_ = {http::status::ok, 11};
    answer_.set(http::field::content_type, "application/json");
    answer_.body() = body_;
    answer_.prepare_payload();
    http::async_write(stream_, answer_, [self = shared_from_this()](auto error, std::size_t) {
      if (!error) self->read();
    });
  }

  boost::beast::tcp_stream stream_;
  boost::beast::flat_buffer buffer_{};
  http::request<http::string_body> request_{};
  http::response<http::string_body> answer_{};
  std::string body_;
};

class BareServer {
 public:
  explicit BareServer(std::size_t bodyBytes)
      : acceptor_{io_, {asio::ip::address_v4::loopback(), 0}}, bodyBytes_{bodyBytes} {
    accept();
    for (int i = 0; i < kIoThreads; ++i) threads_.emplace_back([this] { io_.run(); });
  }
  ~BareServer() { io_.stop(); }

  [[nodiscard]] unsigned short port() const { return acceptor_.local_endpoint().port(); }

 private:
  void accept() {
    acceptor_.async_accept(asio::make_strand(io_), [this](auto error, tcp::socket socket) {
      if (error) return;
      std::make_shared<BareConnection>(std::move(socket), bodyBytes_)->read();
      accept();
    });
  }

  asio::io_context io_{kIoThreads};
  tcp::acceptor acceptor_;
  std::size_t bodyBytes_;
  std::vector<std::jthread> threads_{};
};

std::string post(const std::string& path, const std::string& body) {
  return "POST " + path +
         " HTTP/1.1\r\nHost: localhost\r\nst-auth-mode: cookie\r\nrid: emailpassword\r\nContent-Type: "
         "application/json\r\n"
         "Content-Length: " +
         std::to_string(body.size()) + "\r\n\r\n" + body;
}

// Signs somebody up, and returns a request that brings the cookie of the new session.
std::string sessionRequest(unsigned short port) {
  HttpClient client{port};
  const std::string form =
      R"({"formFields":[{"id":"email","value":"bench@example.com"},{"id":"password","value":"correct horse 7"}]})";
  const std::string answer{client.exchange(post("/auth/signup", form))};
  const auto cookie = answer.find("sAccessToken=");
  if (cookie == std::string::npos) throw std::runtime_error{"no session: " + answer};
  return "GET /api/session HTTP/1.1\r\nHost: localhost\r\nrid: anti-csrf\r\nCookie: " +
         answer.substr(cookie, answer.find(';', cookie) - cookie) + "\r\n\r\n";
}

double requestRate(unsigned short port, const std::string& request) {
  std::vector<std::unique_ptr<HttpClient>> clients;
  for (int i = 0; i < kClients; ++i) clients.push_back(std::make_unique<HttpClient>(port));
  return rateOfMany(kClients, kRequestsPerClient, [&](int client) {
    const auto answer = clients[static_cast<std::size_t>(client)]->exchange(request);
    if (!answer.starts_with("HTTP/1.1 200")) throw std::runtime_error{"refused: " + std::string{answer}};
  });
}

}  // namespace

void httpSession(Report& report, const std::string& serverProgram, const std::string& folder) {
  const ServerProcess server{
      serverProgram,
      {"--storage", "sqlite:" + folder + "/http.db", "--io-threads", std::to_string(kIoThreads)}};
  const auto request = sessionRequest(server.port());
  HttpClient probe{server.port()};
  const auto length = headerOf(probe.exchange(request), "Content-Length");
  const BareServer bare{std::stoul(length.value())};
  report.compare("GET /api/session over HTTP, against a bare Beast server", 0.6, [&] {
    return Rates{.ours = requestRate(server.port(), request), .baseline = requestRate(bare.port(), request)};
  });
}

}  // namespace bench
