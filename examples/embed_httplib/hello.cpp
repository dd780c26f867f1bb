// The program of README.md: a web server with sign-up, sign-in and one page for those who are signed in.
// [hello]
#include <httplib.h>

#include <iostream>
#include <mfa/adapters/httplib.hpp>
#include <mfa/mfa.hpp>

int main() {
  const mfa::Auth auth{{
      .appInfo = {.appName = "Hello", .apiDomain = "localhost:8080", .websiteDomain = "localhost:8080"},
      .storage = mfa::sqlite::open("hello.db"),
      .recipeList = {mfa::EmailPassword::init(), mfa::Session::init()},
  }};
  httplib::Server server;
  mfa::mount(server, auth);  // POST /auth/signup, /auth/signin, /auth/signout, …
  server.Get("/hello", [&auth](const httplib::Request& message, httplib::Response& answer) {
    const mfa::HttplibRequest req{message};
    mfa::HttplibResponse res{answer};
    try {
      const auto session = auth.session().getSession(req, res);
      answer.set_content("Hello, " + session->getUserId() + "\n", "text/plain");
    } catch (const mfa::Error&) {
      if (!auth.handleError(req, res, std::current_exception())) throw;
    }
  });
  server.set_tcp_nodelay(true);
  std::cout << "GET http://localhost:8080/hello" << std::endl;
  return server.listen("localhost", 8080) ? 0 : 1;
}
// [hello]
