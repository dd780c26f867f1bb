// ECDSA signatures on P-256 as JOSE writes them (r || s, 64 octets) and as OpenSSL does (DER).
//
// Source: RFC 7518 section 3.4.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace mfa::tokens {

/// DER of a JOSE signature. Nothing for any length but 64, and for a zero r or s, under which a careless
/// verifier accepts every message.
[[nodiscard]] std::optional<std::string> ecdsaToDer(std::string_view joseSignature);

/// r || s of the DER that OpenSSL made.
[[nodiscard]] std::string ecdsaFromDer(std::string_view der);

}  // namespace mfa::tokens
