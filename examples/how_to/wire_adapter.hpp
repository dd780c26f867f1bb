// An adapter for an HTTP framework that has none: docs/how-to/write-an-adapter.md explains it.
#pragma once

#include <mfa/mfa.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// What such a framework gives to a handler, and takes from it.
namespace wire {

using Fields = std::vector<std::pair<std::string, std::string>>;

struct Request {
  std::string method{};
  std::string target{};
  Fields fields{};
  std::string body{};
  std::string peer{};
};

struct Response {
  int status = 200;
  Fields fields{};
  std::string body{};
};

}  // namespace wire

// [request]
/// A request as the library reads it: looked up, never copied.
class WireRequest final : public mfa::Request {
 public:
  explicit WireRequest(const wire::Request& message) : message_{message} {}

  std::string_view method() const override { return message_.method; }
  std::string_view target() const override { return message_.target; }
  std::string_view body() const override { return message_.body; }
  std::string_view peerAddress() const override { return message_.peer; }
  std::optional<std::string_view> header(std::string_view name) const override;
  std::vector<std::string_view> headers(std::string_view name) const override;

 private:
  const wire::Request& message_;
};
// [request]

// [response]
/// A response as the library fills it. `Set-Cookie` is the one header that may stand there more than once.
class WireResponse final : public mfa::Response {
 public:
  explicit WireResponse(wire::Response& answer) : answer_{answer} {}

  void setStatus(int status) override { answer_.status = status; }
  void setBody(std::string body) override { answer_.body = std::move(body); }
  std::optional<std::string> header(std::string_view name) const override;
  void setHeader(std::string_view name, std::string_view value) override;
  void removeHeader(std::string_view name) override;
  std::vector<std::string> cookies() const override;
  void setCookies(const std::vector<std::string>& cookies) override;

 private:
  wire::Response& answer_;
};
// [response]
