#include "benchmarks.hpp"
#include "support/http_client.hpp"
#include "support/server_process.hpp"

namespace bench {

using mfa::test::HttpClient;
using mfa::test::ServerProcess;

void weight(Report& report, const std::string& serverProgram, const std::string& folder) {
  const std::vector<std::string> arguments{"--storage", "sqlite:" + folder + "/weight.db"};
  { const ServerProcess first{serverProgram, arguments}; }  // makes the database
  const ServerProcess server{serverProgram, arguments};
  HttpClient client{server.port()};
  client.exchange("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n");
  report.note("mfa-server, ready on an existing database after",
              std::to_string(server.startedWithin().count()) + " ms");
  report.note("mfa-server, idle, anonymous memory", std::to_string(server.memoryKiB("Anonymous")) + " KiB");
  report.note("mfa-server, idle, resident", std::to_string(server.memoryKiB("Rss")) + " KiB");
}

}  // namespace bench
