/// @file
/// The adapter for servers on Boost.Beast: header-only, target `mfa::beast`.
///
/// Beast reads the request whole into `BeastMessage`, the library answers into `BeastAnswer`. On a thread
/// that may block, call `handle`; on an I/O thread, `asyncHandle` runs the same call on a pool and completes
/// any Asio token. Verifying a session hardly ever blocks (see `session::GetSession`): `getSession` with a
/// `BeastRequest` may run on an I/O thread.
///
/// Bound what Beast accepts before the library sees it: header and body limits, no `Transfer-Encoding`
/// (`examples/server/framing_gate.hpp` shows how and why).
#pragma once

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>
#include <exception>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "mfa/auth.hpp"
#include "mfa/http.hpp"

namespace mfa {

using BeastMessage = boost::beast::http::request<boost::beast::http::string_body>;
using BeastAnswer = boost::beast::http::response<boost::beast::http::string_body>;

/// A Beast request as the library reads it. Both must outlive the call.
class BeastRequest final : public Request {
 public:
  /// @param peerAddress of the connection, without the port: `socket.remote_endpoint().address().to_string()`
  BeastRequest(const BeastMessage& message, std::string peerAddress)
      : message_{message}, peerAddress_{std::move(peerAddress)} {}

  [[nodiscard]] std::string_view method() const override { return view(message_.method_string()); }
  [[nodiscard]] std::string_view target() const override { return view(message_.target()); }
  [[nodiscard]] std::string_view body() const override { return message_.body(); }
  [[nodiscard]] std::string_view peerAddress() const override { return peerAddress_; }

  [[nodiscard]] std::optional<std::string_view> header(std::string_view name) const override {
    const auto found = message_.find({name.data(), name.size()});
    if (found == message_.end()) return std::nullopt;
    return view(found->value());
  }

  [[nodiscard]] std::vector<std::string_view> headers(std::string_view name) const override {
    std::vector<std::string_view> values;
    const auto [first, last] = message_.equal_range({name.data(), name.size()});
    for (auto field = first; field != last; ++field) values.push_back(view(field->value()));
    return values;
  }

 private:
  template <class BoostView>
  static std::string_view view(const BoostView& text) {
    return {text.data(), text.size()};
  }

  const BeastMessage& message_;
  std::string peerAddress_;
};

/// A Beast response as the library fills it. `prepare_payload()` stays with the host.
class BeastResponse final : public Response {
 public:
  explicit BeastResponse(BeastAnswer& answer) : answer_{answer} {}

  void setStatus(int status) override { answer_.result(static_cast<unsigned>(status)); }
  void setBody(std::string body) override { answer_.body() = std::move(body); }

  [[nodiscard]] std::optional<std::string> header(std::string_view name) const override {
    const auto found = answer_.find({name.data(), name.size()});
    if (found == answer_.end()) return std::nullopt;
    return std::string{found->value()};
  }
  void setHeader(std::string_view name, std::string_view value) override {
    answer_.set({name.data(), name.size()}, {value.data(), value.size()});
  }
  void removeHeader(std::string_view name) override { answer_.erase({name.data(), name.size()}); }

  [[nodiscard]] std::vector<std::string> cookies() const override {
    std::vector<std::string> values;
    const auto [first, last] = answer_.equal_range(boost::beast::http::field::set_cookie);
    for (auto field = first; field != last; ++field) values.emplace_back(field->value());
    return values;
  }
  void setCookies(const std::vector<std::string>& cookies) override {
    answer_.erase(boost::beast::http::field::set_cookie);
    for (const auto& cookie : cookies) answer_.insert(boost::beast::http::field::set_cookie, cookie);
  }

 private:
  BeastAnswer& answer_;
};

/// `Auth::handle`, for a thread that may block; any number of threads at once. False: not one of the
/// library's routes, `answer` is untouched. Sets status, headers, cookies and body; version, keep-alive and
/// `prepare_payload()` stay with the host. Throws what an override of the host threw, and nothing else.
inline bool handle(const Auth& auth, const BeastMessage& message, BeastAnswer& answer,
                   std::string peerAddress) {
  const BeastRequest req{message, std::move(peerAddress)};
  BeastResponse res{answer};
  return auth.handle(req, res);
}

/// `Auth::handle` on `workers`, for servers whose own threads must not block. Completes on the token's
/// executor with (exception, handled): what an override of the host threw, or null. `auth`, `message` and
/// `answer` must live until then. It cannot be cancelled: a request that was begun runs to its end. A pool
/// that is stopped first drops it, and the token never completes. The pool bounds how many requests run at
/// once, and with them how many wait for a password to be hashed: a few threads per core are enough.
/// @code
/// asyncHandle(auth, workers, message, answer, peer, [](std::exception_ptr failure, bool handled) { … });
/// const bool handled = co_await asyncHandle(auth, workers, message, answer, peer, asio::use_awaitable);
/// @endcode
template <class CompletionToken>
auto asyncHandle(const Auth& auth, boost::asio::thread_pool& workers, const BeastMessage& message,
                 BeastAnswer& answer, const std::string& peerAddress, CompletionToken&& token) {
  auto initiate = [&auth, &workers, &message, &answer, peerAddress](auto handler) {
    auto running =
        boost::asio::make_work_guard(boost::asio::get_associated_executor(handler, workers.get_executor()));
    auto work = [&auth, &message, &answer, peerAddress, running = std::move(running),
                 handler = std::move(handler)]() mutable {
      std::exception_ptr failure;
      bool handled = false;
      try {
        handled = handle(auth, message, answer, peerAddress);
      } catch (...) {
        failure = std::current_exception();
      }
      const auto executor = running.get_executor();
      boost::asio::dispatch(executor, [failure, handled, handler = std::move(handler)]() mutable {
        std::move(handler)(failure, handled);
      });
    };
    boost::asio::post(workers, std::move(work));
  };
  using Signature = void(std::exception_ptr, bool);
  return boost::asio::async_initiate<CompletionToken, Signature>(std::move(initiate), token);
}

}  // namespace mfa
