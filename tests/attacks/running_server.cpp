// A stage in another process: requests travel over TCP to a mfa-server, and messages are read from its
// outbox file: behind a proxy there is no outbox page.
#include <fstream>
#include <stdexcept>

#include "attacks/stage.hpp"
#include "support/http_client.hpp"
#include "support/server_process.hpp"
#include "support/temporary_directory.hpp"

namespace mfa::test {
namespace {

std::string textOf(const FakeRequest& request) {
  std::string text = request.methodText + ' ' + request.targetText + " HTTP/1.1\r\nHost: localhost\r\n";
  // Each person has an address: the server trusts this one as a proxy.
  text += "X-Forwarded-For: " + request.peer + "\r\nConnection: close\r\n";
  for (const auto& [name, value] : request.headerList) text += name + ": " + value + "\r\n";
  if (request.methodText != "GET")
    text += "Content-Length: " + std::to_string(request.bodyText.size()) + "\r\n";
  return text + "\r\n" + request.bodyText;
}

void takeHeader(FakeResponse& response, std::string_view line) {
  const auto colon = line.find(": ");
  if (colon == std::string_view::npos) throw std::runtime_error{"a header without a colon"};
  const auto name = http::lower(line.substr(0, colon));
  const std::string value{line.substr(colon + 2)};
  if (name == "set-cookie")
    response.cookieList.push_back(value);
  else
    response.headerMap[name] = value;
}

FakeResponse responseOf(std::string_view text) {
  FakeResponse response;
  const auto end = text.find("\r\n\r\n");
  if (end == std::string_view::npos) throw std::runtime_error{"an answer without an end of its headers"};
  response.status = std::stoi(std::string{text.substr(text.find(' ') + 1, 3)});
  response.body = text.substr(end + 4);
  auto head = text.substr(0, end);
  while (true) {
    const auto next = head.find("\r\n");
    if (next == std::string_view::npos) return response;
    head.remove_prefix(next + 2);
    takeHeader(response, head.substr(0, head.find("\r\n")));
  }
}

class OverTcp final : public Site {
 public:
  explicit OverTcp(unsigned short port) : port_{port} {}

  FakeResponse answerTo(const FakeRequest& request) override {
    HttpClient client{port_};  // one connection each: attacks run side by side
    return responseOf(client.exchange(textOf(request)));
  }

 private:
  unsigned short port_;
};

const std::string& outboxFile() {
  static const testing::TemporaryDirectory directory;
  static const std::string path = directory.file("outbox.jsonl");
  return path;
}

const ServerProcess& server() {
  static const ServerProcess running{
      MFA_SERVER_PROGRAM,
      {"--storage", "sqlite::memory:", "--trusted-proxy", "127.0.0.1/32", "--outbox", outboxFile()}};
  return running;
}

class StageOverHttp final : public Stage {
 public:
  using Stage::browser;
  [[nodiscard]] Browser browser(Transfer transfer) override {
    static int people = 0;
    Browser made{site_, clock_, "http://localhost:" + std::to_string(server().port()), transfer};
    made.peer = "203.0.113." + std::to_string(++people % 250 + 1);
    return made;
  }

  [[nodiscard]] std::vector<OutboxMessage> messages() override {
    std::ifstream outbox{outboxFile()};
    std::vector<OutboxMessage> sent;
    for (std::string line; std::getline(outbox, line);) {
      const auto fields = json::parse(line).as_object();
      sent.push_back({.to = std::string{fields.at("to").as_string()}});
      if (const auto* code = fields.at("userInputCode").if_string())
        sent.back().userInputCode = std::string{*code};
    }
    return sent;
  }

  [[nodiscard]] Identity whoIs(Browser& browser) override {
    const auto answer = browser.open("/api/session");
    return {std::string{answer.body.at("userId").as_string()},
            std::string{answer.body.at("sessionHandle").as_string()}};
  }

  void pass(std::chrono::milliseconds) override {}

  bool changePassword(Browser& browser, const std::string& newPassword) override {
    return browser.open("/api/password", {{"currentPassword", kPassword}, {"newPassword", newPassword}})
               .outcome() == "OK";
  }

  [[nodiscard]] GuideServer& inside() override { throw std::logic_error{"the server is another process"}; }

 private:
  std::shared_ptr<OverTcp> site_ = std::make_shared<OverTcp>(server().port());
  std::shared_ptr<const Clock> clock_ = systemClock();
};

}  // namespace

std::unique_ptr<Stage> stageOverHttp() { return std::make_unique<StageOverHttp>(); }

}  // namespace mfa::test
