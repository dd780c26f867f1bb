// What every function here takes: a view of octets, made without a cast from text, spans, arrays and secrets.
#pragma once

#include <concepts>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace mfa::crypto {

/// A view of octets that owns nothing.
///
/// Converts from whatever holds octets: `std::string`, a literal, `std::string_view`, `std::span<const
/// std::byte>`, a `Digest`, a `Secret`. It lives as long as what it looks at; use it as a parameter, not as a
/// member.
class BytesView {
 public:
  constexpr BytesView() noexcept = default;

  template <class Text>
  requires std::convertible_to<const Text&, std::string_view>
  constexpr BytesView(const Text& text) noexcept : view_{std::string_view{text}} {}

  template <class Octets>
  requires(!std::convertible_to<const Octets&, std::string_view> &&
           std::convertible_to<const Octets&, std::span<const std::byte>>) BytesView(const Octets& octets)
  noexcept {
    const std::span<const std::byte> span{octets};
    view_ = {reinterpret_cast<const char*>(span.data()), span.size()};
  }

  [[nodiscard]] constexpr std::string_view text() const noexcept { return view_; }
  [[nodiscard]] constexpr std::size_t size() const noexcept { return view_.size(); }
  [[nodiscard]] constexpr bool empty() const noexcept { return view_.empty(); }

  /// As C libraries take it. Never null, for OpenSSL reads a null pointer as "none".
  [[nodiscard]] const unsigned char* data() const noexcept {
    return reinterpret_cast<const unsigned char*>(view_.data() == nullptr ? "" : view_.data());
  }

 private:
  std::string_view view_{};
};

}  // namespace mfa::crypto
