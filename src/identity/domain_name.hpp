// The domain of an e-mail address in the one form that mail servers are looked up by.
//
// Source: RFC 1123 section 2.1 (host names), RFC 5890 to 5893 (IDNA2008, through libidn2).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace mfa::identity {

/// The canonical form of a domain of two labels or more: ASCII in lower case, other scripts as A-labels
/// ("bücher.example" is "xn--bcher-kva.example"); nothing if it has none.
///
/// Letters that IDNA2008 would have mapped to others first are refused: capitals and full-width letters
/// beyond ASCII, and what cannot be seen. Composed and decomposed accents are the same letter. What is in
/// ASCII already is taken for what it is, A-labels included: a host name has no other spelling.
[[nodiscard]] std::optional<std::string> canonicalDomain(std::string_view typed);

}  // namespace mfa::identity
