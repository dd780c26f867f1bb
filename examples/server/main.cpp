// mfa-server: the second-factor guide, running. See `mfa-server --help`.
#include <malloc.h>
#include <sys/prctl.h>
#include <sys/stat.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <csignal>
#include <exception>
#include <iostream>
#include <memory>
#include <thread>
#include <vector>

#include "app.hpp"
#include "auth_setup.hpp"
#include "http_server.hpp"
#include "options.hpp"
#include "this_machine.hpp"

namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

constexpr auto kHousekeeping = 60s;
constexpr auto kDrainLimit = 15s;
constexpr auto kDrainCheck = 20ms;

/// Calls `Auth::housekeep()` now and then, on a worker.
class Housekeeper {
 public:
  Housekeeper(asio::io_context& io, asio::thread_pool& workers, const mfa::Auth& auth)
      : timer_{io}, workers_{workers}, auth_{auth} {}

  void schedule(std::chrono::milliseconds wait) {
    timer_.expires_after(wait);
    timer_.async_wait([this](boost::system::error_code error) {
      if (!error) asio::post(workers_, [this] { run(); });
    });
  }

 private:
  void run() {
    bool hasMore = false;
    try {
      hasMore = auth_.housekeep();
    } catch (const mfa::Error& error) {
      std::cerr << "housekeeping: " << error.what() << '\n';
    }
    asio::post(timer_.get_executor(),
               [this, hasMore] { schedule(hasMore ? 100ms : std::chrono::milliseconds{kHousekeeping}); });
  }

  asio::steady_timer timer_;
  asio::thread_pool& workers_;
  const mfa::Auth& auth_;
};

/// Ends the server once what is under way is answered, or patience ends.
class Drain {
 public:
  Drain(asio::io_context& io, server::HttpServer& http) : io_{io}, timer_{io}, http_{http} {}

  void begin() {
    http_.drain();
    end_ = std::chrono::steady_clock::now() + kDrainLimit;
    check();
  }

 private:
  void check() {
    if (http_.underWay() == 0 || std::chrono::steady_clock::now() >= end_) return io_.stop();
    timer_.expires_after(kDrainCheck);
    timer_.async_wait([this](boost::system::error_code error) {
      if (!error) check();
    });
  }

  asio::io_context& io_;
  asio::steady_timer timer_;
  server::HttpServer& http_;
  std::chrono::steady_clock::time_point end_{};
};

// Session and key material is in this process: no core dump and no debugger of the same user gets at it, and
// files are made for nobody else.
void hardenProcess() {
  ::umask(077);
  ::prctl(PR_SET_DUMPABLE, 0);
  // One arena per thread would hold megabytes for threads that mostly wait.
  ::mallopt(M_ARENA_MAX, 2);
}

// Behind a proxy, all connections come from its address.
server::HttpLimits limitsOf(const server::Options& options) {
  server::HttpLimits limits;
  if (!options.trustedProxies.empty()) limits.connectionsPerAddress = limits.connections;
  return limits;
}

// Behind a proxy everybody is a client from this machine.
bool isForDeveloper(const server::Options& options) {
  return options.trustedProxies.empty() && server::isOfThisMachine(options.websiteDomain) &&
         server::isOfThisMachine(options.apiDomain);
}

void serve(const server::Options& options) {
  const unsigned cores = std::max(1u, std::thread::hardware_concurrency());
  const unsigned ioThreads = options.ioThreads != 0 ? options.ioThreads : cores;
  asio::io_context io{static_cast<int>(ioThreads)};
  asio::thread_pool workers{server::workerThreadsOf(options)};

  // The port must be known before `Auth` is configured, and nothing may be accepted before `Auth` is there:
  // the handler comes last.
  const asio::ip::tcp::endpoint endpoint{asio::ip::make_address(options.host), options.port};
  const auto storage = server::openStorage(options.storage);
  const auto outbox = std::make_shared<mfa::MemoryOutbox>(100);
  asio::ip::tcp::acceptor acceptor{io, endpoint};
  const auto port = acceptor.local_endpoint().port();
  const mfa::Auth auth{server::configOf(options, port, storage, outbox)};
  const auto folder = options.webFolder.empty() ? std::string{MFA_SERVER_WEB_FOLDER} : options.webFolder;
  const server::App app{auth, server::StaticFiles{folder}, isForDeveloper(options) ? outbox : nullptr};
  server::HttpServer http{io, workers, app, limitsOf(options), std::move(acceptor)};
  Housekeeper housekeeper{io, workers, auth};
  Drain drain{io, http};
  asio::signal_set signals{io, SIGINT, SIGTERM};
  signals.async_wait([&drain](boost::system::error_code error, int) {
    if (!error) drain.begin();
  });

  http.start();
  housekeeper.schedule(kHousekeeping);
  std::cout << "mfa-server listens on " << options.host << ':' << port << "; open "
            << auth.appInfo().websiteDomain << std::endl;
  std::vector<std::jthread> threads;
  for (unsigned i = 1; i < ioThreads; ++i) threads.emplace_back([&io] { io.run(); });
  io.run();
  threads.clear();
  workers.join();
}

}  // namespace

int main(int argc, char** argv) {
  try {
    hardenProcess();
    const auto options = server::parseOptions(argc, argv);
    if (options.help) {
      std::cout << server::usage();
      return 0;
    }
    serve(options);
    return 0;
  } catch (const server::UsageError& error) {
    std::cerr << "mfa-server: " << error.what() << '\n';
    return 2;
  } catch (const std::exception& error) {
    std::cerr << "mfa-server: " << error.what() << '\n';
    return 1;
  }
}
