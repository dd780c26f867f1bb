// Owners of what OpenSSL hands out, and the contexts of one key kept ready for use.
#pragma once

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>

#include <memory>
#include <mutex>
#include <vector>

namespace mfa::tokens {

template <auto release>
struct Release {
  template <class Resource>
  void operator()(Resource* resource) const noexcept {
    release(resource);
  }
};

using PkeyHandle = std::unique_ptr<EVP_PKEY, Release<&EVP_PKEY_free>>;
using PkeyContext = std::unique_ptr<EVP_PKEY_CTX, Release<&EVP_PKEY_CTX_free>>;
using MdContext = std::unique_ptr<EVP_MD_CTX, Release<&EVP_MD_CTX_free>>;
using BigNumber = std::unique_ptr<BIGNUM, Release<&BN_free>>;
using EcdsaSignature = std::unique_ptr<ECDSA_SIG, Release<&ECDSA_SIG_free>>;
using BioHandle = std::unique_ptr<BIO, Release<&BIO_free_all>>;

/// Throws mfa::Error saying what failed; OpenSSL's own words are kept apart in `detail()`, its queue is
/// emptied.
[[noreturn]] void failOpenSsl(const char* what);

/// Empties this thread's error queue: after a refusal that is an ordinary answer, nothing stays behind for a
/// host that uses OpenSSL too.
void forgetOpenSslErrors() noexcept;

/// Another owner of `key`.
[[nodiscard]] PkeyHandle shareKey(const EVP_PKEY* key) noexcept;

/// A list of prepared contexts of one key. A context serves one thread at a time and can be used again
/// without preparing, which would cost a good part of what an RSA verification does. Any thread.
class ContextPool {
 public:
  /// Returns a context to its pool.
  class Lease {
   public:
    Lease(ContextPool& pool, PkeyContext context) noexcept : pool_{pool}, context_{std::move(context)} {}
    ~Lease() { pool_.giveBack(std::move(context_)); }
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    [[nodiscard]] EVP_PKEY_CTX* get() const noexcept { return context_.get(); }

   private:
    ContextPool& pool_;
    PkeyContext context_;
  };

  /// A context one of whose kind is in use, or a new one.
  /// @param prepare makes one: `PkeyContext()`
  template <class Prepare>
  [[nodiscard]] Lease lease(Prepare prepare) {
    PkeyContext idle = takeIdle();
    return Lease{*this, idle ? std::move(idle) : prepare()};
  }

 private:
  [[nodiscard]] PkeyContext takeIdle() noexcept;
  void giveBack(PkeyContext context) noexcept;

  std::mutex mutex_{};
  std::vector<PkeyContext> idle_{};
};

}  // namespace mfa::tokens
