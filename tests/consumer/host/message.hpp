// The request and response of a host with an HTTP framework of its own.
#pragma once

#include <map>
#include <mfa/http.hpp>
#include <string>
#include <utility>
#include <vector>

class HostRequest final : public mfa::Request {
 public:
  HostRequest(std::string method, std::string target, std::string body)
      : method_{std::move(method)}, target_{std::move(target)}, body_{std::move(body)} {}

  std::string_view method() const override { return method_; }
  std::string_view target() const override { return target_; }
  std::string_view body() const override { return body_; }
  std::optional<std::string_view> header(std::string_view name) const override;

 private:
  std::string method_;
  std::string target_;
  std::string body_;
};

class HostResponse final : public mfa::Response {
 public:
  void setStatus(int status) override { status_ = status; }
  void setBody(std::string body) override { body_ = std::move(body); }
  std::optional<std::string> header(std::string_view name) const override;
  void setHeader(std::string_view name, std::string_view value) override;
  void removeHeader(std::string_view name) override;
  std::vector<std::string> cookies() const override { return cookies_; }
  void setCookies(const std::vector<std::string>& cookies) override { cookies_ = cookies; }

  int status() const { return status_; }
  const std::string& body() const { return body_; }

 private:
  int status_ = 0;
  std::string body_{};
  std::map<std::string, std::string, std::less<>> headers_{};
  std::vector<std::string> cookies_{};
};
