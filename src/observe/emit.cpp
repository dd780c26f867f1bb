#include "observe/emit.hpp"

#include "crypto/encoding.hpp"
#include "crypto/hash.hpp"
#include "crypto/random.hpp"
#include "observe/keeping.hpp"
#include "observe/report.hpp"
#include "services.hpp"

namespace mfa::observe {
namespace {

constexpr const char* kRequestId = "mfa.requestId";
constexpr std::string_view kBullets = "\xE2\x80\xA2\xE2\x80\xA2\xE2\x80\xA2";
constexpr std::size_t kShownDigits = 4;

std::string_view kindOf(const Contact& contact) {
  switch (contact.kind) {
    case ContactKind::Phone:
      return "phone";
    case ContactKind::ThirdParty:
      return "thirdparty";
    case ContactKind::Email:
      break;
  }
  return "email";
}

/// The first character of UTF-8 text.
std::string_view firstCharacter(std::string_view text) {
  std::size_t end = text.empty() ? 0 : 1;
  while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) ++end;
  return text.substr(0, end);
}

// A line that cannot be kept is told all the same: what it tells of changed nothing.
void keepIfPossible(const Services& services, const Event& event) noexcept try {
  if (isKept(services, event)) return keepAlone(services, event);
  if (mustCostAlike(services, event)) writeForNobody(services, event);
} catch (...) {  // the database fails: who has to know learns it from the request itself
}

void tellAlone(const Services& services, const Event& event) {
  keepIfPossible(services, event);
  services.emit(event);
}

}  // namespace

void emit(const UserContext& userContext, Event event) try {
  const auto& all = services(userContext.auth());
  tellAlone(all, Origin{all, userContext}.complete(std::move(event)));
} catch (...) {  // no memory or no randomness for an event: the request goes on without it
}

void emit(const UserContext& userContext, Event event, const Contact& contact) try {
  const auto& all = services(userContext.auth());
  tellAlone(all, Origin{all, userContext}.complete(std::move(event), contact));
} catch (...) {  // as above
}

std::string requestId(const UserContext& userContext) {
  if (const auto* drawn = userContext.get<std::string>(kRequestId)) return *drawn;
  if (userContext.request() == nullptr) return {};
  auto context = userContext;
  context.set(kRequestId, crypto::randomHex(*services(userContext.auth()).random, 8));
  return *context.get<std::string>(kRequestId);
}

std::string keyedHash(const crypto::Secret& key, const Contact& contact) {
  const std::string message = "event:" + std::string{kindOf(contact)} + ":" + contact.value;
  return crypto::hex(crypto::hmacSha256(key, message));
}

std::string masked(const Contact& contact) {
  const std::string_view value = contact.value;
  if (contact.kind == ContactKind::Email) {
    const auto at = value.rfind('@');
    if (at != std::string_view::npos)
      return std::string{firstCharacter(value.substr(0, at))}.append(kBullets).append(value.substr(at));
  }
  if (contact.kind == ContactKind::Phone && value.size() > 2 * kShownDigits)
    return std::string{kBullets}.append(value.substr(value.size() - kShownDigits));
  return std::string{kBullets};
}

}  // namespace mfa::observe
