// An e-mail address in the one form in which it is stored, compared, limited and sent to. There is one way to
// make it, so that nothing else can come that far: two spellings would be two users, or two budgets.
//
// Source: RFC 5321 section 4.1.2 (Mailbox, without quoted local parts and address literals).
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace mfa::identity {

/// The longest address. Source: RFC 5321 section 4.5.3.1.3, less the angle brackets.
inline constexpr std::size_t kMaxEmailBytes = 254;

/// A canonical e-mail address: ASCII in lower case, "local@domain", the domain as `canonicalDomain` makes it.
///
/// Local parts are taken in ASCII only: look-alike letters that fold into each other are no addresses at all.
class EmailAddress {
 public:
  /// The canonical form of what somebody typed, white space around it aside; nothing if it has none.
  [[nodiscard]] static std::optional<EmailAddress> parse(std::string_view typed);

  [[nodiscard]] const std::string& text() const noexcept { return text_; }
  [[nodiscard]] std::string_view domain() const noexcept;

  bool operator==(const EmailAddress&) const = default;

 private:
  explicit EmailAddress(std::string text) : text_{std::move(text)} {}

  std::string text_;
};

/// Without white space (of ASCII) at both ends.
[[nodiscard]] std::string_view trimmed(std::string_view text) noexcept;

}  // namespace mfa::identity
