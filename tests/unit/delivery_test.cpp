#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <thread>

#include "delivery/lifetime_in_words.hpp"
#include "delivery/senders.hpp"
#include "mfa/delivery.hpp"
#include "mfa/delivery/outbox.hpp"
#include "mfa/errors.hpp"
#include "mfa/testing/fake_clock.hpp"

namespace mfa {
namespace {

using namespace std::chrono_literals;

const OutboxMessage kCode{.channel = "sms",
                          .type = "PASSWORDLESS_LOGIN",
                          .to = "+12015550123",
                          .userInputCode = "123456",
                          .time = fromUnixMillis(1'893'499'200'000)};

PasswordlessLogin loginWithCode() {
  return {.to = "+12015550123",
          .userInputCode = "123456",
          .codeLifetime = 5min,
          .preAuthSessionId = "id",
          .tenantId = "public",
          .appName = "Acme"};
}

class TemporaryFolder {
 public:
  TemporaryFolder() {
    auto pattern = (std::filesystem::temp_directory_path() / "mfa-outbox-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error{"no temporary folder"};
    path_ = pattern;
  }
  ~TemporaryFolder() { std::filesystem::remove_all(path_); }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  [[nodiscard]] std::string file(const std::string& name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

std::vector<std::string> linesOf(const std::string& path) {
  std::ifstream file{path};
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  return lines;
}

mode_t modeOf(const std::string& path) {
  struct stat found {};
  REQUIRE(::stat(path.c_str(), &found) == 0);
  return found.st_mode & 0777;
}

class CountingSender final : public SmsSender {
 public:
  void sendSms(const PasswordlessLogin& message) override { texts.push_back(messageText(message)); }
  std::vector<std::string> texts{};
};

}  // namespace

TEST_CASE("a message of the outbox is one JSON object with null for what it does not have",
          "[unit][delivery]") {
  CHECK(toJson(kCode) == json::parse(R"({"channel":"sms","type":"PASSWORDLESS_LOGIN","to":"+12015550123",
        "userInputCode":"123456","urlWithLinkCode":null,"time":1893499200000})"));
}

TEST_CASE("the file outbox appends a JSON line per message", "[unit][delivery]") {
  const TemporaryFolder folder;
  const auto path = folder.file("outbox.jsonl");
  fileOutbox(path)->add(kCode);
  fileOutbox(path)->add(kCode);
  const auto lines = linesOf(path);
  REQUIRE(lines.size() == 2);
  CHECK(json::parse(lines.front()) == json::value(toJson(kCode)));
}

TEST_CASE("the file outbox is readable by its owner alone even if the file was there before",
          "[unit][delivery]") {
  const TemporaryFolder folder;
  const auto path = folder.file("outbox.jsonl");
  std::ofstream{path} << "";
  REQUIRE(::chmod(path.c_str(), 0644) == 0);
  fileOutbox(path)->add(kCode);
  CHECK(modeOf(path) == 0600);
  fileOutbox(folder.file("new.jsonl"))->add(kCode);
  CHECK(modeOf(folder.file("new.jsonl")) == 0600);
}

TEST_CASE("a file outbox that cannot be opened says so at once", "[unit][delivery]") {
  const TemporaryFolder folder;
  CHECK_THROWS_AS(fileOutbox(folder.file("missing/outbox.jsonl")), DeliveryError);
}

TEST_CASE("lines of messages that are added at the same time do not mix", "[unit][delivery][races]") {
  const TemporaryFolder folder;
  const auto path = folder.file("outbox.jsonl");
  const auto outbox = fileOutbox(path);
  std::vector<std::thread> senders;
  for (int i = 0; i < 8; ++i)
    senders.emplace_back([&outbox] {
      for (int n = 0; n < 100; ++n) outbox->add(kCode);
    });
  for (auto& sender : senders) sender.join();
  const auto lines = linesOf(path);
  CHECK(lines.size() == 800);
  for (const auto& line : lines) REQUIRE(line == json::serialize(toJson(kCode)));
}

TEST_CASE("the memory outbox keeps the newest messages", "[unit][delivery]") {
  MemoryOutbox outbox{2};
  for (const auto* code : {"1", "2", "3"}) {
    auto message = kCode;
    message.userInputCode = code;
    outbox.add(message);
  }
  REQUIRE(outbox.messages().size() == 2);
  CHECK(outbox.messages().front().userInputCode == "2");
  CHECK(outbox.last("+12015550123")->userInputCode == "3");
  CHECK_FALSE(outbox.last("+12015550124").has_value());
}

TEST_CASE("several outboxes get each message", "[unit][delivery]") {
  const auto first = std::make_shared<MemoryOutbox>();
  const auto second = std::make_shared<MemoryOutbox>();
  outboxes({first, nullptr, second})->add(kCode);
  CHECK(first->messages().size() == 1);
  CHECK(second->messages().size() == 1);
}

TEST_CASE("a channel without a sender fills the outbox", "[unit][delivery]") {
  const auto outbox = std::make_shared<MemoryOutbox>();
  const auto clock = std::make_shared<testing::FakeClock>();
  delivery::smsFunctions({}, {outbox, clock}).sendSms(loginWithCode());
  delivery::emailFunctions({}, {outbox, clock}).sendEmail(loginWithCode());
  REQUIRE(outbox->messages().size() == 2);
  CHECK(outbox->messages()[0].channel == "sms");
  CHECK(outbox->messages()[1].channel == "email");
  CHECK(outbox->messages()[0].time == clock->now());
}

TEST_CASE("a sender takes the place of the outbox", "[unit][delivery]") {
  const auto outbox = std::make_shared<MemoryOutbox>();
  const auto sender = std::make_shared<CountingSender>();
  delivery::smsFunctions({.service = sender}, {outbox, nullptr}).sendSms(loginWithCode());
  CHECK(sender->texts.size() == 1);
  CHECK(outbox->messages().empty());
}

TEST_CASE("an override of a sender changes the message or sends it another way", "[unit][delivery]") {
  const auto outbox = std::make_shared<MemoryOutbox>();
  const auto clock = std::make_shared<testing::FakeClock>();
  const auto toOneNumber = [](SmsFunctions original) {
    return SmsFunctions{.sendSms = [original](PasswordlessLogin message) {
      message.to = "+12015550199";
      original.sendSms(std::move(message));
    }};
  };
  delivery::smsFunctions({.override = toOneNumber}, {outbox, clock}).sendSms(loginWithCode());
  CHECK(outbox->last("+12015550199").has_value());
}

TEST_CASE("without sender and outbox nothing is sent", "[unit][delivery]") {
  CHECK_THROWS_AS(delivery::smsFunctions({}, {}).sendSms(loginWithCode()), DeliveryError);
  CHECK_THROWS_AS(delivery::emailFunctions({}, {}).sendEmail(loginWithCode()), DeliveryError);
}

TEST_CASE("a message names the app and the code and the lifetime", "[unit][delivery]") {
  CHECK(messageText(loginWithCode()) ==
        "123456 is your code to log in to Acme.\nIt expires in 5 minutes. Do not share it with anyone.");
}

TEST_CASE("a message of the second factor says that it completes a login", "[unit][delivery]") {
  auto message = loginWithCode();
  message.isFirstFactor = false;
  CHECK(messageText(message).starts_with("123456 is your code to complete your login to Acme."));
}

TEST_CASE("a message has the link where there is one", "[unit][delivery]") {
  auto message = loginWithCode();
  message.urlWithLinkCode = "https://acme.example/auth/verify";
  CHECK(messageText(message).find("\nOr open this link: https://acme.example/auth/verify\n") !=
        std::string::npos);
  message.userInputCode.reset();
  CHECK(messageText(message).starts_with(
      "Open this link to log in to Acme: https://acme.example/auth/verify\n"));
}

TEST_CASE("the subject of an e-mail is that of the FDI", "[unit][delivery]") {
  CHECK(messageSubject(loginWithCode()) == "Login to your account");
}

TEST_CASE("a lifetime is told in seconds and minutes and hours with one decimal", "[unit][delivery]") {
  CHECK(delivery::lifetimeInWords(999ms) == "0 seconds");
  CHECK(delivery::lifetimeInWords(1s) == "1 second");
  CHECK(delivery::lifetimeInWords(59'999ms) == "59 seconds");
  CHECK(delivery::lifetimeInWords(60s) == "1 minute");
  CHECK(delivery::lifetimeInWords(5min) == "5 minutes");
  CHECK(delivery::lifetimeInWords(1h) == "1 hour");
  CHECK(delivery::lifetimeInWords(90min) == "1.5 hours");
  CHECK(delivery::lifetimeInWords(119min) == "1.9 hours");
  CHECK(delivery::lifetimeInWords(2h) == "2 hours");
}

}  // namespace mfa
