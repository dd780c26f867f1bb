#include "mfa/events.hpp"

namespace mfa {
namespace {

void addIfThere(json::object& target, std::string_view key, const std::optional<std::string>& value) {
  if (value) target[key] = *value;
}

}  // namespace

std::string_view name(EventType type) noexcept {
  switch (type) {
    case EventType::SignedUp:
      return "signed_up";
    case EventType::SignedIn:
      return "signed_in";
    case EventType::SignInRefused:
      return "sign_in_refused";
    case EventType::PasswordChanged:
      return "password_changed";
    case EventType::CodeSent:
      return "code_sent";
    case EventType::CodeNotSent:
      return "code_not_sent";
    case EventType::CodeRefused:
      return "code_refused";
    case EventType::FactorEnrolled:
      return "factor_enrolled";
    case EventType::FactorReplaced:
      return "factor_replaced";
    case EventType::FactorRemoved:
      return "factor_removed";
    case EventType::NoticeNotSent:
      return "notice_not_sent";
    case EventType::SessionCreated:
      return "session_created";
    case EventType::SessionRaised:
      return "session_raised";
    case EventType::SessionRefreshed:
      return "session_refreshed";
    case EventType::SessionRevoked:
      return "session_revoked";
    case EventType::TokenTheftDetected:
      return "token_theft_detected";
    case EventType::BudgetExhausted:
      return "budget_exhausted";
    case EventType::CountryPaused:
      return "country_paused";
    case EventType::CountryResumed:
      return "country_resumed";
    case EventType::NewNumbersStopped:
      return "new_numbers_stopped";
    case EventType::NewNumbersResumed:
      return "new_numbers_resumed";
    case EventType::DuplicateSessionCookies:
      return "duplicate_session_cookies";
    case EventType::UserDeleted:
      return "user_deleted";
    case EventType::RequestFailed:
      return "request_failed";
  }
  return "unknown";
}

std::optional<EventType> eventTypeOf(std::string_view text) noexcept {
  for (int number = 0; number <= static_cast<int>(EventType::RequestFailed); ++number)
    if (const auto type = static_cast<EventType>(number); name(type) == text) return type;
  return std::nullopt;
}

json::object toJson(const Event& event) {
  json::object line{
      {"event", name(event.type)}, {"time", toUnixMillis(event.time)}, {"requestId", event.requestId}};
  addIfThere(line, "userId", event.userId);
  addIfThere(line, "sessionHandle", event.sessionHandle);
  addIfThere(line, "contactHash", event.contactHash);
  addIfThere(line, "contactMasked", event.contactMasked);
  addIfThere(line, "clientAddress", event.clientAddress);
  addIfThere(line, "callingCode", event.callingCode);
  if (!event.reason.empty()) line["reason"] = event.reason;
  return line;
}

}  // namespace mfa
