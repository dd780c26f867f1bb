// Phone numbers, in the one form that the library stores, compares and sends to.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace mfa::identity {

/// A number in E.164 form: "+", a country's calling code, and at most 15 ASCII digits in all. Whoever holds
/// one need not look at its text again.
class PhoneNumber {
 public:
  /// Longer texts are no number. Parsing costs time that grows with the text's square.
  static constexpr std::size_t kMaxTextBytes = 64;

  /// Reads an international number: "+1 (201) 555-0123". Nothing for what has no country, other characters
  /// than ASCII digits and the separators that people write, or a length that no number has.
  [[nodiscard]] static std::optional<PhoneNumber> parse(std::string_view text);

  /// What reads the numbers in this build: "libphonenumber", or "digits". Two that read one text differently
  /// must not share a database.
  [[nodiscard]] static std::string_view normaliser() noexcept;

  [[nodiscard]] const std::string& e164() const noexcept { return e164_; }

  /// Whether the country's numbering plan has such a number. Always, where the library was built without
  /// libphonenumber.
  [[nodiscard]] bool isAssignable() const;

  bool operator==(const PhoneNumber&) const = default;

 private:
  explicit PhoneNumber(std::string e164) : e164_{std::move(e164)} {}

  std::string e164_;
};

}  // namespace mfa::identity
