// A byte string that wipes itself: keys, decrypted blobs, private-key PEM.
#pragma once

#include <cstddef>
#include <memory>
#include <ostream>
#include <span>
#include <string>
#include <string_view>

#include "crypto/bytes.hpp"

namespace mfa::crypto {

/// Owns octets that nobody else may read, and overwrites them when it goes.
///
/// Move-only, so that each secret has one owner and copies are visible (`clone`). It does not print:
/// streaming one is a compile error. Moving hands over the buffer, so no bytes stay behind in the source.
class Secret {
 public:
  Secret() noexcept = default;
  explicit Secret(BytesView octets);
  ~Secret();

  Secret(Secret&& other) noexcept;
  Secret& operator=(Secret&& other) noexcept;
  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;

  /// Makes `size` zero octets, to be filled through `writable()`.
  [[nodiscard]] static Secret ofSize(std::size_t size);

  [[nodiscard]] Secret clone() const;

  /// Views of the octets. Not of a temporary: it would be wiped and gone before the view is read.
  [[nodiscard]] std::string_view text() const& noexcept;
  [[nodiscard]] std::span<const std::byte> bytes() const& noexcept { return {octets_.get(), size_}; }
  std::string_view text() const&& = delete;
  std::span<const std::byte> bytes() const&& = delete;
  [[nodiscard]] std::span<std::byte> writable() noexcept { return {octets_.get(), size_}; }
  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] bool empty() const noexcept { return size_ == 0; }

  operator std::span<const std::byte>() const noexcept { return bytes(); }

  /// Shortens to `size`, wiping the rest. Growing is not possible.
  void truncate(std::size_t size) noexcept;

 private:
  void wipe() noexcept;

  std::unique_ptr<std::byte[]> octets_{};
  std::size_t size_ = 0;
};

std::ostream& operator<<(std::ostream&, const Secret&) = delete;

/// Overwrites the text of a `std::string` that held a secret for a moment, and empties it.
void wipe(std::string& text) noexcept;

/// Overwrites octets that held a secret for a moment.
void wipe(std::span<std::byte> octets) noexcept;

}  // namespace mfa::crypto
