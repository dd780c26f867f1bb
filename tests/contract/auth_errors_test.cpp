#include <stdexcept>

#include "support/made_up_recipe.hpp"

using namespace mfa;
using namespace std::chrono_literals;
using test::FakeRequest;
using test::FakeResponse;

namespace {

/// An `Auth` whose only route runs `work`, having given out tokens before.
class Failing {
 public:
  explicit Failing(std::function<void(const RouteCall&)> work)
      : auth_{configFor([work = std::move(work)](const RouteCall& call) {
          call.res.setCookies({"host=1; Path=/", "sAccessToken=secret; Path=/"});
          for (const auto* header : {"front-token", "st-access-token", "st-refresh-token", "anti-csrf"})
            call.res.setHeader(header, "secret");
          work(call);
        })} {}

  FakeResponse answer() {
    FakeResponse response;
    response.cookieList = {"host=1; Path=/"};
    CHECK(auth_.handle(FakeRequest{"POST", "/auth/fail"}, response));
    return response;
  }

  [[nodiscard]] const Auth& auth() const { return auth_; }
  [[nodiscard]] const std::vector<Event>& events() const { return *events_; }

 private:
  Config configFor(std::function<void(RouteCall)> handler) {
    auto config = test::plainConfig({test::madeUp("r", {Route{"POST", "/fail", std::move(handler)}})});
    config.onEvent = [events = events_](const Event& event) { events->push_back(event); };
    return config;
  }

  std::shared_ptr<std::vector<Event>> events_ = std::make_shared<std::vector<Event>>();
  Auth auth_;
};

template <class Failure>
FakeResponse answerTo(const Failure& failure) {
  return Failing{[failure](const RouteCall&) { throw failure; }}.answer();
}

json::object body(const FakeResponse& response) { return json::parse(response.body).as_object(); }

}  // namespace

TEST_CASE("bad input is answered with 400 and the reason", "[contract][errors]") {
  const auto response = answerTo(BadInputError{"deviceId must be a string"});
  CHECK(response.status == 400);
  CHECK(body(response) == json::object{{"message", "deviceId must be a string"}});
}

TEST_CASE("a general error is answered with 200 and its message", "[contract][errors]") {
  const auto response = answerTo(GeneralErrorException{"not today"});
  CHECK(response.status == 200);
  CHECK(body(response) == json::object{{"status", "GENERAL_ERROR"}, {"message", "not today"}});
}

TEST_CASE("overload is answered with 503 and the wait", "[contract][errors]") {
  const auto response = answerTo(OverloadedError{"hash queue full", 7s});
  CHECK(response.status == 503);
  CHECK(response.header("retry-after") == "7");
  CHECK(answerTo(OverloadedError{"hash queue full", 0s}).header("retry-after") == "1");
}

TEST_CASE("a failing database is answered with 503 and none of its words", "[contract][errors]") {
  const auto response =
      answerTo(StorageError{StorageError::Retry::Yes, "SQLITE_BUSY", "ada@acme.example is locked"});
  CHECK(response.status == 503);
  CHECK(response.header("retry-after") == "1");
  CHECK(response.body.find("ada@") == std::string::npos);
  CHECK(response.body.find("SQLITE") == std::string::npos);
  CHECK(answerTo(StorageError{StorageError::Retry::No, "SQLITE_FULL", {}}).header("retry-after") == "5");
}

TEST_CASE("a message that cannot be sent is a general error without the provider's words",
          "[contract][errors]") {
  const auto response = answerTo(DeliveryError{"smtp failed", "550 ada@acme.example unknown"});
  CHECK(response.status == 200);
  CHECK(body(response).at("status") == "GENERAL_ERROR");
  CHECK(response.body.find("550") == std::string::npos);
}

TEST_CASE("another fault of the library is answered with 500 and an id alone", "[contract][errors]") {
  Failing failing{[](const RouteCall&) { throw Error{"no randomness", "secret detail"}; }};
  const auto response = failing.answer();
  CHECK(response.status == 500);
  REQUIRE(failing.events().size() == 1);
  CHECK(body(response) ==
        json::object{{"message", "internal error"}, {"requestId", failing.events()[0].requestId}});
}

TEST_CASE("what is answered with 5xx is told to the operator", "[contract][errors]") {
  Failing failing{[](const RouteCall&) {
    throw StorageError{StorageError::Retry::No, "SQLITE_FULL", "detail with user data"};
  }};
  (void)failing.answer();
  REQUIRE(failing.events().size() == 1);
  CHECK(failing.events()[0].type == EventType::RequestFailed);
  CHECK(failing.events()[0].reason == "storage failed with SQLITE_FULL");
  CHECK(failing.events()[0].clientAddress == "203.0.113.7");
}

TEST_CASE("a session error without the session recipe is answered with 401", "[contract][errors]") {
  const auto response = answerTo(UnauthorisedError{UnauthorisedError::Tokens::Keep});
  CHECK(response.status == 401);
  CHECK(body(response) == json::object{{"message", "unauthorised"}});
}

TEST_CASE("a route that fails takes back the tokens it gave out", "[contract][errors]") {
  const auto response = answerTo(GeneralErrorException{"an override refused"});
  CHECK(response.cookieList == std::vector<std::string>{"host=1; Path=/"});
  for (const auto* header : {"front-token", "st-access-token", "st-refresh-token", "anti-csrf"})
    CHECK_FALSE(response.header(header));
}

TEST_CASE("an exception of the host comes through and leaves no token", "[contract][errors]") {
  Failing failing{[](const RouteCall&) { throw std::runtime_error{"the host's own"}; }};
  FakeResponse response;
  CHECK_THROWS_WITH(failing.auth().handle(FakeRequest{"POST", "/auth/fail"}, response), "the host's own");
  CHECK(response.cookieList.empty());
  CHECK_FALSE(response.header("st-access-token"));
  CHECK(response.status == 0);
}

TEST_CASE("handleError leaves foreign exceptions and the response alone", "[contract][errors]") {
  const Auth auth{test::plainConfig({})};
  FakeResponse response;
  CHECK_FALSE(auth.handleError(FakeRequest{}, response, std::make_exception_ptr(std::runtime_error{"x"})));
  CHECK_FALSE(auth.handleError(FakeRequest{}, response, std::make_exception_ptr(42)));
  CHECK(response.isUntouched());
  CHECK(auth.handleError(FakeRequest{}, response, std::make_exception_ptr(BadInputError{"x"})));
  CHECK(response.status == 400);
}

TEST_CASE("no answer of the library is stored or sniffed", "[contract][errors]") {
  const Auth auth{test::plainConfig({test::madeUp("r", {test::namedRoute("POST", "/x", "x")})})};
  FakeResponse response;
  response.headerMap["vary"] = "Accept-Encoding";
  REQUIRE(auth.handle(FakeRequest{"POST", "/auth/x"}, response));
  CHECK(response.header("cache-control") == "no-store");
  CHECK(response.header("x-content-type-options") == "nosniff");
  CHECK(response.header("vary") == "Accept-Encoding, Origin");
  const auto refused = answerTo(BadInputError{"x"});
  CHECK(refused.header("cache-control") == "no-store");
  CHECK(refused.header("x-content-type-options") == "nosniff");
}

TEST_CASE("the context of a request knows the request and its Auth", "[contract][errors]") {
  const Auth* auth = nullptr;
  const Request* seen = nullptr;
  const Auth made{test::plainConfig({test::madeUp("r", {Route{"POST", "/x", [&](const RouteCall& call) {
                                                                auth = &call.userContext.auth();
                                                                seen = call.userContext.request();
                                                                sendJson(call.res, {});
                                                              }}})})};
  const FakeRequest request{"POST", "/auth/x"};
  FakeResponse response;
  REQUIRE(made.handle(request, response));
  CHECK(auth == &made);
  CHECK(seen == &request);
  UserContext own;
  own.set("key", 7);
  REQUIRE(made.handle(request, response, own));
  CHECK(own.request() == &request);
}

TEST_CASE("a context of another Auth is refused", "[contract][errors]") {
  const Auth one{test::plainConfig({test::madeUp("r", {test::namedRoute("POST", "/x", "x")})})};
  const Auth other{test::plainConfig({})};
  FakeResponse response;
  CHECK_THROWS_AS(one.handle(FakeRequest{"POST", "/auth/x"}, response, UserContext{other}), Error);
}
