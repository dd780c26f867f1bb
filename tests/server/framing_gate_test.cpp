#include "framing_gate.hpp"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

namespace {

using server::checkFraming;
using server::Framed;
using server::Refused;

std::string request(const std::string& fields) {
  return "POST /auth/signin HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n";
}

int statusOf(const std::string& header) {
  const auto result = checkFraming(header);
  const auto* refused = std::get_if<Refused>(&result);
  return refused == nullptr ? 200 : refused->status;
}

}  // namespace

TEST_CASE("a request with one Content-Length is framed by it", "[server][framing]") {
  const auto result = checkFraming(request("Content-Length: 12\r\n"));
  REQUIRE(std::holds_alternative<Framed>(result));
  CHECK(std::get<Framed>(result).bodyBytes == 12);
}

TEST_CASE("a request without Content-Length has no body", "[server][framing]") {
  const auto result = checkFraming(request(""));
  REQUIRE(std::holds_alternative<Framed>(result));
  CHECK(std::get<Framed>(result).bodyBytes == 0);
}

TEST_CASE("every Transfer-Encoding is refused with 411 whatever it says", "[server][framing]") {
  const std::vector<std::string> fields{
      "Transfer-Encoding: chunked\r\n",  "Transfer-Encoding: gzip\r\nContent-Length: 5\r\n",
      "transfer-encoding: xchunked\r\n", "TRANSFER-ENCODING: chunked, identity\r\n",
      "Transfer-Encoding:\r\n",          "Content-Length: 5\r\nTransfer-Encoding: identity\r\n"};
  for (const auto& field : fields) {
    CAPTURE(field);
    CHECK(statusOf(request(field)) == 411);
  }
}

TEST_CASE("a Content-Length that two parsers may read differently is refused", "[server][framing]") {
  const std::vector<std::string> values{"5, 5", "+5",   "-5",    "0x5",         "5 5",
                                        "",     "5\t5", "05abc", "99999999999", "５"};
  for (const auto& value : values) {
    CAPTURE(value);
    CHECK(statusOf(request("Content-Length: " + value + "\r\n")) == 400);
  }
  CHECK(statusOf(request("Content-Length: 5\r\nContent-Length: 5\r\n")) == 400);
  CHECK(statusOf(request("Content-Length: 65537\r\n")) == 413);
  CHECK(statusOf(request("Content-Length: 65536\r\n")) == 200);
}

TEST_CASE("a folded line is refused and so are a bare line end and a NUL", "[server][framing]") {
  CHECK(statusOf(request("Content-Length: 1\r\n 0\r\n")) == 400);
  CHECK(statusOf(request("A: b\r\n\tc\r\n")) == 400);
  CHECK(statusOf(request("A: b\nC: d\r\n")) == 400);
  CHECK(statusOf(request("A: b\rC: d\r\n")) == 400);
  CHECK(statusOf(request(std::string{"A: b\0c\r\n", 8})) == 400);
  CHECK(statusOf(request("A : b\r\n")) == 400);
  CHECK(statusOf(request(": b\r\n")) == 400);
  CHECK(statusOf(request("A\r\n")) == 400);
  CHECK(statusOf(request("Content\x80-Length: 5\r\n")) == 400);
}

TEST_CASE("a request has exactly one Host", "[server][framing]") {
  CHECK(statusOf("GET / HTTP/1.1\r\n\r\n") == 400);
  CHECK(statusOf("GET / HTTP/1.0\r\n\r\n") == 400);
  CHECK(statusOf("GET / HTTP/1.1\r\nHost: a\r\nhost: b\r\n\r\n") == 400);
  CHECK(statusOf("GET / HTTP/1.1\r\nHost:\r\n\r\n") == 400);
  CHECK(statusOf("GET / HTTP/1.1\r\nHost: a\r\n\r\n") == 200);
}

TEST_CASE("a request line has a known method and a path", "[server][framing]") {
  const auto status = [](const std::string& line) { return statusOf(line + "\r\nHost: a\r\n\r\n"); };
  CHECK(status("TRACE / HTTP/1.1") == 405);
  CHECK(status("CONNECT a:443 HTTP/1.1") == 405);
  CHECK(status("get / HTTP/1.1") == 405);
  CHECK(status("GET http://a/ HTTP/1.1") == 400);
  CHECK(status("GET / x HTTP/1.1") == 400);
  CHECK(status("GET /\x01 HTTP/1.1") == 400);
  CHECK(status("GET  / HTTP/1.1") == 400);
  CHECK(status("GET / HTTP/2.0") == 505);
  CHECK(status("GET /") == 400);
  CHECK(status("OPTIONS * HTTP/1.1") == 200);
}

TEST_CASE("too large a header and too many fields are refused with 431", "[server][framing]") {
  CHECK(statusOf(request("A: " + std::string(server::kMaxHeaderBytes, 'x') + "\r\n")) == 431);
  std::string fields;
  for (int i = 0; i < 100; ++i) fields += "A: b\r\n";
  CHECK(statusOf(request(fields)) == 431);
}

TEST_CASE("a compressed body and an expectation are refused by name", "[server][framing]") {
  CHECK(statusOf(request("Content-Encoding: gzip\r\nContent-Length: 5\r\n")) == 415);
  CHECK(statusOf(request("Expect: 100-continue\r\nContent-Length: 5\r\n")) == 417);
}
