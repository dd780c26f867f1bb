// A small asynchronous server on Boost.Beast with the library mounted: docs/how-to/mount-on-beast.md explains
// it.
//
//   embed_beast [PORT] [DATABASE]
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/write.hpp>
#include <chrono>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <mfa/adapters/beast.hpp>
#include <mfa/mfa.hpp>
#include <string>

namespace {

// [names]
namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::use_awaitable;
using boost::beast::tcp_stream;
using Parser = http::request_parser<http::string_body>;

constexpr auto kPatience = std::chrono::seconds{10};
// [names]

// [own-route]
/// The server's own route. Verifying a session does not block, so this runs on the I/O thread.
void answerHello(const mfa::Auth& auth, const mfa::BeastMessage& message, const std::string& peer,
                 mfa::BeastAnswer& answer) {
  const mfa::BeastRequest req{message, peer};
  mfa::BeastResponse res{answer};
  try {
    const auto session = auth.session().getSession(req, res);
    answer.body() = "Hello, " + session->getUserId() + "\n";
  } catch (...) {
    if (!auth.handleError(req, res, std::current_exception())) throw;
  }
}
// [own-route]

// [connection]
/// One connection: the library's routes on a worker, the server's own right here.
asio::awaitable<void> serve(tcp_stream stream, const mfa::Auth& auth, asio::thread_pool& workers) {
  const auto peer = stream.socket().remote_endpoint().address().to_string();
  boost::beast::flat_buffer buffer;
  bool keepsAlive = true;
  while (keepsAlive) {
    Parser parser;
    parser.body_limit(64 * 1024);
    stream.expires_after(kPatience);
    co_await http::async_read(stream, buffer, parser, use_awaitable);
    const auto message = parser.release();
    mfa::BeastAnswer answer{http::status::ok, message.version()};
    keepsAlive = message.keep_alive();
    bool isAnswered = false;
    if (message.target().starts_with(auth.basePath()))
      isAnswered = co_await mfa::asyncHandle(auth, workers, message, answer, peer, use_awaitable);
    if (!isAnswered && message.target() == "/hello") {
      answerHello(auth, message, peer, answer);
    } else if (!isAnswered) {
      answer.result(http::status::not_found);
    }
    answer.keep_alive(keepsAlive);
    answer.prepare_payload();
    stream.expires_after(kPatience);
    co_await http::async_write(stream, answer, use_awaitable);
  }
}
// [connection]

// [listen]
/// Goes on when a connection cannot be taken, as when the process has no descriptor left.
asio::awaitable<void> listen(asio::ip::tcp::acceptor acceptor, const mfa::Auth& auth,
                             asio::thread_pool& workers) {
  const auto executor = acceptor.get_executor();
  asio::steady_timer pause{executor};
  while (true) {
    boost::system::error_code error;
    auto socket = co_await acceptor.async_accept(asio::redirect_error(use_awaitable, error));
    if (!error) {
      asio::co_spawn(executor, serve(tcp_stream{std::move(socket)}, auth, workers), asio::detached);
      continue;
    }
    pause.expires_after(std::chrono::milliseconds{100});
    co_await pause.async_wait(use_awaitable);
  }
}
// [listen]

// [housekeep]
/// Once a minute, on a worker: expired rows go, and signing keys rotate on time.
asio::awaitable<void> keepHouse(const mfa::Auth& auth, asio::thread_pool& workers) {
  asio::steady_timer timer{co_await asio::this_coro::executor};
  while (true) {
    asio::post(workers, [&auth] {
      try {
        while (auth.housekeep()) continue;
      } catch (const mfa::Error& error) {
        // The database failed; a minute later it may not.
        std::cerr << "housekeeping: " << error.what() << '\n';
      }
    });
    timer.expires_after(std::chrono::minutes{1});
    co_await timer.async_wait(use_awaitable);
  }
}
// [housekeep]

}  // namespace

int main(int argc, char** argv) {
  try {
    const auto port = static_cast<unsigned short>(argc > 1 ? std::atoi(argv[1]) : 8080);
    const auto here = "http://localhost:" + std::to_string(port);
    // [mount]
    const mfa::Auth auth{{
        .appInfo = {.appName = "Hello", .apiDomain = here, .websiteDomain = here},
        .storage = mfa::sqlite::open(argc > 2 ? argv[2] : "hello.db"),
        // Who waits for a hash holds a thread: six of eight at most.
        .recipeList = {mfa::EmailPassword::init({.passwordHashing = {.atOnce = 2, .waiting = 4}}),
                       mfa::Session::init()},
    }};
    asio::io_context io{1};
    asio::thread_pool workers{8};  // hashing and storing block: not on the I/O thread
    const asio::ip::tcp::endpoint endpoint{asio::ip::address_v4::loopback(), port};
    asio::co_spawn(io, listen({io, endpoint}, auth, workers), asio::detached);
    asio::co_spawn(io, keepHouse(auth, workers), asio::detached);
    // [mount]
    // [stop]
    asio::signal_set signals{io, SIGINT, SIGTERM};
    signals.async_wait([&io](const boost::system::error_code&, int) { io.stop(); });
    // [stop]
    std::cout << "GET " << here << "/hello" << std::endl;
    io.run();
    return 0;
  } catch (const std::exception& error) {
    std::cerr << "embed_beast: " << error.what() << '\n';
    return 1;
  }
}
