#include "crypto/sodium.hpp"

#include <sodium.h>

#include "mfa/errors.hpp"

namespace mfa::crypto {

void requireSodium() {
  static const bool ready = sodium_init() >= 0;
  if (!ready) throw Error{"libsodium cannot start"};
}

}  // namespace mfa::crypto
