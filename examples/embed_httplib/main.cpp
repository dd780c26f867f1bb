// A small server that keeps each user's notes, as someone might have written it before it had users:
// cpp-httplib, three routes, a map. The library is mounted in `main` (between the markers) and asked for the
// user in `userOf`.
//
//   embed_httplib [PORT] [DATABASE]
//
// Sign up and write a note with curl (without `st-auth-mode: cookie`, tokens travel in headers):
//   curl -si localhost:8080/auth/signup -H 'content-type: application/json' -d '{"formFields":[
//     {"id":"email","value":"ada@example.com"},{"id":"password","value":"correct horse 7"}]}'
//   curl -s localhost:8080/notes -H "authorization: Bearer $st_access_token" -d 'buy milk'
#include <httplib.h>

#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <exception>
#include <functional>
#include <iostream>
#include <map>
#include <mfa/adapters/httplib.hpp>
#include <mfa/mfa.hpp>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace {

/// The notes of all users. Any thread.
class Notes {
 public:
  void add(const std::string& userId, std::string note) {
    const std::lock_guard lock{mutex_};
    notes_[userId].push_back(std::move(note));
  }

  [[nodiscard]] std::vector<std::string> of(const std::string& userId) const {
    const std::lock_guard lock{mutex_};
    const auto found = notes_.find(userId);
    return found == notes_.end() ? std::vector<std::string>{} : found->second;
  }

 private:
  mutable std::mutex mutex_{};
  std::map<std::string, std::vector<std::string>> notes_{};
};

using UserRoute = std::function<void(const std::string& userId, const httplib::Request&, httplib::Response&)>;

// [protect]
/// Lets only requests with a session through to `route`; the others get the answer that front ends
/// understand.
httplib::Server::Handler forUsers(const mfa::Auth& auth, UserRoute route) {
  return [&auth, route = std::move(route)](const httplib::Request& message, httplib::Response& answer) {
    const mfa::HttplibRequest req{message};
    mfa::HttplibResponse res{answer};
    const auto origin = req.header("origin");
    if (message.method != "GET" && origin && !auth.isAllowedOrigin(*origin, req)) {
      answer.status = 403;  // another page, with the cookies of this one
      return;
    }
    try {
      route(auth.session().getSession(req, res)->getUserId(), message, answer);
    } catch (...) {
      const auto failure = std::current_exception();
      if (!auth.handleError(req, res, failure)) std::rethrow_exception(failure);
    }
  };
}
// [protect]

// [cors]
/// Lets the website's pages call from another origin, with their cookies, and no other page.
void allowWebsite(httplib::Server& server, const mfa::Auth& auth) {
  std::string headers = "content-type";
  for (const auto& name : auth.getAllCORSHeaders()) headers += ", " + name;
  server.Options(".*", [headers](const httplib::Request&, httplib::Response& answer) {
    answer.status = 204;
    answer.set_header("Access-Control-Allow-Headers", headers);
    answer.set_header("Access-Control-Allow-Methods", "GET, POST, PUT, DELETE");
  });
  server.set_post_routing_handler([&auth](const httplib::Request& message, httplib::Response& answer) {
    const auto origin = message.get_header_value("Origin");
    if (!auth.isAllowedOrigin(origin, mfa::HttplibRequest{message})) return;
    answer.set_header("Access-Control-Allow-Origin", origin);
    answer.set_header("Access-Control-Allow-Credentials", "true");
    if (!answer.has_header("Vary")) answer.set_header("Vary", "Origin");
  });
}
// [cors]

// [housekeep]
/// Once a minute, until asked to stop: expired rows go, and signing keys rotate on time.
void keepHouse(const mfa::Auth& auth, const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any stopped;
  std::unique_lock lock{mutex};
  while (!stop.stop_requested()) {
    try {
      while (auth.housekeep() && !stop.stop_requested()) continue;
    } catch (const mfa::Error& error) {
      // The database failed; a minute later it may not.
      std::cerr << "housekeeping: " << error.what() << '\n';
    }
    stopped.wait_for(lock, stop, std::chrono::minutes{1}, [] { return false; });
  }
}
// [housekeep]

void addNoteRoutes(httplib::Server& server, const mfa::Auth& auth, Notes& notes) {
  server.Post("/notes", forUsers(auth, [&notes](const auto& userId, const auto& message, auto& answer) {
                notes.add(userId, message.body);
                answer.set_content("noted\n", "text/plain");
              }));
  server.Get("/notes", forUsers(auth, [&notes](const auto& userId, const auto&, auto& answer) {
               std::string text;
               for (const auto& note : notes.of(userId)) text += note + '\n';
               answer.set_content(text, "text/plain");
             }));
  server.Get(
      "/", [](const auto&, auto& answer) { answer.set_content("POST /notes, GET /notes\n", "text/plain"); });
}

}  // namespace

int main(int argc, char** argv) {
  try {
    const int port = argc > 1 ? std::atoi(argv[1]) : 8080;
    const auto here = "http://localhost:" + std::to_string(port);
    // [mount]
    const mfa::Auth auth{{
        .appInfo = {.appName = "Notes", .apiDomain = here, .websiteDomain = here},
        .storage = mfa::sqlite::open(argc > 2 ? argv[2] : "notes.db"),
        // Who waits for a hash holds a thread: six of eight at most.
        .recipeList = {mfa::EmailPassword::init({.passwordHashing = {.atOnce = 2, .waiting = 4}}),
                       mfa::Session::init()},
    }};
    httplib::Server server;
    mfa::mount(server, auth);
    // [mount]
    allowWebsite(server, auth);
    Notes notes;
    addNoteRoutes(server, auth, notes);
    // Otherwise cpp-httplib sends the text of what a route threw to the client.
    server.set_exception_handler(
        [](const auto&, auto& answer, const std::exception_ptr&) { answer.status = 500; });
    const std::jthread housekeeper{[&auth](const std::stop_token& stop) { keepHouse(auth, stop); }};
    // Without it, small answers on a kept connection wait for the client's delayed acknowledgement: 40 ms
    // each.
    server.set_tcp_nodelay(true);
    std::cout << "listening on " << here << std::endl;
    return server.listen("127.0.0.1", port) ? 0 : 1;
  } catch (const std::exception& error) {
    std::cerr << "embed_httplib: " << error.what() << '\n';
    return 1;
  }
}
