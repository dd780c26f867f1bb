#include "tokens/openssl_handles.hpp"

#include <openssl/err.h>

#include <array>
#include <string>

#include "mfa/errors.hpp"

namespace mfa::tokens {
namespace {

/// More idle contexts than threads that verify at once are memory for nothing.
constexpr std::size_t kMostIdle = 64;

}  // namespace

void failOpenSsl(const char* what) {
  std::array<char, 256> words{};
  ERR_error_string_n(ERR_peek_last_error(), words.data(), words.size());
  ERR_clear_error();
  throw Error{std::string{"OpenSSL cannot "} + what, words.data()};
}

void forgetOpenSslErrors() noexcept { ERR_clear_error(); }

PkeyHandle shareKey(const EVP_PKEY* key) noexcept {
  auto* const shared = const_cast<EVP_PKEY*>(key);
  EVP_PKEY_up_ref(shared);
  return PkeyHandle{shared};
}

PkeyContext ContextPool::takeIdle() noexcept {
  const std::lock_guard lock{mutex_};
  if (idle_.empty()) return nullptr;
  PkeyContext context = std::move(idle_.back());
  idle_.pop_back();
  return context;
}

void ContextPool::giveBack(PkeyContext context) noexcept {
  const std::lock_guard lock{mutex_};
  if (idle_.capacity() == 0) idle_.reserve(kMostIdle);
  if (idle_.size() < kMostIdle) idle_.push_back(std::move(context));
}

}  // namespace mfa::tokens
