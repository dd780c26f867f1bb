// The master keys: what encrypts private keys and TOTP seeds at rest, and how it is changed.
//
// A host configures one key, or the new one and those before it. Everything new is sealed under the first;
// what an older one sealed still opens, says so (`isCurrent`), and is sealed again by whoever meets it. When
// nothing old is left, the older key can go.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/bytes.hpp"
#include "crypto/secret.hpp"
#include "mfa/random.hpp"

namespace mfa::crypto {

inline constexpr std::size_t kLeastMasterKeyBytes = 32;

/// The master keys of one `Auth`, the current one first. Immutable, any thread.
class KeyRing {
 public:
  /// What becomes of values that were stored before a master key was configured.
  enum class ClearText {
    Refused,   ///< whoever can write to the database cannot slip in a key of his own
    Accepted,  ///< while a database from before is being sealed
  };

  /// No master key: `seal` marks the value and leaves it readable. Development, or the host's explicit word.
  KeyRing() = default;

  /// @param masterKeys current first; each at least 32 octets of random material
  /// @throws mfa::Error if one is shorter, or if there is none
  explicit KeyRing(std::vector<Secret> masterKeys, ClearText clearText = ClearText::Refused);

  /// Whether anything is encrypted at all.
  [[nodiscard]] bool hasKey() const noexcept { return !keys_.empty(); }

  /// Encrypts `plain`, bound to `context` ("table:row id:column" or the like: what makes the place unique).
  ///
  /// @return printable ASCII that fits a TEXT column:
  /// @code "x1.<key id>.<base64url>", without a master key "c1.<base64url>" @endcode
  [[nodiscard]] std::string seal(BytesView plain, BytesView context, RandomSource& random) const;

  /// What was sealed, or nothing: a key that is not in the ring, another context, altered, clear where
  /// refused.
  [[nodiscard]] std::optional<Secret> open(std::string_view sealed, BytesView context) const;

  /// Whether `sealed` is as `seal` would write it today. If not, seal it again.
  [[nodiscard]] bool isCurrent(std::string_view sealed) const;

  /// Keys for one purpose (`info`), derived with HKDF: from the current master key first, then from the older
  /// ones, to check what they made. Empty without a master key: the caller keeps a random key in the database
  /// instead.
  [[nodiscard]] std::vector<Secret> derive(std::string_view info) const;

 private:
  /// `rest` is what follows the prefix.
  [[nodiscard]] std::optional<Secret> openSealed(std::string_view rest, BytesView context) const;

  struct Key {
    std::string id{};  ///< 8 octets derived from the key, hex: names it in a blob and tells nothing about it
    Secret master{};
    Secret sealing{};
  };

  std::vector<Key> keys_{};
  ClearText clearText_ = ClearText::Refused;
};

}  // namespace mfa::crypto
