#include <catch2/catch.hpp>
#include <future>
#include <latch>

#include "examples/example_server.hpp"
#include "queued_sms.hpp"

namespace {

mfa::PasswordlessLogin messageTo(const std::string& to) {
  return {.to = to, .userInputCode = "123456", .codeLifetime = std::chrono::minutes{5}, .appName = "Acme"};
}

}  // namespace

TEST_CASE("a queue of text messages hands each of them to the gateway", "[examples][sender]") {
  std::vector<std::string> sent;
  {
    QueuedSms sms{[&sent](const std::string& to, const std::string& text) {
                    if (to == "+12015550100") throw mfa::DeliveryError{"the gateway refuses"};
                    sent.push_back(to + ": " + text);
                  },
                  10};
    sms.sendSms(messageTo("+12015550100"));
    sms.sendSms(messageTo("+12015550123"));
  }  // waits for what is still in the queue
  REQUIRE(sent.size() == 1);
  CHECK(sent.front().starts_with("+12015550123: "));
  CHECK(sent.front().find("123456") != std::string::npos);
}

TEST_CASE("a queue of text messages hands notices to the gateway too", "[examples][sender]") {
  std::vector<std::string> sent;
  {
    QueuedSms sms{
        [&sent](const std::string& to, const std::string& text) { sent.push_back(to + ": " + text); }, 10};
    sms.sendNotice({.type = mfa::NoticeType::FactorRemoved, .to = "+12015550123", .appName = "Acme"});
  }
  REQUIRE(sent.size() == 1);
  CHECK(sent.front().starts_with("+12015550123: This contact no longer receives codes"));
}

TEST_CASE("a queue that is full refuses the message", "[examples][sender]") {
  std::latch taken{1};
  std::latch mayGoOn{1};
  QueuedSms sms{[&](const std::string& to, const std::string&) {
                  if (to != "first") return;
                  taken.count_down();
                  mayGoOn.wait();
                },
                1};
  sms.sendSms(messageTo("first"));
  taken.wait();  // the gateway is busy: from here on, messages stay in the queue
  sms.sendSms(messageTo("second"));
  CHECK_THROWS_AS(sms.sendSms(messageTo("third")), mfa::DeliveryError);
  mayGoOn.count_down();
}

TEST_CASE("a code reaches the gateway of a host", "[examples][sender]") {
  std::promise<std::string> sent;
  mfa::test::ExampleServer server{
      {codesThrough([&sent](const std::string& to, const std::string&) { sent.set_value(to); }),
       mfa::Session::init()}};
  REQUIRE(server.browser().createCode("+12015550123").outcome() == "OK");
  CHECK(sent.get_future().get() == "+12015550123");
}
