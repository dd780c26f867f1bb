// Vulnerabilities of others, tried on the bundled server: one gate for all routes, and requests whose end two
// parsers see in two places.
#include <algorithm>
#include <catch2/catch.hpp>
#include <functional>

#include "app.hpp"
#include "auth_setup.hpp"
#include "framing_gate.hpp"

namespace {

using namespace mfa;

constexpr const char* kAda = "ada@example.com";
constexpr const char* kPassword = "correct horse 1";
constexpr const char* kPhoneNumber = "+12015550123";
constexpr const char* kOrigin = "http://localhost:3567";

/// The bundled server without its sockets, and one client of it in header mode.
class Client {
 public:
  struct Answer {
    int status = 0;
    json::object body{};
  };

  Answer send(const std::string& method, const std::string& path, const json::object& body = {}) {
    namespace http = boost::beast::http;
    BeastMessage message{http::string_to_verb(method), path, 11};
    message.set("host", "localhost:3567");
    message.set("origin", kOrigin);
    message.set("st-auth-mode", "header");
    message.set("rid", "anti-csrf");
    message.set("content-type", "application/json");
    const auto& token = path.ends_with("/session/refresh") ? refreshToken_ : accessToken_;
    if (!token.empty()) message.set("authorization", "Bearer " + token);
    if (method != "GET") message.body() = json::serialize(body);
    BeastAnswer answer{http::status::ok, 11};
    app_.answer(message, answer, "127.0.0.1");
    take(answer);
    const auto read = json::parse(answer.body());
    return {static_cast<int>(answer.result_int()), read.as_object()};
  }

  void post(const std::string& path, const json::object& body = {}) {
    REQUIRE(send("POST", path, body).status == 200);
  }

  void passwordAt(const std::string& route) {
    post(route, {{"formFields", json::array{{{"id", "email"}, {"value", kAda}},
                                            {{"id", "password"}, {"value", kPassword}}}}});
  }

  void completeByCode() {
    const auto asked = send("POST", "/auth/signinup/code", {{"phoneNumber", kPhoneNumber}});
    REQUIRE(asked.body.at("status") == "OK");
    const auto consumed = send("POST", "/auth/signinup/code/consume",
                               {{"deviceId", asked.body.at("deviceId")},
                                {"preAuthSessionId", asked.body.at("preAuthSessionId")},
                                {"userInputCode", outbox_->last(kPhoneNumber)->userInputCode.value()}});
    REQUIRE(consumed.body.at("status") == "OK");
  }

  /// A session of somebody who came from a provider: the server itself serves none.
  void thirdParty() {
    const auto done = auth_.thirdPartyEmailPassword().thirdPartySignInUp(
        {.thirdPartyId = "google", .thirdPartyUserId = "g", .email = kAda, .isVerified = true});
    const auto session = auth_.session().createNewSessionWithoutRequestResponse(
        kPublicTenant, ok(done)->recipeUserId, {}, json::object{}, false, UserContext{});
    accessToken_ = session->getAccessToken();
    refreshToken_ = session->getAllSessionTokensDangerously().refreshToken.value();
  }

 private:
  void take(const BeastAnswer& answer) {
    const auto access = answer.find("st-access-token");
    if (access != answer.end()) accessToken_ = std::string{access->value()};
    const auto refresh = answer.find("st-refresh-token");
    if (refresh != answer.end()) refreshToken_ = std::string{refresh->value()};
  }

  std::shared_ptr<MemoryOutbox> outbox_ = std::make_shared<MemoryOutbox>();
  Auth auth_{configuration()};
  server::App app_{auth_, server::StaticFiles{""}, outbox_};
  std::string accessToken_{};
  std::string refreshToken_{};

  Config configuration() {
    auto config = server::configOf({}, 3567, sqlite::open(":memory:"), outbox_);
    config.outbox = outbox_;  // not the console too
    return config;
  }
};

struct FirstFactor {
  const char* name;
  std::function<void(Client&)> pass;
};

/// Every way in which this server takes one factor, and what keeps such a session going.
std::vector<FirstFactor> firstFactors() {
  const auto enrolled = [](Client& client) {
    client.passwordAt("/auth/signup");
    client.completeByCode();
    client.passwordAt("/auth/signin");
  };
  return {{"sign-up", [](Client& client) { client.passwordAt("/auth/signup"); }},
          {"sign-in",
           [](Client& client) {
             client.passwordAt("/auth/signup");
             client.passwordAt("/auth/signin");
           }},
          {"sign-in of an enrolled user", enrolled},
          {"refresh of an enrolled user's half session",
           [enrolled](Client& client) {
             enrolled(client);
             client.post("/auth/session/refresh");
           }},
          {"a third party", [](Client& client) { client.thirdParty(); }}};
}

/// What half a session is for.
bool isForHalfSessions(const std::string& path) { return path == "/api/session"; }

bool isNeeded(const json::object& body) {
  const auto* errors = body.if_contains("claimValidationErrors");
  return errors != nullptr && errors->as_array().front().at("id") == "2fa-completed";
}

int framingOf(const std::string& header) {
  const auto result = server::checkFraming(header);
  const auto* refused = std::get_if<server::Refused>(&result);
  return refused == nullptr ? 200 : refused->status;
}

std::string posting(const std::string& fields) {
  return "POST /auth/signin HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n";
}

}  // namespace

TEST_CASE("vuln_CVE-2026-33315: no route of the server takes one factor for two", "[attacks][vuln]") {
  const auto paths = server::App::apiPaths();
  REQUIRE(paths.size() >= 7);
  for (const auto& [name, pass] : firstFactors())
    for (const auto& [method, path] : paths) {
      if (isForHalfSessions(path)) continue;
      CAPTURE(name, method, path);
      Client client;
      pass(client);
      const auto answer = client.send(method, path);
      CHECK(answer.status == 403);
      CHECK(isNeeded(answer.body));
    }
}

TEST_CASE("vuln_CVE-2026-33315: every route of the server lets both factors in", "[attacks][vuln]") {
  for (const auto& [method, path] : server::App::apiPaths()) {
    CAPTURE(method, path);
    Client client;
    client.passwordAt("/auth/signup");
    client.completeByCode();
    const auto status = client.send(method, path).status;
    CHECK(status != 403);
    CHECK(status != 401);
    Client nobody;
    CHECK(nobody.send(method, path).status == 401);
  }
}

TEST_CASE("vuln_CVE-2025-46728: a chunked body is refused before any of it is read", "[attacks][vuln]") {
  CHECK(framingOf(posting("Transfer-Encoding: chunked\r\n")) == 411);
  CHECK(framingOf(posting("Content-Length: 65537\r\n")) == 413);
  CHECK(framingOf(posting("Content-Length: 65536\r\n")) == 200);
}

TEST_CASE("vuln_Beast-3096: framings that two parsers read differently are refused", "[attacks][vuln]") {
  for (const std::string fields :
       {"Transfer-Encoding: gzip\r\nContent-Length: 5\r\n", "Transfer-Encoding: xchunked\r\n",
        "Transfer-Encoding: chunked, identity\r\n", "Content-Length: 5, 5\r\n",
        "Content-Length: 5\r\nContent-Length: 5\r\n", "Content-Length:\r\n 5\r\n", "Host: b\r\n",
        "Content-Length: 5\nTransfer-Encoding: chunked\r\n", "Content-Length : 5\r\n"}) {
    CAPTURE(fields);
    CHECK(framingOf(posting(fields)) >= 400);
  }
  CHECK(framingOf("POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\n") == 400);  // no Host
  CHECK(framingOf("POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n") >= 400);
}

TEST_CASE("vuln_CVE-2025-55315: a bare line feed ends nothing", "[attacks][vuln]") {
  CHECK(framingOf("POST / HTTP/1.1\nHost: a\n\n") == 400);
  CHECK(framingOf(posting("X: a\nContent-Length: 5\r\n")) == 400);
  CHECK(framingOf(posting("X: a\rContent-Length: 5\r\n")) == 400);
  CHECK(framingOf(posting("Transfer-Encoding: chunked;a=\n\r\n")) >= 400);
}
