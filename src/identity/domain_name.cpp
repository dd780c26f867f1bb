#include "identity/domain_name.hpp"

#include <idn2.h>

#include <algorithm>
#include <memory>

#include "identity/ascii.hpp"

namespace mfa::identity {
namespace {

constexpr std::size_t kMaxDomainBytes = 253;
constexpr std::size_t kMaxLabelBytes = 63;

bool isLabel(std::string_view label) {
  return !label.empty() && label.size() <= kMaxLabelBytes && label.front() != '-' && label.back() != '-' &&
         std::ranges::all_of(label, [](char c) { return isLower(c) || isDigit(c) || c == '-'; });
}

// The last label begins with a letter, or "a@127.0.0.1" would be a host name.
bool isHostName(std::string_view domain) {
  const auto lastDot = domain.rfind('.');
  if (lastDot == std::string_view::npos || domain.size() > kMaxDomainBytes) return false;
  const auto top = domain.substr(lastDot + 1);
  return top.size() >= 2 && isLower(top.front()) && everyPart(domain, isLabel);
}

// Strict: without the mapping of UTS #46, under which a letter that nobody sees would vanish.
std::optional<std::string> toALabels(const std::string& domain) {
  constexpr int kStrict = IDN2_NFC_INPUT | IDN2_NO_TR46;
  std::uint8_t* made = nullptr;
  const auto result = idn2_lookup_u8(reinterpret_cast<const std::uint8_t*>(domain.c_str()), &made, kStrict);
  const std::unique_ptr<std::uint8_t, void (*)(void*)> owned{made, idn2_free};
  if (result != IDN2_OK) return std::nullopt;
  return reinterpret_cast<const char*>(owned.get());
}

}  // namespace

std::optional<std::string> canonicalDomain(std::string_view typed) {
  if (typed.size() > kMaxDomainBytes || !std::ranges::none_of(typed, isControl)) return std::nullopt;
  std::optional<std::string> domain{typed};
  std::ranges::transform(*domain, domain->begin(), lower);
  if (!std::ranges::all_of(*domain, isAscii)) domain = toALabels(*domain);
  if (!domain || !isHostName(*domain)) return std::nullopt;
  return domain;
}

}  // namespace mfa::identity
