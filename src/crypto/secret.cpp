#include "crypto/secret.hpp"

#include <openssl/crypto.h>

#include <cstring>
#include <utility>

namespace mfa::crypto {

Secret::Secret(BytesView octets) : Secret{ofSize(octets.size())} {
  if (!octets.empty()) std::memcpy(octets_.get(), octets.data(), octets.size());
}

Secret::~Secret() { wipe(); }

Secret::Secret(Secret&& other) noexcept
    : octets_{std::move(other.octets_)}, size_{std::exchange(other.size_, 0)} {}

Secret& Secret::operator=(Secret&& other) noexcept {
  if (this == &other) return *this;
  wipe();
  octets_ = std::move(other.octets_);
  size_ = std::exchange(other.size_, 0);
  return *this;
}

Secret Secret::ofSize(std::size_t size) {
  Secret secret;
  secret.octets_ = std::make_unique<std::byte[]>(size);
  secret.size_ = size;
  return secret;
}

Secret Secret::clone() const { return Secret{BytesView{bytes()}}; }

std::string_view Secret::text() const& noexcept {
  return {reinterpret_cast<const char*>(octets_.get()), size_};
}

void Secret::truncate(std::size_t size) noexcept {
  if (size >= size_) return;
  OPENSSL_cleanse(octets_.get() + size, size_ - size);
  size_ = size;
}

void Secret::wipe() noexcept {
  if (octets_) OPENSSL_cleanse(octets_.get(), size_);
}

void wipe(std::string& text) noexcept {
  OPENSSL_cleanse(text.data(), text.size());
  text.clear();
}

void wipe(std::span<std::byte> octets) noexcept { OPENSSL_cleanse(octets.data(), octets.size()); }

}  // namespace mfa::crypto
