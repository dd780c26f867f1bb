/// @file
/// UserContext: the map that travels through every function, API, claim, validator and sender of one request,
/// so that one override can leave something for a deeper one.
#pragma once

#include <any>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "mfa/export.hpp"

namespace mfa {

class Auth;
class Request;

/// A handle: its copies share one map. `Auth::handle` makes one per request; a call of the host that passes
/// none gets a new one. A recipe's object binds an empty context to its `Auth`.
///
/// Threads: one request's context is used by one thread at a time. Lifetime: it must not outlive its `Auth`,
/// and what `request()` points to lives as long as the request.
class MFA_EXPORT UserContext {
 public:
  UserContext();
  ~UserContext();
  UserContext(const UserContext&) noexcept;
  UserContext(UserContext&&) noexcept;
  UserContext& operator=(const UserContext&) noexcept;
  UserContext& operator=(UserContext&&) noexcept;

  /// A context of `auth`, for `request` or outside HTTP.
  explicit UserContext(const Auth& auth, const Request* request = nullptr);

  /// Keeps `value` under `key` for every holder of this context. Keys that begin with "mfa." are the
  /// library's.
  template <class Value>
  void set(std::string_view key, Value&& value) {
    put(key, std::any{std::in_place_type<std::decay_t<Value>>, std::forward<Value>(value)});
  }

  /// What was kept under `key` as a `Value`: null when there is nothing, or something of another type. The
  /// pointer is valid until the key is set again or erased.
  template <class Value>
  [[nodiscard]] const Value* get(std::string_view key) const {
    return std::any_cast<Value>(find(key));
  }

  /// Forgets `key`.
  void erase(std::string_view key) const;

  /// The `Auth` this context belongs to.
  /// @throws Error if it is a new one that no recipe object has been given yet
  [[nodiscard]] const Auth& auth() const;

  /// The request, or null outside HTTP.
  [[nodiscard]] const Request* request() const noexcept;

  /// Makes an unbound context one of `auth`; recipe objects, a host's own among them, call it on entry. Where
  /// they are given a request, it becomes that of a context that has none.
  /// @throws Error if it belongs to another `Auth`
  void bind(const Auth& auth, const Request* request = nullptr) const;

 private:
  struct State;

  void put(std::string_view key, std::any value) const;
  [[nodiscard]] const std::any* find(std::string_view key) const noexcept;

  std::shared_ptr<State> state_;
};

}  // namespace mfa
