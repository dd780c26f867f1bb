// Requests and responses that live in memory.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/text.hpp"
#include "mfa/http.hpp"

namespace mfa::test {

using Headers = std::vector<std::pair<std::string, std::string>>;

struct FakeRequest final : Request {
  std::string methodText = "GET";
  std::string targetText = "/";
  Headers headerList{};
  std::string bodyText{};
  std::string peer = "203.0.113.7";

  FakeRequest() = default;
  FakeRequest(std::string method, std::string target, Headers headers = {}, std::string body = {})
      : methodText{std::move(method)},
        targetText{std::move(target)},
        headerList{std::move(headers)},
        bodyText{std::move(body)} {}

  [[nodiscard]] std::string_view method() const override { return methodText; }
  [[nodiscard]] std::string_view target() const override { return targetText; }
  [[nodiscard]] std::string_view body() const override { return bodyText; }
  [[nodiscard]] std::string_view peerAddress() const override { return peer; }

  [[nodiscard]] std::optional<std::string_view> header(std::string_view name) const override {
    for (const auto& [key, value] : headerList)
      if (http::equalIgnoringCase(key, name)) return value;
    return std::nullopt;
  }

  [[nodiscard]] std::vector<std::string_view> headers(std::string_view name) const override {
    std::vector<std::string_view> values;
    for (const auto& [key, value] : headerList)
      if (http::equalIgnoringCase(key, name)) values.emplace_back(value);
    return values;
  }
};

struct FakeResponse final : Response {
  int status = 0;                                  ///< 0: none was set
  std::map<std::string, std::string> headerMap{};  ///< names in lower case
  std::vector<std::string> cookieList{};           ///< each `Set-Cookie`
  std::string body{};

  void setStatus(int value) override { status = value; }
  void setBody(std::string value) override { body = std::move(value); }

  [[nodiscard]] std::optional<std::string> header(std::string_view name) const override {
    const auto found = headerMap.find(http::lower(name));
    if (found == headerMap.end()) return std::nullopt;
    return found->second;
  }
  void setHeader(std::string_view name, std::string_view value) override {
    headerMap[http::lower(name)] = value;
  }
  void removeHeader(std::string_view name) override { headerMap.erase(http::lower(name)); }

  [[nodiscard]] std::vector<std::string> cookies() const override { return cookieList; }
  void setCookies(const std::vector<std::string>& cookies) override { cookieList = cookies; }

  /// Whether nobody has written anything.
  [[nodiscard]] bool isUntouched() const {
    return status == 0 && headerMap.empty() && cookieList.empty() && body.empty();
  }
};

}  // namespace mfa::test
